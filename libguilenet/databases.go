package main

/*
#include "door.h"
#include "look_up.h"
#include <arpa/inet.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>
*/
import "C"

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/netdb"
)

// lookUp is what the veneer has of a look-up.
func lookUp(c call) *C.struct_look_up {
	return (*C.struct_look_up)(c.memory)
}

// asked reads what is to be looked for: a name or a number, or, where it is not
// given, the next entry.
func asked(d *netdb.Database) entry {
	return func(c call) (heap.Word, error) {
		l, w := lookUp(c), c.word(0)
		if w == heap.Undefined {
			l.by = C.LOOK_UP_NEXT
			return heap.Unspecified, nil
		}
		if d == netdb.Services {
			if err := giveName(c.word(1), &l.proto); err != nil {
				return 0, err
			}
		}
		if _, ok := w.Text(); ok {
			l.by = C.LOOK_UP_NAME
			return heap.Unspecified, giveName(w, &l.name)
		}
		n, err := d.Number(w)
		l.by, l.number = C.LOOK_UP_NUMBER, C.uint32_t(n)
		return heap.Unspecified, err
	}
}

// giveName puts a name into the veneer's look-up, which it belongs to.
func giveName(w heap.Word, to **C.char) error {
	name, err := netdb.Name(w)
	if err != nil {
		return err
	}
	p, err := blockOf(name, 0)
	*to = (*C.char)(p)
	return err
}

// missing is for a look-up that found no entry. While stepping that is the end,
// whatever the reason.
func missing(c call, d *netdb.Database) (heap.Word, error) {
	l := lookUp(c)
	if l.by == C.LOOK_UP_NEXT {
		return heap.False, nil
	}
	return 0, d.Missing(c.word(0), unix.Errno(l.error), int(l.host_error))
}

// pointers gives the elements of an array that NULL ends.
func pointers(array **C.char) (elements []*C.char) {
	for array != nil && *array != nil {
		elements = append(elements, *array)
		array = (**C.char)(unsafe.Add(unsafe.Pointer(array), unsafe.Sizeof(*array)))
	}
	return elements
}

// entryVector makes an entry: a name, its aliases, and what else there is.
func entryVector(c call, name *C.char, aliases **C.char, rest ...heap.Word) (heap.Word, error) {
	official, err := localeString(c, name)
	if err != nil {
		return 0, err
	}
	var others []heap.Word
	for _, alias := range pointers(aliases) {
		other, err := localeString(c, alias)
		if err != nil {
			return 0, err
		}
		others = append(others, other)
	}
	list, err := c.cache.List(others...)
	if err != nil {
		return 0, err
	}
	return c.cache.Vector(append([]heap.Word{official, list}, rest...)...)
}

func fixnum(n C.int) heap.Word {
	return heap.FromFixnum(int64(n))
}

func hostEntry(c call) (heap.Word, error) {
	h := lookUp(c).host
	if h == nil {
		return missing(c, netdb.Hosts)
	}
	addresses := heap.False
	if h.h_length == C.sizeof_struct_in_addr {
		var list []heap.Word
		for _, address := range pointers(h.h_addr_list) {
			n := C.ntohl((*C.struct_in_addr)(unsafe.Pointer(address)).s_addr)
			list = append(list, heap.FromFixnum(int64(n)))
		}
		var err error
		if addresses, err = c.cache.List(list...); err != nil {
			return 0, err
		}
	}
	return entryVector(c, h.h_name, h.h_aliases, fixnum(h.h_addrtype), fixnum(h.h_length), addresses)
}

func netEntry(c call) (heap.Word, error) {
	n := lookUp(c).net
	if n == nil {
		return missing(c, netdb.Networks)
	}
	return entryVector(c, n.n_name, n.n_aliases, fixnum(n.n_addrtype), heap.FromFixnum(int64(n.n_net)))
}

func protocolEntry(c call) (heap.Word, error) {
	p := lookUp(c).protocol
	if p == nil {
		return missing(c, netdb.Protocols)
	}
	return entryVector(c, p.p_name, p.p_aliases, fixnum(p.p_proto))
}

func serviceEntry(c call) (heap.Word, error) {
	s := lookUp(c).service
	if s == nil {
		return missing(c, netdb.Services)
	}
	proto, err := localeString(c, s.s_proto)
	if err != nil {
		return 0, err
	}
	port := C.ntohs(C.uint16_t(s.s_port))
	return entryVector(c, s.s_name, s.s_aliases, heap.FromFixnum(int64(port)), proto)
}

func gethostname(c call) (heap.Word, error) {
	// The last byte stays NUL.
	var name [C.HOST_NAME_MAX + 2]C.char
	if failed, err := C.gethostname(&name[0], C.HOST_NAME_MAX+1); failed != 0 {
		return 0, system(err)
	}
	return localeString(c, &name[0])
}
