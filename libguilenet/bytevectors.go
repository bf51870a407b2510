package main

import (
	"bytes"
	"math"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
)

// maxLength is the most bytes that libguile tries to make room for.
const maxLength = math.MaxUint64 - 64

// badValue is a value that the entry has no use for.
func badValue(w heap.Word) error {
	return condition.In("", condition.BadValue(w))
}

// bytesOf gives the contents of the bytevector at an argument's position,
// counted from 1.
func bytesOf(c call, position int) ([]byte, error) {
	return bytesAs(c, position, "bytevector")
}

// mutableOf is the same for one that is to be changed, and is called so when
// it is none.
func mutableOf(c call, position int) ([]byte, error) {
	return bytesAs(c, position, "mutable bytevector")
}

func bytesAs(c call, position int, expected string) ([]byte, error) {
	w := c.word(position - 1)
	contents, ok := w.Bytes()
	if !ok {
		return nil, condition.WrongTypeExpecting(position, w, expected)
	}
	return contents, nil
}

// fillByte converts what is to be every byte; a negative number is the byte that C
// makes of it.
func fillByte(w heap.Word) (byte, error) {
	n, err := number.Int(w)
	if err != nil {
		return 0, err
	}
	if n < math.MinInt8 || n > math.MaxUint8 {
		return 0, badValue(w)
	}
	return byte(n), nil
}

func makeBytevector(c call) (heap.Word, error) {
	length, err := number.Size(c.word(0))
	if err != nil {
		return 0, err
	}
	if c.word(1) != heap.Undefined {
		if _, err = fillByte(c.word(1)); err != nil {
			return 0, err
		}
	}
	return 0, noRoom(length)
}

// noRoom is a bytevector's length that there is no memory for.
func noRoom(length uint64) error {
	if length > maxLength {
		return condition.In("make-bytevector", condition.Overflow())
	}
	return heap.ErrMemory
}

// noByte refuses an index, the second argument, of a bytevector.
func noByte(contents func(call, int) ([]byte, error)) entry {
	return func(c call) (heap.Word, error) {
		if _, err := contents(c, 1); err != nil {
			return 0, err
		}
		if _, err := number.Size(c.word(1)); err != nil {
			return 0, err
		}
		return 0, badValue(c.word(1))
	}
}

func bytevectorSet(c call) (heap.Word, error) {
	contents, err := mutableOf(c, 1)
	if err != nil {
		return 0, err
	}
	k, err := number.Size(c.word(1))
	if err != nil {
		return 0, err
	}
	switch value := c.word(2); {
	case k >= uint64(len(contents)):
		return 0, badValue(c.word(1))
	case !value.IsFixnum():
		return 0, condition.WrongType(3, value)
	default:
		return 0, badValue(value)
	}
}

func bytevectorFill(c call) (heap.Word, error) {
	contents, err := mutableOf(c, 1)
	if err != nil {
		return 0, err
	}
	value, err := fillByte(c.word(1))
	if err != nil {
		return 0, err
	}
	for i := range contents {
		contents[i] = value
	}
	return heap.Unspecified, nil
}

func bytevectorCopyTo(c call) (heap.Word, error) {
	source, err := bytesOf(c, 1)
	if err != nil {
		return 0, err
	}
	target, err := mutableOf(c, 3)
	if err != nil {
		return 0, err
	}
	length, err := number.Size(c.word(4))
	if err != nil {
		return 0, err
	}
	from, err := number.Size(c.word(1))
	if err != nil {
		return 0, err
	}
	to, err := number.Size(c.word(3))
	if err != nil {
		return 0, err
	}
	if !within(source, from, length) {
		return 0, badValue(c.word(1))
	}
	if !within(target, to, length) {
		return 0, badValue(c.word(3))
	}
	copy(target[to:to+length], source[from:])
	return heap.Unspecified, nil
}

// within says whether length bytes from start on are there.
func within(contents []byte, start, length uint64) bool {
	all := uint64(len(contents))
	return start <= all && length <= all-start
}

func bytevectorEqual(c call) (heap.Word, error) {
	for position := 1; position <= 2; position++ {
		if _, err := bytesOf(c, position); err != nil {
			return 0, err
		}
	}
	a, aElement, _ := c.word(0).Bytevector()
	b, bElement, _ := c.word(1).Bytevector()
	return heap.Bool(aElement == bElement && bytes.Equal(a, b)), nil
}

func bytevectorToList(c call) (heap.Word, error) {
	contents, err := bytesOf(c, 1)
	if err != nil {
		return 0, err
	}
	list := heap.EmptyList
	for i := len(contents) - 1; i >= 0; i-- {
		if list, err = c.cache.Cons(heap.FromFixnum(int64(contents[i])), list); err != nil {
			return 0, err
		}
	}
	return list, nil
}

func listToBytevector(c call) (heap.Word, error) {
	elements, ok := c.word(0).Elements()
	if !ok {
		return 0, condition.WrongType(1, c.word(0))
	}
	contents := make([]byte, len(elements))
	for i, w := range elements {
		if !w.IsFixnum() || w.Fixnum() < 0 || w.Fixnum() > math.MaxUint8 {
			return 0, condition.WrongType(1, w)
		}
		contents[i] = byte(w.Fixnum())
	}
	return c.cache.Bytevector(contents)
}

func stringToUTF8(c call) (heap.Word, error) {
	text, err := stringAt(c, 1)
	if err != nil {
		return 0, err
	}
	return c.cache.Bytevector([]byte(text))
}

func utf8ToString(c call) (heap.Word, error) {
	contents, err := bytesOf(c, 1)
	if err != nil {
		return 0, err
	}
	// A copy, which nobody changes once it has been looked at.
	text, err := fromUTF8(c, bytes.Clone(contents))
	if err != nil {
		return 0, err
	}
	return c.cache.String(text)
}
