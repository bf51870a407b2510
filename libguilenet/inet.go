package main

/*
#include "door.h"
#include <arpa/inet.h>
#include <stdlib.h>
*/
import "C"

import (
	"encoding/binary"
	"unsafe"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/sockaddr"
)

// addressFamily reads argument 1 as a family that has addresses to convert.
func addressFamily(c call) (int, error) {
	family, err := number.Int(c.word(0))
	if err == nil && family != unix.AF_INET && family != unix.AF_INET6 {
		err = condition.Range(1, c.word(0))
	}
	return family, err
}

// inetPton reads an address with the C library's inet_pton, as libguile does:
// net/netip draws the line elsewhere.
func inetPton(c call) (heap.Word, error) {
	family, err := addressFamily(c)
	if err != nil {
		return 0, err
	}
	var src *C.char
	if err := giveName(c.word(1), &src); err != nil {
		return 0, err
	}
	defer heap.Free(unsafe.Pointer(src))
	var address [16]byte
	if C.inet_pton(C.int(family), src, unsafe.Pointer(&address)) != 1 {
		return 0, &condition.Condition{Key: condition.MiscError, Message: "Bad address", Args: condition.List{}}
	}
	if family == unix.AF_INET {
		return heap.FromFixnum(int64(binary.BigEndian.Uint32(address[:]))), nil
	}
	return c.cache.Integer(sockaddr.FromInet6(address))
}

func inetNtop(c call) (heap.Word, error) {
	family, err := addressFamily(c)
	if err != nil {
		return 0, err
	}
	var address [16]byte
	if family == unix.AF_INET {
		var n uint32
		n, err = number.Long32(c.word(1))
		binary.BigEndian.PutUint32(address[:], n)
	} else {
		address, err = sockaddr.ToInet6(c.word(1))
	}
	if err != nil {
		return 0, err
	}
	var dst [C.INET6_ADDRSTRLEN]C.char
	C.inet_ntop(C.int(family), unsafe.Pointer(&address), &dst[0], C.INET6_ADDRSTRLEN)
	return c.cache.String(C.GoString(&dst[0]))
}

// network gives the parts of an IPv4 address by its class, D and E like C: the
// number of the network, and of the host in it.
func network(address uint32) (net, host uint32) {
	shift := 8
	switch {
	case address>>31 == 0:
		shift = 24
	case address>>30 == 2:
		shift = 16
	}
	return address >> shift, address & (1<<shift - 1)
}

func inetNetof(c call) (heap.Word, error) {
	address, err := number.Long32(c.word(0))
	net, _ := network(address)
	return heap.FromFixnum(int64(net)), err
}

func lnaof(c call) (heap.Word, error) {
	address, err := number.Long32(c.word(0))
	_, host := network(address)
	return heap.FromFixnum(int64(host)), err
}

// inetMakeaddr puts an address together; the size of the network's number tells
// its class.
func inetMakeaddr(c call) (heap.Word, error) {
	net, err := number.Long32(c.word(0))
	if err != nil {
		return 0, err
	}
	host, err := number.Long32(c.word(1))
	shift := 0
	switch {
	case net < 1<<7:
		shift = 24
	case net < 1<<16:
		shift = 16
	case net < 1<<24:
		shift = 8
	default:
		return heap.FromFixnum(int64(net | host)), err
	}
	return heap.FromFixnum(int64(net<<shift | host&(1<<shift-1))), err
}
