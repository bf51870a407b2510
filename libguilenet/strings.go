package main

/*
#include "door.h"
*/
import "C"

import (
	"math"
	"strings"
	"unicode/utf8"
	"unsafe"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/text"
)

// plausible is the most bytes that a program may have without a question.
const plausible = 1 << 32

// characters gives the bytes that the program passed, in place.
func characters(c call) ([]byte, error) {
	size := uint64(c.size)
	if c.memory == nil && size > 0 {
		return nil, condition.In("scm_from_stringn", condition.Misc("NULL string pointer"))
	}
	if size > plausible {
		// Where there is no memory for a copy, nor is there what would be copied.
		p := heap.Malloc(size)
		if p == nil {
			return nil, condition.In("make_stringbuf", condition.Overflow())
		}
		heap.Free(p)
	}
	return unsafe.Slice((*byte)(c.memory), size), nil
}

// decoder reads the bytes that the program passed; what they mean may be in
// place too.
type decoder func(c call, b []byte) (string, error)

func fromLocale(_ call, b []byte) (string, error) {
	return text.FromLocale(b), nil
}

func fromLatin1(_ call, b []byte) (string, error) {
	return text.FromLatin1(b), nil
}

func fromUTF8(c call, b []byte) (string, error) {
	if utf8.Valid(b) {
		return unsafe.String(unsafe.SliceData(b), len(b)), nil
	}
	seen, err := c.cache.Bytevector(b)
	if err != nil {
		return "", err
	}
	return "", condition.Decoding("scm_from_utf8_stringn", seen)
}

// stringFrom makes a string of the bytes that the program passed.
func stringFrom(decode decoder) entry {
	return func(c call) (heap.Word, error) {
		b, err := characters(c)
		if err != nil {
			return 0, err
		}
		s, err := decode(c, b)
		if err != nil {
			return 0, err
		}
		return c.cache.String(s)
	}
}

// symbolFrom makes a symbol of them.
func symbolFrom(decode decoder) entry {
	return func(c call) (heap.Word, error) {
		b, err := characters(c)
		if err != nil {
			return 0, err
		}
		name, err := decode(c, b)
		if err != nil {
			return 0, err
		}
		return intern(c, name)
	}
}

// intern refuses names that a symbol's cell has no room for.
func intern(c call, name string) (heap.Word, error) {
	if len(name) > math.MaxUint32 {
		return 0, condition.In("make_stringbuf", condition.Overflow())
	}
	return c.cache.Symbol(name)
}

// stringAt gives the string that is the argument at a position, counted from 1.
func stringAt(c call, position int) (string, error) {
	w := c.word(position - 1)
	s, ok := w.Text()
	if !ok {
		return "", condition.WrongTypeExpecting(position, w, "string")
	}
	return s, nil
}

// anyString gives a string where no argument's position is told.
func anyString(w heap.Word) (string, error) {
	s, ok := w.Text()
	if !ok {
		return "", condition.Expecting("string", w)
	}
	return s, nil
}

func toLocale(c call) (heap.Word, error) {
	s, err := anyString(c.word(0))
	if err != nil {
		return 0, err
	}
	return toC(c, s, func(s string) ([]byte, error) { return text.ToLocale(s), nil })
}

func toUTF8(c call) (heap.Word, error) {
	s, err := stringAt(c, 1)
	if err != nil {
		return 0, err
	}
	return toC(c, s, func(s string) ([]byte, error) { return []byte(s), nil })
}

func toLatin1(c call) (heap.Word, error) {
	s, err := stringAt(c, 1)
	if err != nil {
		return 0, err
	}
	return toC(c, s, func(s string) ([]byte, error) {
		b, ok := text.ToLatin1(s)
		if !ok {
			return nil, condition.Encoding()
		}
		return b, nil
	})
}

// toC encodes the string s for the program. Argument 1 says whether the program
// asks for its length; if not, a NUL must not cut it.
func toC(c call, s string, encode func(string) ([]byte, error)) (heap.Word, error) {
	if c.arg[1] == 0 && strings.IndexByte(s, 0) >= 0 {
		return 0, condition.Nul(c.word(0))
	}
	b, err := encode(s)
	if err != nil {
		return 0, err
	}
	return heap.Unspecified, giveAway(c, b)
}

// giveAway hands bytes to the veneer, which frees them, or the program does.
// Behind them there is a NUL.
func giveAway(c call, b []byte) error {
	return giveAwayIn(c, b, 0)
}

// giveAwayIn is the same in a block of at least so many bytes, the rest zeros.
func giveAwayIn(c call, b []byte, least int) error {
	p, err := blockOf(b, least)
	if err == nil {
		c.memory, c.size = p, C.uint64_t(len(b))
	}
	return err
}

// blockOf copies bytes to memory of the C library's, of at least so many bytes
// and one more than there are, the rest zeros.
func blockOf(b []byte, least int) (unsafe.Pointer, error) {
	size := max(len(b)+1, least)
	p := heap.Malloc(uint64(size))
	if p == nil {
		return nil, heap.ErrMemory
	}
	block := unsafe.Slice((*byte)(p), size)
	clear(block[copy(block, b):])
	return p, nil
}

func stringEqual(c call) (heap.Word, error) {
	s, err := stringAt(c, 1)
	if err != nil {
		return 0, err
	}
	t, err := stringAt(c, 2)
	return heap.Bool(s == t), err
}

// stringAppend looks at the elements before it looks for the list's end.
func stringAppend(c call) (heap.Word, error) {
	var all strings.Builder
	w, slow := c.word(0), c.word(0)
	for n := 1; !w.IsEnd(); n++ {
		car, cdr, ok := w.Pair()
		if !ok {
			return 0, condition.WrongType(1, c.word(0))
		}
		s, err := anyString(car)
		if err != nil {
			return 0, condition.In("", err)
		}
		all.WriteString(s)
		if w = cdr; n%2 == 0 {
			if _, slow, _ = slow.Pair(); w == slow {
				return 0, condition.WrongType(1, c.word(0))
			}
		}
	}
	return c.cache.String(all.String())
}
