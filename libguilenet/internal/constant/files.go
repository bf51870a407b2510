package constant

import "golang.org/x/sys/unix"

// The manual's "Ports and File Descriptors" and "Pipes". Linux has no
// O_IGNORE_CTTY, O_NOLINK and O_NOTRANS; PIPE_BUF is from <linux/limits.h>.
var files = []number{
	{"FD_CLOEXEC", unix.FD_CLOEXEC},
	{"F_DUPFD", unix.F_DUPFD},
	{"F_GETFD", unix.F_GETFD},
	{"F_GETFL", unix.F_GETFL},
	{"F_GETOWN", unix.F_GETOWN},
	{"F_SETFD", unix.F_SETFD},
	{"F_SETFL", unix.F_SETFL},
	{"F_SETOWN", unix.F_SETOWN},
	{"LOCK_EX", unix.LOCK_EX},
	{"LOCK_NB", unix.LOCK_NB},
	{"LOCK_SH", unix.LOCK_SH},
	{"LOCK_UN", unix.LOCK_UN},
	{"O_APPEND", unix.O_APPEND},
	{"O_ASYNC", unix.O_ASYNC},
	{"O_CLOEXEC", unix.O_CLOEXEC},
	{"O_CREAT", unix.O_CREAT},
	{"O_DIRECT", unix.O_DIRECT},
	{"O_DIRECTORY", unix.O_DIRECTORY},
	{"O_EXCL", unix.O_EXCL},
	{"O_IGNORE_CTTY", 0},
	{"O_LARGEFILE", unix.O_LARGEFILE},
	{"O_NDELAY", unix.O_NDELAY},
	{"O_NOATIME", unix.O_NOATIME},
	{"O_NOCTTY", unix.O_NOCTTY},
	{"O_NOFOLLOW", unix.O_NOFOLLOW},
	{"O_NOLINK", 0},
	{"O_NONBLOCK", unix.O_NONBLOCK},
	{"O_NOTRANS", 0},
	{"O_PATH", unix.O_PATH},
	{"O_RDONLY", unix.O_RDONLY},
	{"O_RDWR", unix.O_RDWR},
	{"O_SYNC", unix.O_SYNC},
	{"O_TMPFILE", unix.O_TMPFILE},
	{"O_TRUNC", unix.O_TRUNC},
	{"O_WRONLY", unix.O_WRONLY},
	{"PIPE_BUF", 4096},
}
