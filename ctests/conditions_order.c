/* In which order handlers run, and which of them: catches, pre-unwind
   handlers, throw handlers, frames with unwind handlers, conditions raised
   inside each of them, all nested in one another.  What happens is told by
   short programs:

     !K                        raise the condition K, a letter
     C K {BODY} {HANDLER}      scm_internal_catch for K, or for #t if K is #
     P K {BODY} {HANDLER} {PRE}  scm_c_catch with a pre-unwind handler
     T K {BODY} {HANDLER}      scm_c_with_throw_handler
     D {BODY} {UNWIND}         a frame with an explicit unwind handler
     d {BODY} {UNWIND}         a frame whose unwind handler is not explicit

   BODY, HANDLER and so on are programs.  What they print:

     K!          K is raised
     h, p, t     a catch's handler begins, a pre-unwind or a throw handler
     u           an unwind handler begins
     hK( ... )   with the condition that it was given, and its end; the bracket
                 never closes where the handler is left by a condition.  */

#include "check.h"

/* A program that raises in its handlers can take very long: after so many
   events nothing more is raised.  */
#define PATIENCE 100
static int events;

static void run (const char *program);

/* The end of the block that begins at PROGRAM, after its brace.  */
static const char *
end (const char *program)
{
  int depth = 1;
  for (; depth; program++)
    depth += (*program == '{') - (*program == '}');
  return program - 1;
}

static SCM
body (void *program)
{
  run (program);
  return SCM_UNSPECIFIED;
}

static SCM
handle (char what, void *program, SCM key)
{
  char *name = scm_to_utf8_string (scm_symbol_to_string (key));
  printf ("%c%s(", what, name);
  free (name);
  run (program);
  putchar (')');
  return SCM_UNSPECIFIED;
}

static SCM
handler (void *program, SCM key, SCM args)
{
  (void) args;
  return handle ('h', program, key);
}

static SCM
pre_unwind_handler (void *program, SCM key, SCM args)
{
  (void) args;
  return handle ('p', program, key);
}

static SCM
throw_handler (void *program, SCM key, SCM args)
{
  (void) args;
  return handle ('t', program, key);
}

static void
unwind (void *program)
{
  printf ("u(");
  run (program);
  putchar (')');
}

static void
frame (char *program, char *unwinding, int flags)
{
  scm_dynwind_begin (0);
  scm_dynwind_unwind_handler (unwind, unwinding, flags);
  run (program);
  scm_dynwind_end ();
}

static void
run (const char *program)
{
  while (*program && *program != '}')
    {
      char what = *program++;
      char key[2] = { what == 'D' || what == 'd' ? 0 : *program++, 0 };
      char *block[3];
      int blocks = what == '!' ? 0 : what == 'P' ? 3 : 2;
      SCM tag = *key == '#' ? SCM_BOOL_T : scm_from_utf8_symbol (key);
      for (int i = 0; i < blocks; i++)
        {
          block[i] = (char *) program + 1;
          program = end (block[i]) + 1;
        }
      if (what == '!' && events++ < PATIENCE)
        {
          printf ("%s!", key);
          scm_throw (tag, SCM_EOL);
        }
      if (what == 'C')
        scm_internal_catch (tag, body, block[0], handler, block[1]);
      if (what == 'P')
        scm_c_catch (tag, body, block[0], handler, block[1],
                     pre_unwind_handler, block[2]);
      if (what == 'T')
        scm_c_with_throw_handler (tag, body, block[0], throw_handler, block[1],
                                  0);
      if (what == 'D' || what == 'd')
        frame (block[0], block[1], what == 'D' ? SCM_F_WIND_EXPLICITLY : 0);
    }
}

static SCM
escaped (void *data, SCM key, SCM args)
{
  (void) data;
  (void) args;
  char *name = scm_to_utf8_string (scm_symbol_to_string (key));
  printf (" and out with %s", name);
  free (name);
  return SCM_UNSPECIFIED;
}

static void
tell (char *program)
{
  events = 0;
  printf ("%s => ", program);
  scm_internal_catch (SCM_BOOL_T, body, program, escaped, NULL);
  putchar ('\n');
}

static void
by_hand (void)
{
  static char *const programs[] = {
    /* Nothing is raised.  */
    "C#{}{}",
    "P#{}{}{}",
    "T#{}{}",
    "D{}{}d{}{}",
    /* Tags that match and that do not.  */
    "!a",
    "Ca{!a}{}",
    "Cb{!a}{}",
    "C#{!a}{}!b",
    "Ca{Cb{!a}{}}{}",
    "Ca{Ca{!a}{}!a}{}",
    "Ca{Cb{Cc{!a}{}}{}}{}",
    /* Pre-unwind and throw handlers, the innermost first, up to the catch.  */
    "Pa{!a}{}{}",
    "Pb{!a}{}{}",
    "P#{Pb{Pa{!a}{}{}}{}{}}{}{}",
    "P#{Pb{!a}{}{}}{}{}",
    "P#{Ta{Tb{T#{!a}{}}{}}{}}{}{}",
    "T#{Ca{!a}{}}{}",
    "T#{!a}{}",
    /* Frames: after the throw handlers, before the handler.  */
    "P#{D{D{!a}{}}{}}{}{}",
    "P#{d{!a}{}}{}{}",
    "C#{T#{D{!a}{}}{}}{}",
    "D{C#{D{!a}{}}{}}{}",
    "D{C#{D{!a}{}}{D{}{}}}{}",
    /* A handler that raises.  */
    "C#{Ca{!a}{!a}}{}",
    "C#{Pa{!a}{!b}{}}{}",
    "P#{P#{!a}{!b}{}}{}{}",
    "C#{Ca{!a}{Cb{!a}{}}}{}",
    "Ca{Cb{D{!b}{}}{D{!a}{}}}{}",
    /* A pre-unwind handler that raises: the same, another one, one for a
       catch further in than itself, one that it catches itself.  */
    "Pa{!a}{}{!a}",
    "P#{!a}{}{!b}",
    "P#{Pa{!a}{}{!b}}{}{}",
    "P#{Cb{!a}{}}{}{!b}",
    "P#{Pb{D{!a}{}}{}{}}{}{!b}",
    "P#{D{!a}{}}{}{D{Cb{!b}{}}{}}",
    "P#{D{!a}{}}{}{D{!b}{}}",
    /* A throw handler that raises, with others around it.  */
    "P#{T#{T#{!a}{!b}}{}}{}{}",
    "P#{T#{T#{!a}{}}{!b}}{}{}",
    "P#{T#{T#{!a}{!b}}{!c}}{}{}",
    "P#{T#{T#{!a}{!a}}{!a}}{}{!a}",
    "P#{T#{Cb{Ta{!a}{}}{}}{!b}}{}{}",
    /* An unwind handler that raises.  */
    "P#{D{D{!a}{!b}}{}}{}{}",
    "P#{D{D{}{!b}}{}}{}{}",
    "P#{D{d{}{!b}}{}}{}{}",
    "P#{Pa{D{!a}{!b}}{}{}}{}{}",
    "Pa{Pb{D{!a}{!b}}{}{}!c}{}{}",
    "Pa{Pb{D{!a}{!b}}{!a}{}}{}{}",
    "P#{D{!a}{C#{!b}{}}}{}{}",
    "P#{D{D{D{!a}{!b}}{!c}}{!d}}{}{}",
    "C#{D{T#{D{!a}{!b}}{}}{}}{}",
  };
  for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
    tell (programs[i]);
}

/* Programs that nobody thought of, the same ones each time.  */

static uint32_t random_state = 2;

static int
below (int limit)
{
  random_state = random_state * 1664525 + 1013904223;
  return (random_state >> 16) % limit;
}

static char *
write_program (char *out, int depth)
{
  char kind = depth ? "CPPTTDDd"[below (8)] : '!';
  *out++ = kind;
  if (kind == '!')
    *out++ = "abc"[below (3)];
  else if (kind != 'D' && kind != 'd')
    *out++ = "abc##"[below (5)];
  if (kind != '!')
    for (int blocks = kind == 'P' ? 3 : 2, i = 0; i < blocks; i++)
      {
        *out++ = '{';
        if (!i)
          out = write_program (out, depth - 1);
        else if (below (2))
          out = write_program (out, below (depth));
        *out++ = '}';
      }
  if (depth && !below (4))
    out = write_program (out, below (2));
  *out = 0;
  return out;
}

static void
by_chance (void)
{
  char program[4096];
  for (int i = 0; i < 400; i++)
    {
      write_program (program, 2 + i % 5);
      tell (program);
    }
}

void
check_chapter (void)
{
  by_hand ();
  by_chance ();
}
