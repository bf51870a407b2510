/* Names of constants: every one that libguile 3.0.8 knows of the manual's
   chapters on sockets, getaddrinfo, fcntl and errno, with its value.  The
   values are those of Linux on x86-64.  */

#include "check.h"

#include <locale.h>

#define NIL ((SCM) 0x104)
#define COUNT(array) (sizeof (array) / sizeof *(array))

static const char *const names[] = {
  /* Sockets.  */
  "AF_INET", "AF_INET6", "AF_UNIX", "AF_UNSPEC", "INADDR_ANY",
  "INADDR_BROADCAST", "INADDR_LOOPBACK", "INADDR_NONE", "IPPROTO_IP",
  "IPPROTO_TCP", "IPPROTO_UDP", "IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP",
  "IP_MULTICAST_IF", "IP_MULTICAST_TTL", "MSG_DONTROUTE", "MSG_DONTWAIT",
  "MSG_OOB", "MSG_PEEK", "PF_INET", "PF_INET6", "PF_UNIX", "PF_UNSPEC",
  "SOCK_CLOEXEC", "SOCK_DGRAM", "SOCK_NONBLOCK", "SOCK_RAW", "SOCK_RDM",
  "SOCK_SEQPACKET", "SOCK_STREAM", "SOL_SOCKET", "SO_BROADCAST", "SO_DEBUG",
  "SO_DONTROUTE", "SO_ERROR", "SO_KEEPALIVE", "SO_LINGER", "SO_NO_CHECK",
  "SO_OOBINLINE", "SO_PRIORITY", "SO_RCVBUF", "SO_REUSEADDR", "SO_REUSEPORT",
  "SO_SNDBUF", "SO_TYPE", "TCP_CORK", "TCP_NODELAY",
  /* scm_getaddrinfo.  */
  "AI_ADDRCONFIG", "AI_ALL", "AI_CANONNAME", "AI_NUMERICHOST",
  "AI_NUMERICSERV", "AI_PASSIVE", "AI_V4MAPPED", "EAI_ADDRFAMILY", "EAI_AGAIN",
  "EAI_ALLDONE", "EAI_BADFLAGS", "EAI_CANCELED", "EAI_FAIL", "EAI_FAMILY",
  "EAI_IDN_ENCODE", "EAI_INPROGRESS", "EAI_INTR", "EAI_MEMORY", "EAI_NODATA",
  "EAI_NONAME", "EAI_NOTCANCELED", "EAI_OVERFLOW", "EAI_SERVICE",
  "EAI_SOCKTYPE", "EAI_SYSTEM",
  /* scm_fcntl, files and pipes.  */
  "FD_CLOEXEC", "F_DUPFD", "F_GETFD", "F_GETFL", "F_GETOWN", "F_SETFD",
  "F_SETFL", "F_SETOWN", "LOCK_EX", "LOCK_NB", "LOCK_SH", "LOCK_UN",
  "O_APPEND", "O_ASYNC", "O_CLOEXEC", "O_CREAT", "O_DIRECT", "O_DIRECTORY",
  "O_EXCL", "O_IGNORE_CTTY", "O_LARGEFILE", "O_NDELAY", "O_NOATIME",
  "O_NOCTTY", "O_NOFOLLOW", "O_NOLINK", "O_NONBLOCK", "O_NOTRANS", "O_PATH",
  "O_RDONLY", "O_RDWR", "O_SYNC", "O_TMPFILE", "O_TRUNC", "O_WRONLY",
  "PIPE_BUF",
  /* errno.  */
  "E2BIG", "EACCES", "EADDRINUSE", "EADDRNOTAVAIL", "EADV", "EAFNOSUPPORT",
  "EAGAIN", "EALREADY", "EBADE", "EBADF", "EBADFD", "EBADMSG", "EBADR",
  "EBADRQC", "EBADSLT", "EBFONT", "EBUSY", "ECANCELED", "ECHILD", "ECHRNG",
  "ECOMM", "ECONNABORTED", "ECONNREFUSED", "ECONNRESET", "EDEADLK",
  "EDEADLOCK", "EDESTADDRREQ", "EDOM", "EDOTDOT", "EDQUOT", "EEXIST", "EFAULT",
  "EFBIG", "EHOSTDOWN", "EHOSTUNREACH", "EHWPOISON", "EIDRM", "EILSEQ",
  "EINPROGRESS", "EINTR", "EINVAL", "EIO", "EISCONN", "EISDIR", "EISNAM",
  "EKEYEXPIRED", "EKEYREJECTED", "EKEYREVOKED", "EL2HLT", "EL2NSYNC", "EL3HLT",
  "EL3RST", "ELIBACC", "ELIBBAD", "ELIBEXEC", "ELIBMAX", "ELIBSCN", "ELNRNG",
  "ELOOP", "EMEDIUMTYPE", "EMFILE", "EMLINK", "EMSGSIZE", "EMULTIHOP",
  "ENAMETOOLONG", "ENAVAIL", "ENETDOWN", "ENETRESET", "ENETUNREACH", "ENFILE",
  "ENOANO", "ENOBUFS", "ENOCSI", "ENODATA", "ENODEV", "ENOENT", "ENOEXEC",
  "ENOKEY", "ENOLCK", "ENOLINK", "ENOMEDIUM", "ENOMEM", "ENOMSG", "ENONET",
  "ENOPKG", "ENOPROTOOPT", "ENOSPC", "ENOSR", "ENOSTR", "ENOSYS", "ENOTBLK",
  "ENOTCONN", "ENOTDIR", "ENOTEMPTY", "ENOTNAM", "ENOTRECOVERABLE", "ENOTSOCK",
  "ENOTSUP", "ENOTTY", "ENOTUNIQ", "ENXIO", "EOPNOTSUPP", "EOVERFLOW",
  "EOWNERDEAD", "EPERM", "EPFNOSUPPORT", "EPIPE", "EPROTO", "EPROTONOSUPPORT",
  "EPROTOTYPE", "ERANGE", "EREMCHG", "EREMOTE", "EREMOTEIO", "ERESTART",
  "ERFKILL", "EROFS", "ESHUTDOWN", "ESOCKTNOSUPPORT", "ESPIPE", "ESRCH",
  "ESRMNT", "ESTALE", "ESTRPIPE", "ETIME", "ETIMEDOUT", "ETOOMANYREFS",
  "ETXTBSY", "EUCLEAN", "EUNATCH", "EUSERS", "EWOULDBLOCK", "EXDEV", "EXFULL"
};

/* Names that look as likely, and that neither knows: of C only, of the manual
   only.  */
static const char *const unknown[]
    = { "SO_STYLE", "AF_LOCAL", "PF_LOCAL", "AF_PACKET", "AF_NETLINK",
        "SOCK_PACKET", "SOCK_DCCP", "SOL_IP", "SOL_TCP", "SOL_IPV6",
        "IPPROTO_ICMP", "IPPROTO_RAW", "IPPROTO_SCTP", "MSG_TRUNC",
        "MSG_WAITALL", "MSG_NOSIGNAL", "MSG_ERRQUEUE", "SHUT_RD", "SHUT_RDWR",
        "SOMAXCONN", "INADDR_NONE6", "INADDR_ALLHOSTS_GROUP", "AI_IDN",
        "NI_NUMERICHOST", "EAI_SUCCESS", "F_GETLK", "F_DUPFD_CLOEXEC",
        "O_ACCMODE", "O_DSYNC", "O_RSYNC", "O_EXEC", "EDOOFUS", "ENOTCAPABLE",
        "E", "EAGAIN2", "EAGAI", "errno",
        /* No names at all.  */
        "", " ", "AF_INET ", " AF_INET", "AF INET", "af_inet", "\n", "2", "-1",
        "#t", "(AF_INET)", "\"AF_INET\"", "\\", "\303\251", "\342\202\254" };

static SCM
look_up (void *data)
{
  return scm_variable_ref (scm_c_lookup (*(const char *const *) data));
}

static void
test_names (void)
{
  for (size_t i = 0; i < COUNT (names); i++)
    check_body (names[i], look_up, (void *) &names[i]);
}

static void
test_unknown (void)
{
  for (size_t i = 0; i < COUNT (unknown); i++)
    check_body (unknown[i], look_up, (void *) &unknown[i]);
}

/* Guile's decoding-error carries what errno happens to be; EILSEQ is what
   belongs there.  */
static SCM
look_up_malformed (void *data)
{
  errno = EILSEQ;
  return look_up (data);
}

/* The name is UTF-8, whatever the locale.  */
static void
test_encoding (void)
{
  static const char *const malformed[]
      = { "\377", "AF_INET\351", "\303", "\300\200" };
  for (size_t i = 0; i < COUNT (malformed); i++)
    check_body ("malformed", look_up_malformed, (void *) &malformed[i]);
  if (!setlocale (LC_ALL, "C.UTF-8"))
    check_die ("C.UTF-8");
  const char *name = "\303\251";
  check_body (name, look_up, &name);
  setlocale (LC_ALL, "C");
}

/* One variable for a name, one name for a variable.  */
static void
test_identity (void)
{
  static const char *const pairs[][2] = { { "AF_INET", "AF_INET" },
                                          { "AF_INET", "PF_INET" },
                                          { "EAGAIN", "EWOULDBLOCK" },
                                          { "INADDR_NONE", "INADDR_NONE" },
                                          { "O_RDONLY", "F_DUPFD" } };
  for (size_t i = 0; i < COUNT (pairs); i++)
    {
      SCM a = scm_c_lookup (pairs[i][0]), b = scm_c_lookup (pairs[i][1]);
      printf ("%s %s\n", pairs[i][0], pairs[i][1]);
      check_say ("  eq?", scm_eq_p (a, b));
      check_say ("  eqv?", scm_eqv_p (a, b));
      check_say ("  equal?", scm_equal_p (a, b));
      check_say ("  values equal?",
                 scm_equal_p (scm_variable_ref (a), scm_variable_ref (b)));
    }
}

/* A variable is nothing else.  */
static void
test_kind (void)
{
  SCM variable = scm_c_lookup ("AF_INET");
  check_say_long ("pair", scm_is_pair (variable));
  check_say_long ("vector", scm_is_vector (variable));
  check_say_long ("string", scm_is_string (variable));
  check_say_long ("symbol", scm_is_symbol (variable));
  check_say_long ("integer", scm_is_integer (variable));
  check_say_long ("true", scm_is_true (variable));
}

static void
test_samples (void)
{
  SCM more[] = { NIL, SCM_UNDEFINED, SCM_EOF_VAL };
  for (int i = 0; i < CHECK_SAMPLES; i++)
    RUN (scm_variable_ref, check_samples[i]);
  for (size_t i = 0; i < COUNT (more); i++)
    RUN (scm_variable_ref, more[i]);
}

void
check_chapter (void)
{
  test_names ();
  test_unknown ();
  test_encoding ();
  test_identity ();
  test_kind ();
  test_samples ();
}
