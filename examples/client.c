/* The client of the Guile manual's "Network Socket Examples", in C.

   client ipv4 PORT | ipv6 PORT | unix PATH  [LINE ...]

   It connects to the server, sends each LINE, and prints each reply.  */

#include <libguile.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct arguments
{
  int family;
  const char *where;
  char **lines;
};

/* A socket connected to what the command line asks for.  */
static SCM
connected_socket (const struct arguments *arguments)
{
  SCM family = scm_from_int (arguments->family);
  SCM sock = scm_socket (family, scm_from_int (SOCK_STREAM), scm_from_int (0));
  if (arguments->family == AF_UNIX)
    scm_connect (sock, family, scm_from_locale_string (arguments->where),
                 SCM_EOL);
  else
    {
      const char *loopback
          = arguments->family == AF_INET ? "127.0.0.1" : "::1";
      scm_connect (sock, family,
                   scm_inet_pton (family, scm_from_utf8_string (loopback)),
                   scm_list_1 (scm_from_int (atoi (arguments->where))));
    }
  return sock;
}

/* Sends LINE and a newline; scm_send may take less than it is given.  */
static void
send_line (SCM sock, const char *line)
{
  size_t left = strlen (line) + 1;
  while (left > 0)
    {
      SCM message = scm_c_make_bytevector (left);
      char *bytes = (char *) SCM_BYTEVECTOR_CONTENTS (message);
      memcpy (bytes, line, left - 1);
      bytes[left - 1] = '\n';
      size_t sent = scm_to_size_t (scm_send (sock, message, SCM_UNDEFINED));
      line += sent;
      left -= sent;
    }
}

/* Prints what comes, up to the end of a line.  Gives 0 when the server has
   hung up.  */
static int
print_reply (SCM sock)
{
  SCM buffer = scm_c_make_bytevector (128);
  const char *bytes = (const char *) SCM_BYTEVECTOR_CONTENTS (buffer);
  size_t count;
  fputs ("client: ", stdout);
  do
    {
      count = scm_to_size_t (scm_recv (sock, buffer, SCM_UNDEFINED));
      fwrite (bytes, 1, count, stdout);
    }
  while (count && bytes[count - 1] != '\n');
  return count > 0;
}

static void *
run (void *data)
{
  const struct arguments *arguments = data;
  SCM sock = connected_socket (arguments);
  for (char **line = arguments->lines; *line; line++)
    {
      send_line (sock, *line);
      if (!print_reply (sock))
        break;
    }
  scm_close (sock);
  return data;
}

int
main (int argc, char **argv)
{
  struct arguments arguments = { AF_UNSPEC, NULL, NULL };
  if (argc >= 3 && !strcmp (argv[1], "ipv4"))
    arguments.family = AF_INET;
  else if (argc >= 3 && !strcmp (argv[1], "ipv6"))
    arguments.family = AF_INET6;
  else if (argc >= 3 && !strcmp (argv[1], "unix"))
    arguments.family = AF_UNIX;
  else
    {
      fputs ("usage: client ipv4 PORT | ipv6 PORT | unix PATH  [LINE ...]\n",
             stderr);
      return 2;
    }
  arguments.where = argv[2];
  arguments.lines = argv + 3;
  /* An error that nobody catches is printed, and gives NULL.  */
  return scm_with_guile (run, &arguments) ? 0 : 1;
}
