/* Reading bytes from ports: how many each function takes, where the rest is,
   what comes at the end of the input and after it, bytes put back, ports that
   fail.  "left" is what the kernel still has, so it tells what was read ahead.

   Left out, because libguile 3.0.8 crashes or goes on as if nothing were
   wrong: scm_get_byte_or_eof, scm_peek_byte_or_eof and scm_unget_byte of what
   is no port, scm_unget_byte on a closed one; and what a read that fails in
   the middle has taken so far.  */

#include "script.h"

/* Without a buffer nothing is read ahead.  */
static const char *const unbuffered[] = {
  "socket <hello byte left peek left peek byte left u8 left look left u8 left",
  "socket <hello,_world c:3 left c:0 left n:3 left n:0 left some left some",
  "socket <abcdef x:5,1,3 left x:3,0,0 left x:3,3,0 left x:2,1,1 left",
  "socket <#9000 n:300 left c:300 left x:400,50,300 left some left",
  "socket <#9000 end all all byte",
  "socket <abc recv:2 byte <def recv:1 u8 recv:3 left",
  "stream none <#9000 n:300 left byte left c:10 left some left",
  "stream block:0 <#9000 n:300 left byte left c:10 left some left",
  "stream block:1 <#9000 n:300 left byte left c:10 left some left",
  "stream lines:0 <#9000 n:300 left byte left c:10 left some left",
  "stream lines:1 <#9000 n:300 left byte left c:10 left some left",
  "stream none:0 <#9000 byte left",
  "stream none:1 <#9000 byte left",
};

/* With one, as much as fits into it; but what does not, is read directly by
   the functions that make or fill bytevectors.  */
static const char *const buffered[] = {
  "socket block:10 <#100 byte left byte left peek left some left some left",
  "socket block:10 <#100 n:8 left n:2 left n:9 left n:10 left n:11 left",
  "socket block:10 <#100 n:9 left n:10 left n:11 left n:12 left n:41 left",
  "socket block:10 <#100 c:8 left c:2 left c:9 left c:10 left c:41 left",
  "socket block:10 <#100 x:50,1,8 left x:50,2,12 left x:50,0,40 left",
  "socket block:10 <#100 u8 left c:0 left n:0 left x:5,2,0 left",
  "socket block:2 <abcdefghijk byte left c:3 left n:3 left some left",
  "socket block:3 <abcdefgh byte left recv:2 n:3 recv:1 drain left",
  "socket lines:10 <#100 byte left n:30 left c:30 left some left",
  "socket block <#5000 byte left n:4095 left n:900 left",
  "socket lines <#5000 byte left n:4095 left n:900 left",
  "socket block:4096 <#9000 byte left n:5000 left n:3999 left",
  "socket block:100000 <#9000 byte left n:8999 left",
  "stream <#9000 byte left n:5000 left some left",
  "pipe <#9000 byte left n:5000 left some left",
  "file <#9000 byte left n:5000 left some left some",
  "pipe <abc some <def byte <ghi some some",
  "datagrams block <abc <def n:2 left some left some",
  "datagrams <abc <def byte byte",
  "datagrams <abc <def n:5",
  "datagrams block:2 <abc <def n:5",
};

/* All that there is, by reads of more and more.  */
static const char *const everything[] = {
  "socket <abc end all",
  "socket end all all",
  "socket +abc +d +efghi +end all all",
  "socket block:10 +abc +x*100 +y*5 +end all all",
  "socket block:10 <#9000 byte +y*4000 +z*1 +end all",
  "socket block:5000 <#9000 byte +y*4000 +z*1 +end all",
  "socket block:100000 <#9000 byte +y*4000 +z*1 +end all",
  "pipe <#9000 byte +y*40000 +end all",
  "file <#300000 byte all all",
  "socket back:hello <#9000 end all",
  "file <#4096 all",
  "file <#4095 all",
  "file <#4097 all",
  "file <#8192 all",
};

/* Calls that have to wait for a part of what they want.  */
static const char *const waiting[] = {
  "socket +a byte +b peek byte +c u8 +d look u8",
  "socket +abc +d +efg n:5 left n:2",
  "socket +abc +d +efg c:5 left c:2",
  "socket +abc +d +efg x:9,2,5 left x:9,2,2",
  "socket +abc some some some +d some",
  "socket block:4 +abc +d +efg n:6 drain",
  "socket block:4 +abc +d +efg c:6 drain",
  "socket block:4 +abc some +d some",
  "socket +signal +signal +a u8 +b +signal +c n:2",
  "socket nonblock +a byte +b peek byte +c u8 +d look u8",
  "socket nonblock +abc +d +efg n:5 left n:2",
  "socket nonblock block:4 +abc +d +efg c:6 drain",
  "socket nonblock +abc some +signal +de +end all all",
  "socket nonblock <a n:0 c:0 ready byte ready drain",
  "pipe +abc +d +efg n:5 some",
  "pipe nonblock +abc +d +efg n:5 some",
};

/* The end in the middle of what is wanted, at its start, and looked at; and
   more after the end.  */
static const char *const ends[] = {
  "socket <abc end n:8 n:8 n:0",
  "socket <abc end c:8 c:8 c:0",
  "socket <abc end x:8,1,6 x:8,1,6 x:8,1,0",
  "socket block:10 <abc end n:8 n:8",
  "socket block:10 <abc end c:8 c:8",
  "socket block:10 <abc end x:8,1,6 x:8,1,6",
  "socket end byte byte peek peek byte u8 look look u8 some all",
  "socket +abc +end n:8 byte",
  "socket nonblock +abc +end c:8 byte",
  "file <ab byte byte byte byte <abcd byte byte byte",
  "file <a n:2 n:2 <bcd n:2",
  "file <a c:2 c:2 <bcd c:2",
  "file <a some some <bcd some",
  "file <a all all <bcd all",
  "file <a u8 peek <bcd byte byte byte",
  "file <a u8 look <bcd look peek u8 look u8",
  "file <a u8 look <bcd some some",
  "file <a u8 look <bcd n:1 n:1",
  "file <a u8 look <bcd n:4096 n:4096 n:1",
  "file <a u8 look <bcd c:1 c:1",
  "file <a u8 look <bcd c:5000 c:1",
  "file <a u8 look <bcd x:3,0,1 x:3,0,1",
  "file <a u8 look <bcd all some some",
  "file <a u8 look <bcd drain n:0 c:0 x:2,1,0 ready u8 u8",
  "file <a u8 look <bcd unget:65 u8 u8 u8",
  "file <a u8 look <bcd none u8 u8",
  "file none <a u8 look <bcd n:1 u8 u8",
  "socket end byte unget:65 byte byte",
  "socket end look unget:65 byte byte byte",
};

/* Bytes put back, before what is there.  */
static const char *const put_back[] = {
  "socket unget:65 peek byte <z byte",
  "socket unget:65 unget:66 unget:67 some <x byte",
  "socket unget:-1 u8 unget:256 u8 unget:300 u8 unget:-200 u8 unget:0 u8",
  "socket <abc unget:65 n:2 left",
  "socket back:x*5000 n:5000 <abc byte",
  "socket back:x*100 <abc c:101 left drain",
  "socket block:10 <abcdefghijkl byte back:AB byte byte byte back:x*30 n:30"
  " n:9 left",
  "socket block:10 back:ABC <abcdefghijkl some left some left",
  "socket block:10 back:ABC <abcdefghijkl c:5 left drain left",
  "socket block:10 back:x*20 <abcdefghijkl c:19 left c:2 left drain",
  "socket back:ABC <abcd recv:2 byte recv:1 drain drain",
  "file <abc u8 unget:97 u8 u8 unget:66 unget:65 all",
  "socket unget:65 close",
  "socket back:%0*3 some",
};

/* What is in the buffer stays when it gets another size.  */
static const char *const resized[] = {
  "socket block:10 <#100 byte none peek byte left some left byte left",
  "socket block:100 <#200 byte block:10 byte left some left byte left",
  "socket block:10 <#200 byte block:100 byte left some left byte left",
  "socket block:10 <#200 byte lines peek left some left byte left",
  "socket block:10 <#200 byte block:5 n:20 left byte left",
  "socket block:10 <#200 peek block:5 drain left peek left",
  "socket back:ABC block:2 <#20 n:4 left none n:2 left",
  "file <#5000 byte left none left byte left some left byte left",
  "pipe <#5000 byte block:3 some byte left",
  "socket <ab peek block byte byte left",
  "socket block:10 <abcdef byte none:1 block:-1 lines:x some left",
};

/* Output to the same port waits all the same.  */
static const char *const both_ways[] = {
  "socket puts:hi <abc byte peer",
  "socket block <abc puts:hi byte peer puts:ho n:2 peer force peer",
  "socket block puts:hi <abc some ready drain peer unget:1 u8 force peer",
  "socket lines <abc puts:hi peek peer puts:!\n peer",
  "stream <abc puts:hi c:2 peer puts:ho force peer byte",
};

/* A peer that resets the connection, after what it has sent, and in the
   middle of a call.  */
static const char *const resets[] = {
  "tcp <abc n:3 reset byte byte peek u8 some all",
  "tcp reset ready n:5 n:5",
  "tcp reset c:5 c:5 ready",
  "tcp reset x:5,0,5 x:5,0,5",
  "tcp reset look u8",
  "tcp reset peek byte",
  "tcp reset some some",
  "tcp reset all all",
  "tcp reset drain n:0 c:0 x:3,0,0 u8",
  "tcp block:10 <abc byte reset byte byte byte byte",
  "tcp block:10 <abc byte reset some some some",
  "tcp block:10 <abc byte reset n:2 n:2 n:2",
  "tcp +abc +reset n:5",
  "tcp +abc +reset c:5",
  "tcp +abc +reset x:9,2,5",
  "tcp +abc +reset all",
  "tcp nonblock +abc +reset n:5",
};

#define RUN_ALL(scripts) run_scripts (scripts, LENGTH (scripts))

/* Every call on every port that is not for it.  */
static void
wrong_ports (void)
{
  SCM closed = new_socket (AF_UNIX, SOCK_STREAM), orphan = script_orphan ();
  SCM output = scm_current_output_port (), bv = bytes ("...");
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  SCM ports[CHECK_SAMPLES + 4] = { closed, output, orphan, NONE };
  memcpy (ports + 4, check_samples, sizeof check_samples);
  for (size_t i = 0; i < LENGTH (ports); i++)
    {
      CALL (scm_get_u8, ports[i]);
      CALL (scm_lookahead_u8, ports[i]);
      CALL (scm_get_bytevector_n, ports[i], INT (1));
      CALL (scm_get_bytevector_n_x, ports[i], bv, INT (0), INT (1));
      CALL (scm_get_bytevector_some, ports[i]);
      CALL (scm_get_bytevector_all, ports[i]);
      /* It comes first.  */
      if (i != 2)
        {
          CALL (scm_get_bytevector_n, ports[i], SCM_BOOL_F);
          CALL (scm_get_bytevector_n, ports[i], INT (0));
          CALL (scm_get_bytevector_n_x, ports[i], SCM_BOOL_F, SCM_BOOL_F,
                SCM_BOOL_F);
        }
    }
  bury (orphan);
}

/* The same for the calls that take and give C's types.  */
struct c_call
{
  SCM port;
  size_t size;
};

static SCM
read_some (void *data)
{
  struct c_call *call = data;
  char buffer[8];
  return scm_from_size_t (scm_c_read (call->port, buffer, call->size));
}

static SCM
get_byte (void *data)
{
  struct c_call *call = data;
  return INT (scm_get_byte_or_eof (call->port));
}

static SCM
peek_byte (void *data)
{
  struct c_call *call = data;
  return INT (scm_peek_byte_or_eof (call->port));
}

static void
wrong_ports_in_c (void)
{
  SCM closed = new_socket (AF_UNIX, SOCK_STREAM), orphan = script_orphan ();
  close_all (closed, SCM_BOOL_F, SCM_BOOL_F);
  SCM ports[CHECK_SAMPLES + 4]
      = { closed, scm_current_output_port (), orphan, NONE };
  memcpy (ports + 4, check_samples, sizeof check_samples);
  for (size_t i = 0; i < LENGTH (ports); i++)
    {
      check_body ("scm_c_read 5", read_some, &(struct c_call){ ports[i], 5 });
      check_body ("scm_c_read 0", read_some, &(struct c_call){ ports[i], 0 });
    }
  check_body ("scm_get_byte_or_eof closed", get_byte,
              &(struct c_call){ closed, 0 });
  check_body ("scm_peek_byte_or_eof closed", peek_byte,
              &(struct c_call){ closed, 0 });
  check_body ("scm_get_byte_or_eof orphan", get_byte,
              &(struct c_call){ orphan, 0 });
  check_body ("scm_peek_byte_or_eof orphan", peek_byte,
              &(struct c_call){ orphan, 0 });
  bury (orphan);
}

/* What cannot be read from at all, and what is no stream yet.  */
static void
unreadable (void)
{
  SCM fresh = new_socket (AF_INET, SOCK_STREAM),
      listener = new_listener (AF_INET);
  CALL (scm_get_u8, fresh);
  CALL (scm_get_bytevector_n, listener, INT (5));
  CALL (scm_get_bytevector_all, listener);
  close_all (fresh, listener, SCM_BOOL_F);
  SCM directory = script_fdopen (open (".", O_RDONLY), "r");
  CALL (scm_get_u8, directory);
  CALL (scm_get_bytevector_some, directory);
  close_all (directory, SCM_BOOL_F, SCM_BOOL_F);
  int ends[2];
  if (pipe (ends) < 0)
    check_die ("pipe");
  SCM output = script_fdopen (ends[1], "w");
  CALL (scm_get_u8, output);
  check_body ("scm_get_byte_or_eof output", get_byte,
              &(struct c_call){ output, 0 });
  check_body ("scm_peek_byte_or_eof output", peek_byte,
              &(struct c_call){ output, 0 });
  check_body ("scm_c_read output", read_some, &(struct c_call){ output, 0 });
  close_all (output, SCM_BOOL_F, SCM_BOOL_F);
  close (ends[0]);
}

/* Only these would ask for memory that may not be there.  */
static int
is_large (const struct call *call, int at, SCM sample)
{
  (void) call, (void) at;
  return scm_is_signed_integer (sample, 2147483647, INTMAX_MAX)
         || scm_is_unsigned_integer (sample, 1ULL << 63, UINTMAX_MAX);
}

static void
wrong_counts (void)
{
  SCM port, peer;
  new_pair (SOCK_STREAM, &port, &peer);
  QUIET (scm_send, peer, bytes ("0123456789abcdefghijklmnopqrstuvwxyz"), NONE);
  close_all (peer, SCM_BOOL_F, SCM_BOOL_F);
  SCM bv = bytes ("...");
  struct call n = CALL_OF (scm_get_bytevector_n, port, INT (1));
  wrong_arguments (&n, 1, is_large);
  struct call x = CALL_OF (scm_get_bytevector_n_x, port, bv, INT (0), INT (1));
  wrong_arguments (&x, 1, NULL);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    {
      SCM sample = check_samples[i];
      CALL (scm_get_bytevector_n_x, port, sample, sample, sample);
      CALL (scm_get_bytevector_n_x, port, bv, sample, sample);
    }
  CALL (scm_get_bytevector_n, port, NONE);
  CALL (scm_get_bytevector_n, port, check_int ("18446744073709551615"));
  CALL (scm_get_bytevector_n_x, port, NONE, NONE, NONE);
  CALL (scm_get_bytevector_n_x, port, bv, NONE, NONE);
  CALL (scm_get_bytevector_n_x, port, bv, INT (0), NONE);
  close_all (port, SCM_BOOL_F, SCM_BOOL_F);
}

/* Every region of a bytevector of three, and the edges of size_t.  */
static void
regions (void)
{
  SCM port, peer;
  new_pair (SOCK_STREAM, &port, &peer);
  QUIET (scm_send, peer, bytes ("0123456789abcdefghijklmnopqrstuvwxyz"), NONE);
  for (int start = 0; start < 5; start++)
    for (int count = 0; count < 5; count++)
      {
        SCM bv = bytes ("...");
        CALL (scm_get_bytevector_n_x, port, bv, INT (start), INT (count));
        check_say ("  bytes", bv);
      }
  SCM most = check_int ("18446744073709551615"), bv = bytes ("...");
  CALL (scm_get_bytevector_n_x, port, bv, most, INT (2));
  CALL (scm_get_bytevector_n_x, port, bv, INT (2), most);
  CALL (scm_get_bytevector_n_x, port, bv, most, most);
  CALL (scm_get_bytevector_n_x, port, bytes (""), INT (0), INT (0));
  CALL (scm_get_bytevector_n_x, port, bytes (""), INT (0), INT (1));
  close_all (port, peer, SCM_BOOL_F);
}

/* Elements wider than a byte.  */
static void
wide (void)
{
  SCM port, peer;
  unsigned char memory[12] = { 0 };
  SCM view = QUIET (scm_pointer_to_bytevector, scm_from_pointer (memory, NULL),
                    INT (3), INT (0), check_symbol ("u32"));
  new_pair (SOCK_STREAM, &port, &peer);
  QUIET (scm_send, peer, bytes ("0123456789abcdefghijklmnopqrstuvwxyz"), NONE);
  CALL (scm_get_bytevector_n_x, port, view, INT (1), INT (3));
  CALL (scm_get_bytevector_n_x, port, view, INT (5), INT (7));
  CALL (scm_get_bytevector_n_x, port, view, INT (5), INT (8));
  check_say ("  memory", check_bytes ((char *) memory, sizeof memory));
  close_all (port, peer, SCM_BOOL_F);
}

static void
end_of_file (void)
{
  SCM eof = RUN0 (scm_eof_object);
  check_say_long ("the same", scm_is_eq (eof, scm_eof_object ()));
  check_say_long ("the constant", scm_is_eq (eof, SCM_EOF_VAL));
  check_say_long ("the word", (long) (intptr_t) eof);
  RUN (scm_eof_object_p, eof);
  RUN (scm_eof_object_p, NONE);
  for (int i = 0; i < CHECK_SAMPLES; i++)
    RUN (scm_eof_object_p, check_samples[i]);
}

void
check_chapter (void)
{
  RUN_ALL (unbuffered);
  RUN_ALL (buffered);
  RUN_ALL (everything);
  RUN_ALL (waiting);
  RUN_ALL (ends);
  RUN_ALL (put_back);
  RUN_ALL (resized);
  RUN_ALL (both_ways);
  RUN_ALL (resets);
  wrong_ports ();
  wrong_ports_in_c ();
  unreadable ();
  wrong_counts ();
  regions ();
  wide ();
  end_of_file ();
}
