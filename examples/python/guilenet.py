"""GNU Guile's API for networking, by libguilenet and ctypes.

    import guilenet
    with guilenet.Socket(guilenet.AF_INET) as sock:
        sock.connect(guilenet.address(guilenet.AF_INET, 0x7F000001, 7))
        sock.write("hello\n")
        print(sock.readline())

call() calls any of the library's functions that take values and give one;
Socket is made of it.  Values are converted:

    #t, #f, the unspecified value   True, False, None
    integers                        int, of any size
    strings, symbols                str, Symbol
    bytevectors                     bytes
    lists, vectors                  list, tuple
    pairs that begin no list        Pair
    the end-of-file object          EOF
    ports, and whatever else        Handle

The library's constants are this module's: guilenet.SO_REUSEADDR.  Conditions
are raised as GuileError.  Every thread that calls is put under the foreign
contract (guilenet/foreign.h) and stays there; no call holds the interpreter's
lock, so that one that blocks holds up its own thread only.  That includes
signal handlers written in Python: they run when the call is over.
"""

import ctypes
import os
import threading
from collections import namedtuple

_FALSE, _TRUE, _EMPTY, _UNSPECIFIED = 0x4, 0x404, 0x304, 0x804
_UNDEFINED, _END = 0x904, 0xA04
_FIXNUM_BITS = 62
_ARGUMENTS = 7

_word, _int, _size = ctypes.c_uint64, ctypes.c_int, ctypes.c_size_t
_pointer = ctypes.c_void_p

# What the functions give and take that do not take values alone.
_PROTOTYPES = {
    "guilenet_foreign": (_int, _int),
    "guilenet_last_error": (_word,),
    "guilenet_release": (None, _word),
    "guilenet_stats": (None, _pointer),
    "guilenet_version": (ctypes.c_char_p,),
    "scm_ilength": (ctypes.c_long, _word),
    "scm_is_exact_integer": (_int, _word),
    "scm_is_string": (_int, _word),
    "scm_is_symbol": (_int, _word),
    "scm_is_bytevector": (_int, _word),
    "scm_is_vector": (_int, _word),
    "scm_is_pair": (_int, _word),
    "scm_from_utf8_stringn": (_word, ctypes.c_char_p, _size),
    "scm_from_utf8_symboln": (_word, ctypes.c_char_p, _size),
    "scm_to_utf8_stringn": (_pointer, _word, _pointer),
    "scm_c_make_bytevector": (_word, _size),
    "scm_c_bytevector_length": (_size, _word),
    "SCM_BYTEVECTOR_CONTENTS": (_pointer, _word),
    "scm_c_vector_length": (_size, _word),
    "scm_c_vector_ref": (_word, _word, _size),
    "scm_c_lookup": (_word, ctypes.c_char_p),
}
# One that takes fewer does not look at the rest.
_OF_VALUES = (_word,) + (_word,) * _ARGUMENTS

_libc = ctypes.CDLL(None)
_libc.free.argtypes = [_pointer]
_loaded = None
_thread = threading.local()


def load(path=None):
    """Loads the library: PATH, or what GUILENET_LIBRARY in the environment
    names, or what the dynamic linker finds.  The first call, which need not be
    made, decides; gives the ctypes.CDLL."""
    global _loaded
    if _loaded is None:
        path = path or os.environ.get("GUILENET_LIBRARY")
        library = ctypes.CDLL(path or "libguilenet.so.0")
        for name in _PROTOTYPES:
            _declare(library, name)
        _loaded = library
    return _loaded


def _declare(library, name):
    function = getattr(library, name)
    function.restype, *function.argtypes = _PROTOTYPES.get(name, _OF_VALUES)
    return function


def _library():
    """The library, for a thread that is under the foreign contract."""
    library = load()
    if not getattr(_thread, "foreign", False):
        library.guilenet_foreign(1)
        _thread.foreign = True
    return library


class Handle:
    """A reference to a value, which is kept alive until release(), the end of
    a with block, or the end of the object.  Any thread may use or release
    it."""

    __slots__ = ("_owned", "__weakref__")

    def __init__(self, word):
        self._owned = [word]

    @property
    def word(self):
        """The value as the library's functions take it."""
        try:
            return self._owned[0]
        except IndexError:
            raise ValueError("the handle was released") from None

    def release(self):
        """Gives up the reference.  Once: later calls do nothing."""
        try:
            word = self._owned.pop()  # One step, whoever else is at it.
        except IndexError:
            return
        if _loaded is not None:
            _loaded.guilenet_release(word)

    __del__ = release

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.release()

    def __repr__(self):
        if not self._owned:
            return "<Handle, released>"
        return "<Handle %s>" % call("scm_object_to_string", self)


class Symbol(str):
    """A symbol."""

    __slots__ = ()

    def __repr__(self):
        return "Symbol(%s)" % super().__repr__()


Pair = namedtuple("Pair", "car cdr")
Pair.__doc__ = "A pair that is not the beginning of a list."

OMITTED = Handle(_UNDEFINED)  # Stands for an optional argument.
EOF = Handle(_END)  # The end of the input.


class GuileError(Exception):
    """A condition: its KEY, a Symbol; SUBR, the call that failed, MESSAGE with
    its ARGUMENTS, and DATA, as guilenet/conditions.h describes them, None
    where they are #f.  One of another form has its arguments in ARGUMENTS."""

    def __init__(self, key, subr, message, arguments, data):
        Exception.__init__(self, key, subr, message, arguments, data)
        self.key, self.subr, self.message = key, subr, message
        self.arguments, self.data = arguments, data

    def __str__(self):
        if self.message is None:
            return "%s: %r" % (self.key, self.arguments)
        text = call("scm_simple_format", False, self.message,
                    self.arguments or [])
        return "In procedure %s: %s" % (self.subr, text) if self.subr else text


class GuileSystemError(GuileError, OSError):
    """A system-error; errno and strerror are what they are in any OSError."""

    def __init__(self, key, subr, message, arguments, data):
        OSError.__init__(self, data[0], os.strerror(data[0]))
        GuileError.__init__(self, key, subr, message, arguments, data)


def _last_error():
    pair = Handle(_library().guilenet_last_error())
    if pair.word == _FALSE:
        return None
    key, *args = from_guile(pair)
    if len(args) != 4:
        return GuileError(key, None, None, args, None)
    condition = [key] + [None if x is False else x for x in args]
    data = condition[4]
    if (key == "system-error" and isinstance(data, list) and data
            and isinstance(data[0], int)):
        return GuileSystemError(*condition)
    return GuileError(*condition)


def _function(name):
    """A function that takes and gives values."""
    function = getattr(_library(), name)
    return function if function.argtypes else _declare(_loaded, name)


def _own(word):
    """The value that a call gave, unless it failed."""
    error = _last_error() if word == _UNDEFINED else None
    if error is not None:
        raise error
    return Handle(word)


def call(name, *values):
    """Calls the function NAME, which takes values and gives one, and gives
    what it gives.  What is missing at the end is OMITTED."""
    return from_guile(_of_values(name, *map(to_guile, values)))


def _of_values(name, *handles):
    words = [handle.word for handle in handles]
    words += [_UNDEFINED] * (_ARGUMENTS - len(words))
    return _own(_function(name)(*words))


def to_guile(value):
    """A Handle of VALUE.  TypeError if Guile has nothing like it."""
    library = _library()
    if isinstance(value, Handle):
        return value
    if isinstance(value, Socket):
        return value.port
    if value is None:
        return Handle(_UNSPECIFIED)
    if isinstance(value, bool):
        return Handle(_TRUE if value else _FALSE)
    if isinstance(value, int):
        if value.bit_length() < _FIXNUM_BITS:
            return Handle((value << 2 | 2) % (1 << 64))
        return _of_values("scm_string_to_number", to_guile("%x" % value),
                          to_guile(16))
    if isinstance(value, Symbol):
        text = value.encode()
        return _own(library.scm_from_utf8_symboln(text, len(text)))
    if isinstance(value, str):
        text = value.encode()
        return _own(library.scm_from_utf8_stringn(text, len(text)))
    if isinstance(value, (bytes, bytearray, memoryview)):
        data = bytes(value)
        made = _own(library.scm_c_make_bytevector(len(data)))
        ctypes.memmove(library.SCM_BYTEVECTOR_CONTENTS(made.word), data,
                       len(data))
        return made
    if isinstance(value, Pair):
        return _of_values("scm_cons", *map(to_guile, value))
    if isinstance(value, (list, tuple)):
        made = Handle(_EMPTY)
        for element in reversed(value):
            made = _of_values("scm_cons", to_guile(element), made)
        is_list = isinstance(value, list)
        return made if is_list else _of_values("scm_vector", made)
    raise TypeError("not for Guile: %r" % (value,))


_IMMEDIATE = {_FALSE: False, _TRUE: True, _UNSPECIFIED: None, _END: EOF}


def from_guile(handle):
    """What HANDLE refers to: HANDLE itself, where Python has nothing like
    it."""
    library, word = _library(), handle.word
    if word & 3 == 2:
        return ctypes.c_int64(word).value >> 2
    if word in _IMMEDIATE:
        return _IMMEDIATE[word]
    if word & 0xFF == 0xC:
        return chr(word >> 8)
    if library.scm_is_string(word):
        return _text(handle)
    if library.scm_is_symbol(word):
        return Symbol(_text(_of_values("scm_symbol_to_string", handle)))
    if library.scm_is_exact_integer(word):
        digits = _of_values("scm_number_to_string", handle, to_guile(16))
        return int(_text(digits), 16)
    if library.scm_is_bytevector(word):
        return _contents(handle, library.scm_c_bytevector_length(word))
    if library.scm_is_vector(word):
        return tuple(from_guile(_own(library.scm_c_vector_ref(word, i)))
                     for i in range(library.scm_c_vector_length(word)))
    if word == _EMPTY or library.scm_is_pair(word):
        return _pairs(handle)
    return handle


def _pairs(handle):
    length = _loaded.scm_ilength(handle.word)
    if length < 0:
        return Pair(from_guile(_of_values("scm_car", handle)),
                    from_guile(_of_values("scm_cdr", handle)))
    elements = []
    for _ in range(length):
        elements.append(from_guile(_of_values("scm_car", handle)))
        handle = _of_values("scm_cdr", handle)
    return elements


def _text(handle):
    size = _size()
    text = _loaded.scm_to_utf8_stringn(handle.word, ctypes.byref(size))
    if not text:
        raise _last_error()
    try:
        return ctypes.string_at(text, size.value).decode()
    finally:
        _libc.free(text)


def _contents(handle, count):
    contents = _loaded.SCM_BYTEVECTOR_CONTENTS(handle.word)
    return ctypes.string_at(contents, count)


def constant(name):
    """The value of one of the library's constants, by name."""
    variable = _own(_library().scm_c_lookup(name.encode()))
    return call("scm_variable_ref", variable)


def __getattr__(name):
    if not name.isupper() or name.startswith("_"):
        raise AttributeError(name)
    try:
        return constant(name)
    except GuileError:
        raise AttributeError(name) from None


class Stats(ctypes.Structure):
    """What the library is doing: guilenet/library.h."""

    # The kinds are those of enum guilenet_kind; a later library may have more
    # to say.
    _fields_ = [(name, ctypes.c_uint64) for name in (
        "live_handles", "references", "crossings", "core_generation")]
    _fields_ += [("handles", ctypes.c_uint64 * 10)]
    _fields_ += [(name, ctypes.c_uint64) for name in (
        "payload_bytes", "protected_handles", "collections", "postponed",
        "longest_pause")]
    _fields_ += [("_later", ctypes.c_uint64 * 45)]


def stats():
    """The library's Stats at this moment."""
    made = Stats()
    _library().guilenet_stats(ctypes.byref(made))
    return made


def version():
    """The library's version, "MAJOR.MINOR.PATCH"."""
    return _library().guilenet_version().decode()


def address(family, where, *rest):
    """A socket address, a tuple that begins with FAMILY: WHERE is the address,
    an integer, and REST the port, for IPv6 also flow information and scope; or
    WHERE is a path."""
    return call("scm_make_socket_address", family, where, list(rest))


class Socket:
    """A socket, a port of Guile's.  Addresses are tuples as address() makes
    them.  Closed at the end of a with block; else when it is unreachable, but
    not before the library collects garbage."""

    __slots__ = ("port",)

    def __init__(self, family, style=None, protocol=0):
        if style is None:
            style = constant("SOCK_STREAM")
        self.port = call("scm_socket", family, style, protocol)

    @classmethod
    def of(cls, port):
        """The socket that PORT, a Handle, is."""
        made = cls.__new__(cls)
        made.port = port
        return made

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __repr__(self):
        return "<Socket %r>" % self.port

    def close(self):
        """Sends what is pending, and closes the socket, if it is open."""
        call("scm_close_port", self)

    def fileno(self):
        """The descriptor."""
        return call("scm_fileno", self)

    def bind(self, address):
        """Gives the socket an address."""
        call("scm_bind", self, address)

    def listen(self, backlog=16):
        """Lets others connect."""
        call("scm_listen", self, backlog)

    def accept(self):
        """Waits for a connection: a pair of its Socket and the peer's address.
        None if the socket is non-blocking and there is no connection."""
        connection = call("scm_accept", self)
        if connection is False:
            return None
        return Socket.of(connection.car), connection.cdr

    def connect(self, address):
        """Connects the socket.  False if it is non-blocking and that takes
        longer, else True."""
        return call("scm_connect", self, address)

    def getsockname(self):
        """The socket's address."""
        return call("scm_getsockname", self)

    def getpeername(self):
        """The peer's address."""
        return call("scm_getpeername", self)

    def getsockopt(self, level, option):
        """An option's value."""
        return call("scm_getsockopt", self, level, option)

    def setsockopt(self, level, option, value):
        """Sets an option."""
        call("scm_setsockopt", self, level, option, value)

    def shutdown(self, how):
        """Ends receiving (0), sending (1) or both (2)."""
        call("scm_shutdown", self, how)

    def recv(self, count, flags=0):
        """Waits for bytes, and gives up to COUNT; none at the end."""
        buffer = _own(_library().scm_c_make_bytevector(count))
        got = call("scm_recv", self, buffer, flags)
        return _contents(buffer, min(got, count))

    def send(self, data, flags=0):
        """Sends bytes; how many were taken."""
        return call("scm_send", self, data, flags)

    def recvfrom(self, count, flags=0):
        """As recv(), with the sender's address behind the bytes, None if there
        is none."""
        buffer = _own(_library().scm_c_make_bytevector(count))
        got, sender = call("scm_recvfrom", self, buffer, flags)
        return _contents(buffer, min(got, count)), sender or None

    def sendto(self, data, address, flags=0):
        """Sends bytes to an address; how many were taken."""
        return call("scm_sendto", self, data, address, flags, [])

    # By the port's buffer, which recv() and send() know nothing of.

    def setvbuf(self, mode, size=OMITTED):
        """Buffers by "block" or "line", or, as at first, "none"."""
        call("scm_setvbuf", self, Symbol(mode), size)

    def write(self, data):
        """Writes all of DATA, a str, in the locale's encoding, or bytes."""
        if isinstance(data, str):
            call("scm_display", data, self)
        else:
            call("scm_put_bytevector", self, data)

    def flush(self):
        """Sends what is pending."""
        call("scm_force_output", self)

    def read(self, count):
        """Waits for COUNT bytes; fewer at the end."""
        data = call("scm_get_bytevector_n", self, count)
        return b"" if data is EOF else data

    def readline(self):
        """The next line, a str with its newline; "" at the end."""
        line, delimiter = call("scm_read_line", self)
        if line is EOF:
            return ""
        return line if delimiter is EOF else line + delimiter
