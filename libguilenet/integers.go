package main

import (
	"errors"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
)

func toSignedInteger(c call) (heap.Word, error) {
	n, err := number.Signed(c.word(0), int64(c.arg[1]), int64(c.arg[2]))
	return heap.Word(n), err
}

func toUnsignedInteger(c call) (heap.Word, error) {
	n, err := number.Unsigned(c.word(0), uint64(c.arg[1]), uint64(c.arg[2]))
	return heap.Word(n), err
}

// radix is 10 where none is given.
func radix(w heap.Word, most uint64) (int, error) {
	if w == heap.Undefined {
		return 10, nil
	}
	n, err := number.Unsigned(w, 2, most)
	return int(n), err
}

func numberToString(c call) (heap.Word, error) {
	base, err := radix(c.word(1), number.WrittenRadix)
	if err != nil {
		return 0, err
	}
	text, ok := number.Format(c.word(0), base)
	if !ok {
		return 0, condition.WrongType(1, c.word(0))
	}
	return c.cache.String(text)
}

func stringToNumber(c call) (heap.Word, error) {
	text, err := stringAt(c, 1)
	if err != nil {
		return 0, err
	}
	base, err := radix(c.word(1), number.ReadRadix)
	if err != nil {
		return 0, err
	}
	n, err := number.Parse(text, base)
	var beyond *number.ExponentError
	switch {
	case errors.As(err, &beyond):
		exponent, err := c.cache.Integer(beyond.Exponent)
		if err != nil {
			return 0, err
		}
		return 0, condition.In("", condition.BadValue(exponent))
	case n == nil:
		return heap.False, nil
	}
	return c.cache.Integer(n)
}
