/* Buffers and what ends: ports that are closed with something pending, peers
   that are gone, and processes.  */

#include "writers.h"

static void
new_buffered (int style, SCM *a, SCM *b)
{
  new_pair (style, a, b);
  QUIET (scm_setvbuf, *a, check_symbol ("block"), NONE);
}

/* Whether PORT and its descriptor, which was FD, are open.  */
static void
state_of (SCM port, int fd)
{
  CALL (scm_port_closed_p, port);
  check_say_long ("  descriptor open", fcntl (fd, F_GETFD) >= 0);
}

static const struct
{
  const char *name;
  SCM (*function) ();
} closers[] = {
  { "scm_close_port", scm_close_port },
  { "scm_close", scm_close },
};

static void
close_by (size_t i, SCM port)
{
  check_run (closers[i].name, closers[i].function, 1, 1, port);
}

static void
closing (void)
{
  for (size_t i = 0; i < LENGTH (closers); i++)
    {
      SCM a, b;
      new_high_pair (SOCK_STREAM, "r+", &a, &b);
      int fd = descriptor (a);
      write_text (C_WRITE, a, "bytes ");
      write_text (PUTS, a, "text");
      arrived (b);
      close_by (i, a);
      state_of (a, fd);
      arrived (b);
      receive (b, 5, INT (MSG_DONTWAIT));
      close_by (i, a);
      close_all (b, SCM_BOOL_F, SCM_BOOL_F);
      /* The peer is gone: it stays open, with nothing pending.  */
      new_high_pair (SOCK_STREAM, "r+", &a, &b);
      fd = descriptor (a);
      write_text (C_WRITE, a, "lost");
      close_all (b, SCM_BOOL_F, SCM_BOOL_F);
      close_by (i, a);
      state_of (a, fd);
      FORCE (a);
      close_by (i, a);
      state_of (a, fd);
      close_by (i, a);
      /* So is the descriptor.  */
      new_high_pair (SOCK_STREAM, "r+", &a, &b);
      fd = descriptor (a);
      write_text (C_WRITE, a, "lost");
      close (fd);
      close_by (i, a);
      CALL (scm_port_closed_p, a);
      close_by (i, a);
      CALL (scm_port_closed_p, a);
      close_by (i, a);
      close_all (b, SCM_BOOL_F, SCM_BOOL_F);
    }
}

/* What FLUSH does to what is pending for a peer that is gone; twice, and then
   once more when there is something new.  */
static void
gone_peer (void (*flush_it) (SCM port))
{
  SCM a, b;
  new_buffered (SOCK_STREAM, &a, &b);
  write_text (C_WRITE, a, "abc");
  close_all (b, SCM_BOOL_F, SCM_BOOL_F);
  flush_it (a);
  FORCE (a);
  write_text (C_WRITE, a, "def");
  flush_it (a);
  CLOSE (a);
}

static void
force (SCM port)
{
  FORCE (port);
}

static void
set_none (SCM port)
{
  set_buffer (port, "none", NONE);
}

static void
fill_by_c_write (SCM port)
{
  write_with (C_WRITE, port, stream, 5000);
}

static void
fill_by_put_bytevector (SCM port)
{
  write_with (PUT_BYTEVECTOR, port, stream, 5000);
}

static void
fill_by_put_u8 (SCM port)
{
  write_with (PUT_U8, port, stream, 4093);
}

static void
close_it (SCM port)
{
  CLOSE (port);
}

static void
gone_peers (void)
{
  static void (*const flushers[]) (SCM) = {
    force,          flush,   set_none, fill_by_c_write, fill_by_put_bytevector,
    fill_by_put_u8, close_it
  };
  stream_rewind ();
  for (size_t i = 0; i < LENGTH (flushers); i++)
    gone_peer (flushers[i]);
  /* The mode is as before where it could not be set.  */
  SCM a, b;
  new_high_pair (SOCK_DGRAM, "r+", &a, &b);
  int fd = descriptor (a), spare = dup (fd);
  write_text (C_WRITE, a, "lost");
  close (fd);
  set_none (a);
  dup2 (spare, fd);
  close (spare);
  write_text (C_WRITE, a, "abc");
  arrived (b);
  FORCE (a);
  arrived (b);
  close_all (a, b, SCM_BOOL_F);
}

/* Calls that know nothing of what is pending.  */
static void
past_the_buffer (void)
{
  SCM a, b;
  new_buffered (SOCK_STREAM, &a, &b);
  write_text (C_WRITE, a, "first");
  CALL (scm_send, a, bytes ("second"), NONE);
  arrived (b);
  FORCE (a);
  arrived (b);
  write_text (C_WRITE, a, "third");
  write_text (C_WRITE, b, "xyz");
  CALL (scm_char_ready_p, a);
  CALL (scm_lookahead_u8, a);
  CALL (scm_get_u8, a);
  CALL (scm_get_bytevector_n, a, INT (2));
  arrived (b);
  CALL (scm_shutdown, a, INT (0));
  arrived (b);
  CALL (scm_get_u8, a);
  FORCE (a);
  arrived (b);
  write_text (C_WRITE, a, "fourth");
  CALL (scm_shutdown, a, INT (1));
  FORCE (a);
  arrived (b);
  CLOSE (a);
  close_all (b, SCM_BOOL_F, SCM_BOOL_F);
}

enum end
{
  BY_RETURN,
  BY_EXIT,
  BY_IMMEDIATE_EXIT,
  BY_KILL,
  AFTER_FLUSH,
  AFTER_CLOSE
};
static const char *const ends[] = {
  "returns", "exits", "exits at once", "is killed", "flushes", "closes",
};
struct ending
{
  SCM port;
  enum end end;
};

static void
child (void *data)
{
  struct ending *e = data;
  scm_c_write (e->port, " child", 6);
  scm_puts ("text of the child\n", scm_current_output_port ());
  switch (e->end)
    {
    case BY_RETURN:
      return;
    case BY_EXIT:
      exit (3);
    case BY_IMMEDIATE_EXIT:
      _exit (4);
    case BY_KILL:
      raise (SIGKILL);
      return;
    case AFTER_FLUSH:
      scm_force_output (e->port);
      scm_force_output (SCM_UNDEFINED);
      _exit (5);
    case AFTER_CLOSE:
      scm_close_port (e->port);
      scm_close_port (scm_current_output_port ());
      _exit (6);
    }
}

/* The child's copy of the buffer is flushed at its end, as stdio's are; the
   parent's is not touched.  */
static void
processes (void)
{
  /* If it is a terminal, it has no buffer.  */
  QUIET (scm_setvbuf, scm_current_output_port (), check_symbol ("block"),
         NONE);
  for (enum end i = BY_RETURN; i <= AFTER_CLOSE; i++)
    {
      SCM a, b;
      new_buffered (SOCK_STREAM, &a, &b);
      write_text (C_WRITE, a, "parent");
      struct ending ending = { a, i };
      check_child (ends[i], child, &ending);
      arrived (b);
      write_text (C_WRITE, a, " again");
      arrived (b);
      CLOSE (a);
      arrived (b);
      close_all (b, SCM_BOOL_F, SCM_BOOL_F);
    }
}

/* The current output port, whose descriptor is a socket for once.  Nothing
   may be printed meanwhile.  */
static SCM
standard_output (void *data)
{
  SCM port = scm_current_output_port ();
  scm_setvbuf (port, check_symbol ((const char *) data), NONE);
  scm_puts ("a", port);
  scm_c_write (port, "\n", 1);
  scm_newline (SCM_UNDEFINED);
  scm_display (check_string ("b"), SCM_UNDEFINED);
  scm_puts ("c\nd", port);
  scm_puts ("e", port);
  scm_force_output (SCM_UNDEFINED);
  scm_putc ('f', port);
  scm_flush (port);
  scm_putc ('g', port);
  return scm_setvbuf (port, check_symbol ("block"), NONE);
}

static void
standard_outputs (void)
{
  static const char *const modes[] = { "none", "line", "block" };
  for (size_t i = 0; i < LENGTH (modes); i++)
    {
      SCM a, b;
      int saved = dup (1);
      new_pair (SOCK_DGRAM, &a, &b);
      fflush (stdout);
      FORCE (SCM_UNDEFINED);
      fflush (stdout);
      dup2 (descriptor (a), 1);
      SCM result
          = scm_internal_catch (SCM_BOOL_T, standard_output, (void *) modes[i],
                                scm_handle_by_message_noexit, NULL);
      dup2 (saved, 1);
      close (saved);
      check_say (modes[i], result);
      arrived (b);
      close_all (a, b, SCM_BOOL_F);
    }
}

void
check_chapter (void)
{
  signal (SIGPIPE, SIG_IGN);
  closing ();
  gone_peers ();
  past_the_buffer ();
  processes ();
  standard_outputs ();
}
