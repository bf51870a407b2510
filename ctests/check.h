/* What every chapter's test uses.  A test is built twice, against libguilenet
   and against libguile, and its output must be the same to the byte; so it
   prints what it sees and decides nothing.  */

#ifndef CHECK_H
#define CHECK_H

#include <errno.h>
#include <libguile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The written form of VALUE, to be freed.  Numbers that differ from run to run
   are scrubbed: a port's descriptor and every address become N.  */
char *check_written (SCM value);

/* "LABEL => VALUE", written.  */
void check_say (const char *label, SCM value);

/* The same for what is no SCM.  */
void check_say_long (const char *label, long long value);
void check_say_text (const char *label, const char *text);

/* Runs BODY (DATA) and prints "LABEL => VALUE", or what it raised:
   "LABEL => raised KEY ARGS".  Gives the value, or SCM_UNDEFINED.  */
SCM check_body (const char *label, scm_t_catch_body body, void *data);

/* The same for a function that takes 0 to 8 SCM arguments, with a label made
   of its name and its arguments.  RUN (scm_listen, sock, five) prints
   "scm_listen #<input-output: socket N> 5 => #<unspecified>".  QUIET runs it
   without a word and gives SCM_UNDEFINED where it raised.  */
SCM check_run (const char *name, SCM (*function) (), int loud, int count, ...);
#define CHECK_COUNT_(a, b, c, d, e, f, g, h, n, ...) n
#define CHECK_COUNT(...) CHECK_COUNT_ (__VA_ARGS__, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define RUN0(function) check_run (#function, (SCM (*) ()) function, 1, 0)
#define RUN(function, ...)                                                    \
  check_run (#function, (SCM (*) ()) function, 1, CHECK_COUNT (__VA_ARGS__),  \
             __VA_ARGS__)
#define QUIET(function, ...)                                                  \
  check_run (#function, (SCM (*) ()) function, 0, CHECK_COUNT (__VA_ARGS__),  \
             __VA_ARGS__)

/* Values of every kind, for an argument that wants another one: booleans, the
   empty list, unspecified, fixnums at the edges of C's types, bignums, a
   string, a symbol, a pair, an improper list, a vector, a bytevector.  */
#define CHECK_SAMPLES 24
extern SCM check_samples[CHECK_SAMPLES];

/* Shorthands for literals.  check_read_int reads a decimal of any size.  */
SCM check_int (const char *decimal);
SCM check_string (const char *utf8);
SCM check_symbol (const char *utf8);
SCM check_bytes (const char *bytes, size_t length);

/* Runs BODY (DATA) in a child process and prints, under LABEL, what it wrote
   to stdout and stderr, and how it ended: for calls that end the process.  */
void check_child (const char *label, void (*body) (void *), void *data);

/* Fails the test, with errno's text: for steps that are not its subject.  */
void check_die (const char *what) __attribute__ ((noreturn));

/* A chapter's cases; main is in check.c, and calls it in Guile mode.  */
void check_chapter (void);

#endif
