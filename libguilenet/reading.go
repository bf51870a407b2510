package main

/*
#include "door.h"
*/
import "C"

import (
	"unsafe"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/text"
)

func getBytevectorRefused(c call) (heap.Word, error) {
	if err := openPortFor(c, true); err != nil {
		return 0, err
	}
	n, err := number.Size(c.word(1))
	if err != nil {
		return 0, err
	}
	// What is no fixnum is more than there can be memory for.
	return 0, noRoom(n)
}

func getBytevectorIntoRefused(c call) (heap.Word, error) {
	if err := openPortFor(c, true); err != nil {
		return 0, err
	}
	if _, ok := c.word(1).Bytes(); !ok {
		return 0, condition.WrongTypeExpecting(2, c.word(1), "bytevector")
	}
	for i := 2; i < 4; i++ {
		if _, err := number.Size(c.word(i)); err != nil {
			return 0, err
		}
	}
	return 0, badValue(c.word(3))
}

// read makes a string of bytes that a port gave.
func read(decode func(text.Charset, []byte) string) entry {
	return func(c call) (heap.Word, error) {
		b := unsafe.Slice((*byte)(c.memory), int(c.size))
		return c.cache.String(decode(portCharset(), b))
	}
}
