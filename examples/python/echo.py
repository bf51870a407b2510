#!/usr/bin/env python3
"""An echo server in one thread, and its client in another.

echo.py [LINE...]"""

import sys
import threading

import guilenet

LOOPBACK = 0x7F000001


def serve(listening):
    connection, _ = listening.accept()
    with connection:
        for line in iter(connection.readline, ""):
            connection.write(line)


def main(lines):
    with guilenet.Socket(guilenet.AF_INET) as listening:
        listening.bind(guilenet.address(guilenet.AF_INET, LOOPBACK, 0))
        listening.listen()
        server = threading.Thread(target=serve, args=(listening,))
        server.start()
        with guilenet.Socket(guilenet.AF_INET) as sock:
            sock.connect(listening.getsockname())
            for line in lines:
                sock.write(line + "\n")
                print(sock.readline(), end="")
        server.join()


if __name__ == "__main__":
    main(sys.argv[1:] or ["hello", "how are you?"])
