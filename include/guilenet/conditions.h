/* Conditions: raising them, catching them, printing them.

   A condition is a KEY, a symbol, and ARGS, a list of any values.  Raising one
   never returns: it leaves by a non-local exit to the nearest catch that asks
   for its key, and runs unwind handlers (see dynwind.h) on the way.  What the
   library raises, and what scm_error and the calls after it raise, has the
   args (SUBR MESSAGE ARGS DATA):
     SUBR     a string, the name of the call, or #f
     MESSAGE  a string in which ~A stands for the next of ARGS as scm_display
              prints it, and ~S as scm_write does; or #f
     ARGS     a list of what MESSAGE wants, or #f
     DATA     what else there is to know, or #f: for system-error the list of
              errno, for wrong-type-arg and out-of-range the list of the value
              that was refused.
   Where a const char * is wanted it is a UTF-8 string, copied, and NULL stands
   for #f; one that is no UTF-8 raises decoding-error instead.

   A condition that nothing catches: see modes.h.

   Source: the Guile manual, "Handling Errors", "Catching Exceptions", "Throw
   Handlers", "Throwing Exceptions", "Procedures for Signaling Errors".  */

#ifndef GUILENET_CONDITIONS_H
#define GUILENET_CONDITIONS_H

#include <guilenet/types.h>

GUILENET_BEGIN_DECLS

/* The keys of the library's own conditions, to be compared with scm_is_eq.  */
SCM_API SCM scm_system_error_key; /* system-error */
SCM_API SCM scm_out_of_range_key; /* out-of-range */
SCM_API SCM scm_arg_type_key;     /* wrong-type-arg */
SCM_API SCM scm_misc_error_key;   /* misc-error */
SCM_API SCM scm_args_number_key;  /* wrong-number-of-args */
SCM_API SCM scm_num_overflow_key; /* numerical-overflow */

typedef SCM (*scm_t_catch_body) (void *data);
typedef SCM (*scm_t_catch_handler) (void *data, SCM key, SCM args);

/* Calls BODY (BODY_DATA) and returns what it returns.  If a condition is
   raised meanwhile whose key TAG asks for, the stack is unwound to here, and
   the result is that of HANDLER (HANDLER_DATA, KEY, ARGS).  TAG is a symbol,
   and asks for that key, or #t, and asks for every one; anything else raises
   wrong-type-arg before BODY is called.  HANDLER runs outside: what it raises
   is for the next catch, and it may leave by longjmp.

   PRE_UNWIND_HANDLER, if not NULL, is a throw handler inside the catch.  */
SCM_API SCM scm_c_catch (SCM tag, scm_t_catch_body body, void *body_data,
                         scm_t_catch_handler handler, void *handler_data,
                         scm_t_catch_handler pre_unwind_handler,
                         void *pre_unwind_handler_data);
SCM_API SCM scm_internal_catch (SCM tag, scm_t_catch_body body,
                                void *body_data, scm_t_catch_handler handler,
                                void *handler_data);

/* Calls BODY (BODY_DATA) and returns what it returns.  If a condition is
   raised meanwhile whose key TAG asks for, as for scm_c_catch, HANDLER
   (HANDLER_DATA, KEY, ARGS) is called where it was raised, before anything is
   unwound; when it returns, its result is ignored and the condition goes on to
   the next handler or catch further out.  Any other TAG asks for nothing.

   What HANDLER itself raises is a new condition, for which all handlers and
   catches are asked again, from the innermost; only handlers that are running
   at that moment are left out.  LAZY_CATCH_P is not used.  */
SCM_API SCM scm_c_with_throw_handler (SCM tag, scm_t_catch_body body,
                                      void *body_data,
                                      scm_t_catch_handler handler,
                                      void *handler_data, int lazy_catch_p);

/* Handlers that print the condition to the current error port, with a newline
   after it, and flush that port.  DATA is not used.  The text is
     In procedure SUBR: MESSAGE        with MESSAGE's directives filled in
     MESSAGE                           if SUBR is #f
     Throw to key `KEY' with args `ARGS'.
   the last if ARGS has fewer than three elements or KEY is none of the usual
   ones (numerical-overflow is not).  After that scm_handle_by_message ends the
   thread, with pthread_exit and without unwinding; in the last thread this
   ends the process, with status 0.  scm_handle_by_message_noexit returns #f.

   Both print nothing for the key quit, but end the process with exit (3).
   The status is the car of ARGS if that is an integer, 1 if it is #f, else 0;
   0 if ARGS is the empty list, 1 if it is no list at all.

   Raises wrong-type-arg, with "print-exception", otherwise if KEY is no
   symbol or ARGS no list; out-of-range if no int holds the status.  */
SCM_API SCM scm_handle_by_message (void *data, SCM key, SCM args);
SCM_API SCM scm_handle_by_message_noexit (void *data, SCM key, SCM args);

/* Raise the condition KEY with ARGS, of which a catch gets a copy with the
   same elements.  wrong-type-arg if KEY is no symbol ("throw") or ARGS no list
   ("apply", which is looked at first).  NO_RETURN is not used.  */
SCM_API SCM scm_throw (SCM key, SCM args) SCM_NORETURN;
SCM_API SCM scm_ithrow (SCM key, SCM args, int no_return) SCM_NORETURN;

/* Raise KEY with (SUBR MESSAGE ARGS REST), of which only KEY is checked, as in
   scm_throw.  */
SCM_API void scm_error (SCM key, const char *subr, const char *message,
                        SCM args, SCM rest) SCM_NORETURN;
SCM_API SCM scm_error_scm (SCM key, SCM subr, SCM message, SCM args,
                           SCM rest) SCM_NORETURN;

/* Raise system-error for errno, with strerror's text: (SUBR "~A" (TEXT)
   (ERRNO)).  */
SCM_API void scm_syserror (const char *subr) SCM_NORETURN;

/* Raise system-error for the error number ENO: (SUBR MESSAGE ARGS (ENO)).  */
SCM_API void scm_syserror_msg (const char *subr, const char *message, SCM args,
                               int eno) SCM_NORETURN;

/* Raise misc-error: (SUBR MESSAGE ARGS #f).  */
SCM_API void scm_misc_error (const char *subr, const char *message,
                             SCM args) SCM_NORETURN;

/* Raise out-of-range: (SUBR "Value out of range: ~S" (BAD_VALUE)
   (BAD_VALUE)), and (SUBR "Argument ~A out of range: ~S" (POS BAD_VALUE)
   (BAD_VALUE)).  POS is any value.  */
SCM_API void scm_out_of_range (const char *subr, SCM bad_value) SCM_NORETURN;
SCM_API void scm_out_of_range_pos (const char *subr, SCM bad_value,
                                   SCM pos) SCM_NORETURN;

/* Raise wrong-type-arg for BAD_VALUE, argument POS of SUBR, or for no argument
   in particular if POS is 0: (SUBR "Wrong type argument in position ~A: ~S"
   (POS BAD_VALUE) (BAD_VALUE)) or (SUBR "Wrong type: ~S" (BAD_VALUE)
   (BAD_VALUE)).  EXPECTED says what was expected: " (expecting ~A)" comes
   before the colon, and EXPECTED before BAD_VALUE in the args.  If it is NULL
   scm_wrong_type_arg_msg does what scm_wrong_type_arg does.  */
SCM_API void scm_wrong_type_arg (const char *subr, int pos,
                                 SCM bad_value) SCM_NORETURN;
SCM_API void scm_wrong_type_arg_msg (const char *subr, int pos, SCM bad_value,
                                     const char *expected) SCM_NORETURN;

/* The text of the error number ERR, a string, as strerror (3) gives it: in the
   language of the locale, "Unknown error ERR" for one that there is not.
   wrong-type-arg if ERR is no integer, out-of-range if no int holds it.  */
SCM_API SCM scm_strerror (SCM err);

GUILENET_END_DECLS

#endif
