// Package condition has the errors of the core: Guile's conditions. A handler
// gets each as a key and a list of subr, message, args and data.
package condition

import (
	"fmt"
	"math/big"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/heap"
)

// The keys.
const (
	SystemError       = "system-error"
	OutOfRange        = "out-of-range"
	WrongTypeArg      = "wrong-type-arg"
	MiscError         = "misc-error"
	WrongNumberOfArgs = "wrong-number-of-args"
	NumericalOverflow = "numerical-overflow"
	UnboundVariable   = "unbound-variable"
	EncodingError     = "encoding-error"
	DecodingError     = "decoding-error"
	NullPointerError  = "null-pointer-error"
	GetaddrinfoError  = "getaddrinfo-error"
)

// Value is a part of a condition: a heap.Word, or what becomes one when the
// condition is raised: nil for #f, a string, an int, a *big.Int, or a List.
type Value any

// List is a list of values.
type List []Value

// Condition is an error that becomes a raise. Subr "" stands for the entry's
// own name, and Anonymous for none. Whole, where it is not nil, is the list
// that the handler gets, and the four parts are not used.
type Condition struct {
	Key       string
	Subr      string
	Anonymous bool
	Message   string
	Args      Value
	Data      Value
	Whole     List
}

// Error gives the key and the message, unfilled, for reports in tests.
func (c *Condition) Error() string {
	return c.Key + ": " + c.Message
}

// System is the failure of a system call.
func System(errno unix.Errno) error {
	return &Condition{
		Key: SystemError, Message: "~A",
		Args: List{Strerror(int(errno))}, Data: List{int(errno)},
	}
}

// WrongType is an argument of another type than the position wants.
func WrongType(position int, value heap.Word) error {
	return &Condition{
		Key: WrongTypeArg, Message: "Wrong type argument in position ~A: ~S",
		Args: List{position, value}, Data: List{value},
	}
}

// WrongTypeExpecting also names the type that the position wants.
func WrongTypeExpecting(position int, value heap.Word, expected string) error {
	return &Condition{
		Key: WrongTypeArg, Message: "Wrong type argument in position ~A (expecting ~A): ~S",
		Args: List{position, expected, value}, Data: List{value},
	}
}

// Range is an argument outside what the position takes.
func Range(position int, value heap.Word) error {
	return &Condition{
		Key: OutOfRange, Message: "Argument ~A out of range: ~S",
		Args: List{position, value}, Data: List{value},
	}
}

// Expecting is a value of another type than the named one, where no argument's
// position is told.
func Expecting(expected string, value heap.Word) error {
	return &Condition{
		Key: WrongTypeArg, Anonymous: true, Message: "Wrong type (expecting ~A): ~S",
		Args: List{expected, value}, Data: List{value},
	}
}

// ValueRange is an integer outside min to max.
func ValueRange(min, max *big.Int, value heap.Word) error {
	return &Condition{
		Key: OutOfRange, Anonymous: true, Message: "Value out of range ~S to< ~S: ~S",
		Args: List{min, max, value}, Data: List{value},
	}
}

// BadType is a value of a wrong type, where neither an argument's position nor
// the type is told.
func BadType(value heap.Word) error {
	return &Condition{
		Key: WrongTypeArg, Anonymous: true, Message: "Wrong type: ~S",
		Args: List{value}, Data: List{value},
	}
}

// BadValue is an integer that is no good, where no argument's position is told.
func BadValue(value heap.Word) error {
	return &Condition{
		Key: OutOfRange, Anonymous: true, Message: "Value out of range: ~S",
		Args: List{value}, Data: List{value},
	}
}

// In returns a condition as raised by the procedure subr; "" is the entry.
func In(subr string, err error) error {
	c := *err.(*Condition)
	c.Subr, c.Anonymous = subr, false
	return &c
}

// Nul is a string with a NUL where C would take it for the end.
func Nul(value heap.Word) error {
	return &Condition{
		Key: MiscError, Anonymous: true,
		Message: "string contains #\\nul character: ~S", Args: List{value},
	}
}

// Overflow is a size that no memory can have.
func Overflow() error {
	return &Condition{Key: NumericalOverflow, Message: "Numerical overflow"}
}

// NullPointer is a pointer object without an address where memory is wanted.
func NullPointer() error {
	return &Condition{
		Key: NullPointerError, Message: "null pointer dereference",
		Args: List{}, Data: List{},
	}
}

// Decoding is a bytevector whose bytes are no text in their encoding, as raised
// by the procedure subr.
func Decoding(subr string, bytes heap.Word) error {
	return &Condition{
		Key: DecodingError, Message: "input locale conversion error",
		Whole: List{subr, "input locale conversion error", int(unix.EILSEQ), bytes},
	}
}

// Getaddrinfo is a failure of the resolver: one of the codes EAI_….
func Getaddrinfo(failure int) error {
	return &Condition{Key: GetaddrinfoError, Whole: List{failure}}
}

// Encoding is a character that the C string's encoding lacks.
func Encoding() error {
	const message = "cannot convert wide string to output locale"
	return &Condition{
		Key: EncodingError, Message: message,
		Whole: List{"scm_to_stringn", message, int(unix.EILSEQ), nil, nil},
	}
}

// Unbound is a name, a symbol, that no variable has.
func Unbound(name heap.Word) error {
	return &Condition{
		Key: UnboundVariable, Message: "Unbound variable: ~S", Args: List{name},
	}
}

// Misc is a misc-error with a message and its arguments.
func Misc(message string, args ...Value) error {
	return &Condition{Key: MiscError, Message: message, Args: List(args)}
}

// Strerror gives the text of an errno. The library sets it to the C library's,
// which knows the host's language.
var Strerror = func(errno int) string {
	return unix.Errno(errno).Error()
}

// Build puts the condition into the heap, as raised by the entry that Guile
// calls subr.
func (c *Condition) Build(cache *heap.Cache, subr string) (key, args heap.Word, err error) {
	if key, err = cache.Symbol(c.Key); err != nil {
		return
	}
	whole := c.Whole
	if whole == nil {
		var name Value
		if c.Subr != "" {
			subr = c.Subr
		}
		if !c.Anonymous && subr != "" {
			name = subr
		}
		whole = List{name, c.Message, c.Args, c.Data}
	}
	args, err = build(cache, whole)
	return
}

func build(cache *heap.Cache, value Value) (heap.Word, error) {
	switch v := value.(type) {
	case nil:
		return heap.False, nil
	case heap.Word:
		return v, nil
	case string:
		return cache.String(v)
	case int:
		return cache.Int64(int64(v))
	case *big.Int:
		return cache.Integer(v)
	case List:
		words := make([]heap.Word, len(v))
		for i, element := range v {
			var err error
			if words[i], err = build(cache, element); err != nil {
				return 0, err
			}
		}
		return cache.List(words...)
	}
	panic(fmt.Sprintf("BUG: a condition with a %T", value))
}
