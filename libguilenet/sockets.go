package main

/*
#include "door.h"
*/
import "C"

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/sockaddr"
	"guilenet/libguilenet/internal/sockopt"
)

// openFilePort reads argument i, from 0, as an open port with a descriptor.
func openFilePort(c call, i int) (heap.Port, error) {
	port, ok := c.word(i).Port()
	if !ok || !port.Open {
		return port, condition.WrongTypeExpecting(i+1, c.word(i), "open file port")
	}
	return port, nil
}

// ints reads the arguments at the positions, from 0, in their order.
func ints(c call, positions ...int) (numbers [3]int, err error) {
	for _, i := range positions {
		if numbers[i], err = number.Int(c.word(i)); err != nil {
			return
		}
	}
	return
}

// socketRefused looks at the arguments in libguile's order, as socketpairRefused
// does in another.
func socketRefused(c call) (heap.Word, error) {
	_, err := ints(c, 2, 1, 0)
	return 0, err
}

func socketpairRefused(c call) (heap.Word, error) {
	_, err := ints(c, 0, 2, 1)
	return 0, err
}

// system is a failed system call's condition.
func system(err error) error {
	return condition.System(err.(unix.Errno))
}

func done(err error) (heap.Word, error) {
	if err != nil {
		err = system(err)
	}
	return heap.Unspecified, err
}

func listen(c call) (heap.Word, error) {
	port, err := openFilePort(c, 0)
	if err != nil {
		return 0, err
	}
	backlog, err := number.Int(c.word(1))
	if err != nil {
		return 0, err
	}
	return done(unix.Listen(port.FD, backlog))
}

func shutdown(c call) (heap.Word, error) {
	port, err := openFilePort(c, 0)
	if err != nil {
		return 0, err
	}
	how, err := number.Signed(c.word(1), 0, 2)
	if err != nil {
		return 0, err
	}
	return done(unix.Shutdown(port.FD, int(how)))
}

// portOnly refuses an argument 1 that is no open port.
func portOnly(c call) (heap.Word, error) {
	_, err := openFilePort(c, 0)
	return 0, err
}

func accept4Refused(c call) (heap.Word, error) {
	if _, err := openFilePort(c, 0); err != nil {
		return 0, err
	}
	_, err := number.OptionalInt(c.word(1))
	return 0, err
}

// giveAddress puts the kernel's bytes where the veneer has room for them. An
// address that is longer than any can be stays so, for the kernel to refuse.
func giveAddress(c call, kernel []byte) {
	room := unsafe.Slice((*byte)(c.memory), int(c.size))
	c.size = C.uint64_t(copy(room, kernel))
}

// destination prepares the address of connect and bind: an object, or a family,
// an address, and a list of the rest.
func destination(c call) (heap.Word, error) {
	if _, err := openFilePort(c, 0); err != nil {
		return 0, err
	}
	fam, address, args := c.word(1), c.word(2), c.word(3)
	if address == heap.Undefined {
		kernel, err := sockaddr.FromObject(fam)
		giveAddress(c, kernel)
		return args, err
	}
	family, err := number.Int(fam)
	if err != nil {
		return 0, err
	}
	kernel, rest, err := sockaddr.FromArguments(family, address, args, 4)
	giveAddress(c, kernel)
	return rest, err
}

func bytevectorArgument(c call, i int) ([]byte, error) {
	contents, ok := c.word(i).Bytes()
	if !ok {
		return nil, condition.WrongTypeExpecting(1, c.word(i), "bytevector")
	}
	return contents, nil
}

// transferRefused says what is wrong with the arguments of send and recv.
func transferRefused(c call) (heap.Word, error) {
	if _, err := openFilePort(c, 0); err != nil {
		return 0, err
	}
	if _, err := number.OptionalInt(c.word(2)); err != nil {
		return 0, err
	}
	_, err := bytevectorArgument(c, 1)
	return 0, err
}

// longFlags reads flags that libguile takes for an unsigned long; what does not
// fit the system's int is cut there and refused here.
func longFlags(w heap.Word) (int, error) {
	if w == heap.Undefined {
		return 0, nil
	}
	n, err := number.Long32(w)
	return int(int32(n)), err
}

func recvfromRefused(c call) (heap.Word, error) {
	if _, err := openFilePort(c, 0); err != nil {
		return 0, err
	}
	if _, err := longFlags(c.word(2)); err != nil {
		return 0, err
	}
	contents, err := bytevectorArgument(c, 1)
	if err != nil {
		return 0, err
	}
	last := uint64(len(contents))
	for _, i := range []int{4, 3} {
		if c.word(i) == heap.Undefined {
			continue
		}
		n, err := number.Size(c.word(i))
		if err != nil {
			return 0, err
		}
		if n > last {
			return 0, condition.In("", condition.BadValue(c.word(i)))
		}
		if i == 4 {
			last = n
		}
	}
	return 0, nil
}

// sendto prepares the address, and gives the flags, which are what the address
// leaves of the arguments.
func sendto(c call) (heap.Word, error) {
	if port, ok := c.word(0).Port(); !ok {
		return 0, condition.WrongTypeExpecting(1, c.word(0), "file port")
	} else if !port.Open {
		return 0, condition.WrongTypeExpecting(1, c.word(0), "open file port")
	}
	kernel, first, err := sendtoAddress(c)
	if err != nil {
		return 0, err
	}
	flags, err := longFlags(first)
	if err != nil {
		return 0, err
	}
	if _, err := bytevectorArgument(c, 1); err != nil {
		return 0, err
	}
	giveAddress(c, kernel)
	return heap.FromFixnum(int64(flags)), nil
}

// sendtoAddress also gives the flags' argument, undefined if there is none.
func sendtoAddress(c call) (kernel []byte, flags heap.Word, err error) {
	fam, address, rest := c.word(2), c.word(3), c.word(4)
	if fam.IsInteger() {
		family, err := number.Int(fam)
		if err != nil {
			return nil, 0, err
		}
		if kernel, rest, err = sockaddr.FromArguments(family, address, rest, 4); err != nil {
			return nil, 0, err
		}
	} else {
		if kernel, err = sockaddr.FromObject(fam); err != nil {
			return nil, 0, err
		}
		if address != heap.Undefined {
			return kernel, address, nil
		}
	}
	if rest == heap.EmptyList {
		return kernel, heap.Undefined, nil
	}
	flags, _, ok := rest.Pair()
	if !ok {
		return nil, 0, condition.WrongTypeExpecting(5, rest, "pair")
	}
	return kernel, flags, nil
}

// option reads the first three arguments of getsockopt and setsockopt.
func option(c call) (fd, level, name int, err error) {
	port, err := openFilePort(c, 0)
	if err != nil {
		return
	}
	if level, err = number.Int(c.word(1)); err != nil {
		return
	}
	name, err = number.Int(c.word(2))
	return port.FD, level, name, err
}

func getsockopt(c call) (heap.Word, error) {
	fd, level, name, err := option(c)
	if err != nil {
		return 0, err
	}
	var room [sockopt.Room]byte
	size := uint32(len(room))
	_, _, errno := unix.RawSyscall6(unix.SYS_GETSOCKOPT, uintptr(fd), uintptr(level), uintptr(name),
		uintptr(unsafe.Pointer(&room)), uintptr(unsafe.Pointer(&size)), 0)
	if errno != 0 {
		return 0, condition.System(errno)
	}
	return sockopt.Decode(c.cache, level, name, room[:size])
}

func setsockopt(c call) (heap.Word, error) {
	fd, level, name, err := option(c)
	if err != nil {
		return 0, err
	}
	value, err := sockopt.Encode(level, name, c.word(3))
	if err != nil {
		return 0, err
	}
	_, _, errno := unix.RawSyscall6(unix.SYS_SETSOCKOPT, uintptr(fd), uintptr(level), uintptr(name),
		uintptr(unsafe.Pointer(unsafe.SliceData(value))), uintptr(len(value)), 0)
	if errno != 0 {
		return 0, condition.System(errno)
	}
	return heap.Unspecified, nil
}

// tellOptions says to the veneer which options it cannot do by itself: once,
// for children inherit what it knows, and may be reading it.
func tellOptions(formed *C.struct_options) {
	if formed.count != 0 {
		return
	}
	count := 0
	sockopt.EachFormed(func(level, name int) {
		o := &formed.option[count]
		o.level, o.name = C.int32_t(level), C.int32_t(name)
		count++
	})
	formed.count = C.uint32_t(count)
}
