package main

/*
#include "addrinfo.h"
#include "door.h"
*/
import "C"

import (
	"unsafe"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/sockaddr"
	"guilenet/libguilenet/internal/text"
)

// question is what the veneer asks the resolver.
func question(c call) *C.struct_question {
	return (*C.struct_question)(c.memory)
}

// getaddrinfo reads what to ask: the names, then the hints. The names are the
// veneer's to free, also where the call is refused.
func getaddrinfo(c call) (heap.Word, error) {
	q := question(c)
	names := [2]heap.Word{c.word(0), c.word(1)}
	if names[1] == heap.Undefined {
		names[1] = heap.False
	}
	for i, w := range names {
		if _, ok := w.Text(); !ok && w != heap.False {
			return 0, condition.WrongTypeExpecting(i+1, w, "string")
		}
	}
	for i, to := range [2]**C.char{&q.name, &q.service} {
		if names[i] == heap.False {
			continue
		}
		if err := giveName(names[i], to); err != nil {
			return 0, err
		}
	}
	h := &q.hints
	for i, to := range [4]*C.int{&h.ai_flags, &h.ai_family, &h.ai_socktype, &h.ai_protocol} {
		n, err := number.OptionalInt(c.word(2 + i))
		if err != nil {
			return 0, err
		}
		*to = C.int(n)
	}
	return heap.Unspecified, nil
}

// addresses makes the list of what the resolver found.
func addresses(c call) (heap.Word, error) {
	q := question(c)
	if q.failure != 0 {
		return 0, condition.Getaddrinfo(int(q.failure))
	}
	defer C.freeaddrinfo(q.found)
	var list []heap.Word
	for info := q.found; info != nil; info = info.ai_next {
		vector, err := addressVector(c, info)
		if err != nil {
			return 0, err
		}
		list = append(list, vector)
	}
	return c.cache.List(list...)
}

func addressVector(c call, info *C.struct_addrinfo) (heap.Word, error) {
	kernel := unsafe.Slice((*byte)(unsafe.Pointer(info.ai_addr)), int(info.ai_addrlen))
	address, err := sockaddr.FromKernel(c.cache, kernel)
	if err != nil {
		return 0, err
	}
	name := heap.False
	if info.ai_canonname != nil {
		if name, err = localeString(c, info.ai_canonname); err != nil {
			return 0, err
		}
	}
	return c.cache.Vector(fixnum(info.ai_flags), fixnum(info.ai_family),
		fixnum(info.ai_socktype), fixnum(info.ai_protocol), address, name)
}

// localeString makes a string of the C library's text.
func localeString(c call, s *C.char) (heap.Word, error) {
	return c.cache.String(text.FromLocale([]byte(C.GoString(s))))
}

func gaiStrerror(c call) (heap.Word, error) {
	failure, err := number.Int(c.word(0))
	if err != nil {
		return 0, err
	}
	return localeString(c, C.gai_strerror(C.int(failure)))
}
