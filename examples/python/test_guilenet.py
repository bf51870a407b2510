"""The foreign contract as a program in another language has it."""

import errno
import gc
import os
import signal
import sys
import tempfile
import threading
import traceback
import unittest

import guilenet
from guilenet import Pair, Socket, Symbol, address, call

# Values that exist before any call.
AT_LOAD = guilenet.stats().live_handles

LOOPBACK4, LOOPBACK6 = 0x7F000001, 1
CALLS, CHILDREN, EXCHANGES, THREADS = 100000, 20, 200, 8


def has_ipv6():
    try:
        with open("/proc/net/if_inet6") as interfaces:
            return any(line.startswith("0" * 31 + "1 ") for line in interfaces)
    except OSError:
        return False


def socketpair():
    ports = call("scm_socketpair", guilenet.AF_UNIX, guilenet.SOCK_STREAM, 0)
    return Socket.of(ports.car), Socket.of(ports.cdr)


def in_threads(*functions):
    """Runs them, and raises what one of them raised."""
    raised = []

    def run(function):
        try:
            function()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(f,)) for f in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


class Values(unittest.TestCase):
    def test_both_ways(self):
        edges = [n + d for n in (2**61, 2**63, 2**64, 2**128, 2**1024)
                 for d in (-1, 0, 1)]
        for value in [None, True, False, 0, *edges, *(-n for n in edges),
                      "", "gr\u00fcn \U0001f600\0", b"", b"\0\377" * 1000,
                      Symbol("block"), [], [1, [2, "3"], (4,)], (), (5, [6]),
                      Pair(1, 2), Pair("a", Pair(b"b", 3)), guilenet.EOF]:
            again = guilenet.from_guile(guilenet.to_guile(value))
            self.assertEqual(again, value)
            self.assertIs(type(again), type(value))

    def test_undefined_is_no_failure(self):
        pair = guilenet._of_values("scm_cons", guilenet.OMITTED,
                                   guilenet.to_guile(1))
        self.assertEqual(call("scm_car", pair).word, guilenet.OMITTED.word)
        self.assertRaises(guilenet.GuileError, call, "scm_car", 1)

    def test_what_guile_has_not(self):
        for value in 1.5, {}, object():
            self.assertRaises(TypeError, guilenet.to_guile, value)
        self.assertRaises(UnicodeEncodeError, guilenet.to_guile, "\ud800")

    def test_ipv6_integers(self):
        for text, number in (("::1", 1), ("2001:db8::ff00:42:8329",
                              0x20010DB8000000000000FF0000428329),
                             ("ffff:" * 7 + "ffff", 2**128 - 1)):
            family = guilenet.AF_INET6
            self.assertEqual(call("scm_inet_pton", family, text), number)
            self.assertEqual(call("scm_inet_ntop", family, number), text)
            self.assertEqual(address(family, number, 80, 1, 2),
                             (family, number, 80, 1, 2))

    def test_constants_and_version(self):
        self.assertEqual(guilenet.AF_INET, 2)
        self.assertRaises(AttributeError, lambda: guilenet.NO_SUCH_CONSTANT)
        self.assertRegex(guilenet.version(), r"^\d+\.\d+\.\d+$")


class Exchanges(unittest.TestCase):
    def echo(self, bound):
        family = bound[0]
        with Socket(family) as listening:
            listening.setsockopt(guilenet.SOL_SOCKET, guilenet.SO_REUSEADDR,
                                 1)
            listening.bind(bound)
            listening.listen()

            def serve():
                connection, _ = listening.accept()
                with connection:
                    connection.send(connection.recv(100))
                    for line in iter(connection.readline, ""):
                        connection.write(line)

            def ask():
                with Socket(family) as sock:
                    sock.connect(listening.getsockname())
                    self.assertEqual(sock.getpeername(),
                                     listening.getsockname())
                    self.assertEqual(sock.send(b"\0\377"), 2)
                    self.assertEqual(sock.recv(100), b"\0\377")
                    sock.setvbuf("block", 4096)
                    for i in range(EXCHANGES):
                        sock.write("line %d\n" % i)
                        sock.flush()
                        self.assertEqual(sock.readline(), "line %d\n" % i)
                    sock.write(b"no newline")
                    sock.flush()
                    sock.shutdown(1)
                    self.assertEqual(sock.read(100), b"no newline")
                    self.assertEqual(sock.readline(), "")
                    self.assertEqual(sock.read(1), b"")
                    self.assertEqual(sock.recv(1), b"")

            in_threads(serve, ask)

    def test_ipv4(self):
        self.echo(address(guilenet.AF_INET, LOOPBACK4, 0))

    def test_ipv6(self):
        if not has_ipv6():
            print("no IPv6 loopback address: no exchange over it",
                  file=sys.stderr)
            return
        self.echo(address(guilenet.AF_INET6, LOOPBACK6, 0))

    def test_unix(self):
        with tempfile.TemporaryDirectory() as directory:
            self.echo(address(guilenet.AF_UNIX, directory + "/socket"))

    def test_datagrams(self):
        style, anywhere = guilenet.SOCK_DGRAM, (guilenet.AF_INET, LOOPBACK4, 0)
        with Socket(guilenet.AF_INET, style) as one, \
                Socket(guilenet.AF_INET, style) as two:
            one.bind(anywhere)
            two.bind(anywhere)
            self.assertEqual(one.sendto(b"message", two.getsockname()), 7)
            self.assertEqual(two.recvfrom(100),
                             (b"message", one.getsockname()))


class Errors(unittest.TestCase):
    def test_refused(self):
        with Socket(guilenet.AF_INET) as silent:
            silent.bind((guilenet.AF_INET, LOOPBACK4, 0))
            with Socket(guilenet.AF_INET) as sock, \
                    self.assertRaises(OSError) as caught:
                sock.connect(silent.getsockname())
        error, code = caught.exception, errno.ECONNREFUSED
        self.assertEqual((error.errno, error.strerror),
                         (code, os.strerror(code)))
        self.assertEqual((error.key, error.subr, error.message),
                         ("system-error", "connect", "~A"))
        self.assertEqual((error.arguments, error.data),
                         ([os.strerror(code)], [code]))
        self.assertEqual(str(error),
                         "In procedure connect: " + os.strerror(code))

    def test_closed_port(self):
        sock = Socket(guilenet.AF_INET)
        sock.close()
        sock.close()
        for use in (sock.getsockname, sock.readline, lambda: sock.send(b"x"),
                    lambda: sock.write("x"), sock.fileno):
            with self.assertRaises(guilenet.GuileError) as caught:
                use()
            self.assertEqual(caught.exception.key, "wrong-type-arg")
            self.assertNotIsInstance(caught.exception, OSError)
            self.assertEqual([repr(x) for x in caught.exception.data],
                             [repr(sock.port)])

    def test_closed_descriptor(self):
        with Socket(guilenet.AF_INET) as sock:
            fd = sock.fileno()
            saved = os.dup(fd)
            os.close(fd)
            with self.assertRaises(OSError) as caught:
                sock.getsockname()
            self.assertEqual(caught.exception.errno, errno.EBADF)
            os.dup2(saved, fd)
            os.close(saved)

    def test_non_blocking(self):
        style = guilenet.SOCK_STREAM | guilenet.SOCK_NONBLOCK
        with Socket(guilenet.AF_INET, style) as sock:
            sock.listen()
            self.assertIsNone(sock.accept())
        one, two = socketpair()
        with one, two, self.assertRaises(OSError) as caught:
            one.recv(1, guilenet.MSG_DONTWAIT)
        self.assertEqual(caught.exception.errno, errno.EAGAIN)

    def test_keys(self):
        for key, name, *values in (
                ("wrong-type-arg", "scm_car", 5),
                ("out-of-range", "scm_vector_ref", (1, 2), 2**70),
                ("misc-error", "scm_inet_pton", guilenet.AF_INET, "1.2.3"),
                ("unknown", "scm_throw", Symbol("unknown"), [1, "two"])):
            with self.assertRaises(guilenet.GuileError) as caught:
                call(name, *values)
            self.assertEqual(caught.exception.key, key)
            self.assertTrue(str(caught.exception))
        self.assertEqual(caught.exception.arguments, [1, "two"])


class References(unittest.TestCase):
    def setUp(self):
        gc.collect()
        self.assertEqual(guilenet.stats().references, 0)

    def tearDown(self):
        self.setUp()

    def test_none_is_left(self):
        one, two = socketpair()
        family = guilenet.AF_INET6
        before = guilenet.stats()
        # A round makes 40 calls that give a reference, and more that do not.
        for i in range(CALLS // 40):
            number = call("scm_inet_pton", family, "2001:db8::%x" % i)
            self.assertEqual(number & 0xFFFF, i)
            call("scm_inet_ntop", family, number)
            call("scm_reverse", ["text", (i, 2**64 + i)])
            one.send(b"message")
            two.recv(100)
            one.write("line\n")
            two.readline()
            self.assertRaises(guilenet.GuileError, call, "scm_cdr", i)
            call("scm_current_output_port")
            one.getsockname()
        after = guilenet.stats()
        self.assertEqual(after.references, before.references)
        self.assertGreater(after.crossings, before.crossings)
        with one, two:
            pass

    def test_release(self):
        handle = guilenet.to_guile("text")
        with handle:
            self.assertEqual(guilenet.stats().references, 1)
        self.assertEqual(guilenet.stats().references, 0)
        handle.release()
        self.assertRaises(ValueError, call, "scm_string_length", handle)

    def test_release_by_many(self):
        retain = guilenet.load().guilenet_retain
        retain.restype, retain.argtypes = None, [guilenet._word]
        handles = [guilenet.to_guile(str(i)) for i in range(1000)]
        words = [handle.word for handle in handles]
        for word in words:
            retain(word)

        def release():
            for handle in handles:
                handle.release()

        in_threads(*[release] * THREADS)
        self.assertEqual(guilenet.stats().references, len(words))
        for word in words:
            guilenet.load().guilenet_release(word)


class Processes(unittest.TestCase):
    def test_threads(self):
        def work():
            one, two = socketpair()
            with one, two:
                for i in range(EXCHANGES):
                    one.write("%d\n" % i)
                    self.assertEqual(two.readline(), "%d\n" % i)
                    self.assertRaises(guilenet.GuileError, call, "scm_car", i)

        in_threads(*[work] * THREADS)

    def test_blocked(self):
        """Each of two waits for the other, and a third for nothing."""
        one, two = socketpair()
        three, four = socketpair()

        def answer():
            for _ in range(EXCHANGES):
                two.send(two.recv(1))

        def ask():
            for i in range(EXCHANGES):
                one.send(bytes([i]))
                self.assertEqual(one.recv(1), bytes([i]))
            four.send(b"x")

        def wait():
            self.assertEqual(three.recv(1), b"x")

        with one, two, three, four:
            in_threads(wait, answer, ask)

    def test_fork(self):
        """Children of a process with a thread that is in the library."""
        one, two = socketpair()
        recv, within = guilenet._function("scm_recv"), threading.Event()
        buffer, flags = guilenet.to_guile(b"-"), guilenet.to_guile(0)

        def wait():
            # From here on the thread's references are always as many.
            within.set()
            recv(two.port.word, buffer.word, flags.word, 0, 0, 0, 0)

        with one, two:
            waiting = threading.Thread(target=wait)
            waiting.start()
            within.wait()
            self.forks(*socketpair())
            one.send(b"x")
            waiting.join()
        self.assertEqual(guilenet.from_guile(buffer), b"x")

    def forks(self, mine, yours):
        text = guilenet.to_guile("before")
        before = guilenet.stats()
        for _ in range(CHILDREN):
            child = os.fork()
            if not child:
                status = 1
                try:
                    self.in_child(text, mine, yours, before)
                    status = 0
                except BaseException:
                    traceback.print_exc()
                finally:
                    os._exit(status)
            self.assertEqual(os.waitpid(child, 0)[1], 0)
            self.assertEqual(mine.recv(100), b"from the child")
        self.assertEqual(guilenet.stats().references, before.references)

    def in_child(self, text, mine, yours, before):
        signal.alarm(60)
        self.assertEqual(guilenet.load().guilenet_foreign(1), 1)
        self.assertEqual(guilenet.stats().references, before.references)
        self.assertEqual(guilenet.from_guile(text), "before")
        yours.send(b"from the child")
        self.assertRaises(guilenet.GuileError, call, "scm_car", 5)
        self.assertEqual(guilenet.stats().core_generation,
                         before.core_generation + 1)
        Exchanges.test_ipv4(self)
        grandchild = os.fork()
        if not grandchild:
            Values.test_ipv6_integers(self)
            os._exit(0)
        self.assertEqual(os.waitpid(grandchild, 0)[1], 0)

    echo = Exchanges.echo


def tearDownModule():
    """Nothing is left behind but the variables of constants."""
    gc.collect()
    before = guilenet.stats().live_handles
    call("scm_gc")
    gc.collect()
    after = guilenet.stats()
    print("%d live handles, after scm_gc %d; %d references" %
          (before, after.live_handles, after.references))
    assert after.references == 0, after.references
    assert after.live_handles - after.handles[-1] == AT_LOAD, \
        list(after.handles)


if __name__ == "__main__":
    signal.alarm(110)
    print("%d calls, %d threads, %d forked children" %
          (CALLS, THREADS, 2 * CHILDREN))
    unittest.main()
