package main

/*
#include "door.h"
#include <sys/socket.h>
*/
import "C"

import (
	"math"
	"unsafe"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/sockaddr"
)

// makeAddress gives the kernel's bytes of an address in arguments.
func makeAddress(c call) ([]byte, error) {
	family, err := number.Unsigned(c.word(0), 0, math.MaxUint16)
	if err != nil {
		return nil, err
	}
	kernel, _, err := sockaddr.FromArguments(int(family), c.word(1), c.word(2), 2)
	return kernel, err
}

func makeSocketAddress(c call) (heap.Word, error) {
	kernel, err := makeAddress(c)
	if err != nil {
		return 0, err
	}
	return sockaddr.FromKernel(c.cache, kernel)
}

func cMakeSocketAddress(c call) (heap.Word, error) {
	kernel, err := makeAddress(c)
	if err != nil {
		return 0, err
	}
	return handOut(c, kernel)
}

func toSockaddr(c call) (heap.Word, error) {
	kernel, err := sockaddr.FromObject(c.word(0))
	if err != nil {
		return 0, err
	}
	return handOut(c, kernel)
}

// handOut gives the kernel's bytes to the program, which frees them. Behind a
// path there is a NUL, and room for any structure of the address's family.
func handOut(c call, kernel []byte) (heap.Word, error) {
	return heap.Unspecified, giveAwayIn(c, kernel, C.sizeof_struct_sockaddr_storage)
}

// fromSockaddr makes an address object for the entry in argument 0. It trusts
// the size only for a path: of the other families libguile reads the whole
// structure.
func fromSockaddr(c call) (heap.Word, error) {
	if c.memory == nil {
		return 0, condition.WrongType(1, heap.False)
	}
	family := *(*C.sa_family_t)(c.memory)
	size, fixed := sockaddr.Size(uint16(family))
	if !fixed {
		size = max(int(c.size), size)
	}
	w, err := sockaddr.FromKernel(c.cache, unsafe.Slice((*byte)(c.memory), size))
	if err != nil {
		err = condition.In(C.GoString(C.entry_subrs[c.arg[0]]), err)
	}
	return w, err
}
