package main

/*
#include "select.h"
*/
import "C"

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/waiting"
)

// The two sides of select.h.
var (
	_ [C.sizeof_struct_element]struct{}                      = [unsafe.Sizeof(waiting.Element{})]struct{}{}
	_ [unsafe.Offsetof(C.struct_element{}.object)]struct{}   = [unsafe.Offsetof(waiting.Element{}.Object)]struct{}{}
	_ [unsafe.Offsetof(C.struct_element{}.at)]struct{}       = [unsafe.Offsetof(waiting.Element{}.At)]struct{}{}
	_ [unsafe.Offsetof(C.struct_element{}.set)]struct{}      = [unsafe.Offsetof(waiting.Element{}.Set)]struct{}{}
	_ [unsafe.Offsetof(C.struct_element{}.buffered)]struct{} = [unsafe.Offsetof(waiting.Element{}.Buffered)]struct{}{}
	_ [C.sizeof_struct_pollfd]struct{}                       = [unsafe.Sizeof(unix.PollFd{})]struct{}{}
)

// selectPrepare lays out what is waited for, in the veneer's memory or, where
// that is too small, in a block for it to free. It gives the timeout; one that
// is refused is only raised when nobody's buffer is ready.
func selectPrepare(c call) (heap.Word, error) {
	given := c.memory
	polled, err := waiting.Read(c.cache, [3]heap.Word{c.word(0), c.word(1), c.word(2)},
		func(count int) ([]waiting.Element, []unix.PollFd, error) {
			size := uint64(C.sizeof_struct_awaited + count*(C.sizeof_struct_element+C.sizeof_struct_pollfd))
			if size > uint64(c.size) {
				if c.memory = heap.Malloc(size); c.memory == nil {
					return nil, nil, heap.ErrMemory
				}
			}
			(*C.struct_awaited)(c.memory).elements = C.uint64_t(count)
			first := unsafe.Add(c.memory, C.sizeof_struct_awaited)
			behind := unsafe.Add(first, count*C.sizeof_struct_element)
			return unsafe.Slice((*waiting.Element)(first), count), unsafe.Slice((*unix.PollFd)(behind), count), nil
		})
	if err != nil {
		if c.memory != given {
			heap.Free(c.memory)
		}
		return 0, err
	}
	(*C.struct_awaited)(c.memory).polled = C.uint64_t(polled)
	timeout, err := waiting.Timeout(c.word(3), c.word(4))
	if err != nil {
		timeout = C.TIMEOUT_REFUSED
	}
	return heap.Word(timeout), nil
}

func timeoutRefused(c call) (heap.Word, error) {
	_, err := waiting.Timeout(c.word(0), c.word(1))
	return 0, err
}
