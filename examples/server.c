/* The server of the Guile manual's "Network Socket Examples", in C.

   server [-n COUNT] ipv4 | ipv6 | unix PATH

   It listens on the loopback address, on a port that the system chooses (or
   on a Unix socket at PATH), says where, and answers each line of COUNT
   clients (one, unless told), one client after the other.  */

#include <libguile.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct arguments
{
  int family;
  const char *path;
  int count;
};

/* A listening socket for what the command line asks for.  */
static SCM
listening_socket (const struct arguments *arguments)
{
  SCM family = scm_from_int (arguments->family);
  SCM any_port = scm_list_1 (scm_from_int (0));
  SCM sock = scm_socket (family, scm_from_int (SOCK_STREAM), scm_from_int (0));
  if (arguments->family == AF_UNIX)
    scm_bind (sock, family, scm_from_locale_string (arguments->path), SCM_EOL);
  else
    {
      const char *loopback
          = arguments->family == AF_INET ? "127.0.0.1" : "::1";
      scm_setsockopt (sock, scm_from_int (SOL_SOCKET),
                      scm_from_int (SO_REUSEADDR), scm_from_int (1));
      scm_bind (sock, family,
                scm_inet_pton (family, scm_from_utf8_string (loopback)),
                any_port);
    }
  scm_listen (sock, scm_from_int (5));
  return sock;
}

/* "127.0.0.1", to be freed: the host in an address object.  */
static char *
host (SCM address)
{
  return scm_to_utf8_string (scm_inet_ntop (scm_c_vector_ref (address, 0),
                                            scm_c_vector_ref (address, 1)));
}

/* The last word is what the client needs to be told.  */
static void
announce (const struct arguments *arguments, SCM sock)
{
  if (arguments->family == AF_UNIX)
    printf ("server: listening on %s\n", arguments->path);
  else
    {
      SCM address = scm_getsockname (sock);
      char *name = host (address);
      printf ("server: listening on %s port %d\n", name,
              scm_to_int (scm_c_vector_ref (address, 2)));
      free (name);
    }
  fflush (stdout);
}

/* Sends all of TEXT; scm_send may take less than it is given.  */
static void
send_text (SCM client, const char *text)
{
  size_t left = strlen (text);
  while (left > 0)
    {
      SCM message = scm_c_make_bytevector (left);
      memcpy (SCM_BYTEVECTOR_CONTENTS (message), text, left);
      size_t sent = scm_to_size_t (scm_send (client, message, SCM_UNDEFINED));
      text += sent;
      left -= sent;
    }
}

static void
answer (SCM client, int number, const char *line)
{
  char reply[300];
  printf ("server: client %d says \"%s\"\n", number, line);
  snprintf (reply, sizeof reply, "Hello client %d, you said \"%s\"\n", number,
            line);
  send_text (client, reply);
}

/* Answers every line of CLIENT, until it has no more.  What comes without a
   newline, or is longer than the buffer, counts as a line too.  */
static void
serve (SCM client, int number)
{
  SCM buffer = scm_c_make_bytevector (128);
  const char *bytes = (const char *) SCM_BYTEVECTOR_CONTENTS (buffer);
  char line[200];
  size_t length = 0, count;
  while ((count = scm_to_size_t (scm_recv (client, buffer, SCM_UNDEFINED))))
    for (size_t i = 0; i < count; i++)
      {
        if (bytes[i] != '\n')
          line[length++] = bytes[i];
        if (bytes[i] == '\n' || length == sizeof line - 1)
          {
            line[length] = 0;
            answer (client, number, line);
            length = 0;
          }
      }
  line[length] = 0;
  if (length)
    answer (client, number, line);
  scm_close (client);
}

static void *
run (void *data)
{
  const struct arguments *arguments = data;
  SCM sock = listening_socket (arguments);
  announce (arguments, sock);
  for (int number = 1; number <= arguments->count; number++)
    {
      SCM pair = scm_accept (sock);
      if (arguments->family == AF_UNIX)
        printf ("server: client %d is here\n", number);
      else
        {
          char *name = host (scm_cdr (pair));
          printf ("server: client %d is here, from %s\n", number, name);
          free (name);
        }
      serve (scm_car (pair), number);
    }
  scm_close (sock);
  return data;
}

int
main (int argc, char **argv)
{
  struct arguments arguments = { AF_UNSPEC, NULL, 1 };
  int option;
  while ((option = getopt (argc, argv, "n:")) != -1)
    if (option == 'n')
      arguments.count = atoi (optarg);
    else
      return 2;
  argc -= optind;
  argv += optind;
  if (argc == 1 && !strcmp (argv[0], "ipv4"))
    arguments.family = AF_INET;
  else if (argc == 1 && !strcmp (argv[0], "ipv6"))
    arguments.family = AF_INET6;
  else if (argc == 2 && !strcmp (argv[0], "unix"))
    {
      arguments.family = AF_UNIX;
      arguments.path = argv[1];
    }
  else
    {
      fputs ("usage: server [-n COUNT] ipv4 | ipv6 | unix PATH\n", stderr);
      return 2;
    }
  /* An error that nobody catches is printed, and gives NULL.  */
  return scm_with_guile (run, &arguments) ? 0 : 1;
}
