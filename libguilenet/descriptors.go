package main

/*
#include "door.h"
*/
import "C"

import (
	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/portmode"
	"guilenet/libguilenet/internal/text"
)

// portOn makes a port on a descriptor. A name is a string or a symbol.
func portOn(c call, fd int, mode string, name heap.Word) (heap.Word, error) {
	status, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err != nil {
		return 0, system(err)
	}
	flags, ok := portmode.Parse(mode)
	if !ok {
		shown, err := c.cache.String(mode)
		if err != nil {
			return 0, err
		}
		return 0, condition.In("", condition.BadValue(shown))
	}
	if !portmode.Available(flags, status) {
		return 0, condition.Misc("requested file mode not available on fdes")
	}
	return c.cache.OpenPort(fd, flags, name)
}

func fdopen(c call) (heap.Word, error) {
	mode, ok := c.word(1).Text()
	if !ok {
		return 0, condition.Expecting("string", c.word(1))
	}
	fd, err := number.Int(c.word(0))
	if err != nil {
		return 0, err
	}
	return portOn(c, fd, mode, heap.False)
}

// fdesToPort takes its mode from the program's memory.
func fdesToPort(c call) (heap.Word, error) {
	mode, err := characters(c)
	if err != nil {
		return 0, err
	}
	name := c.word(1)
	if kind := name.Kind(); kind != heap.KindString && kind != heap.KindSymbol {
		name = heap.False
	}
	return portOn(c, int(c.word(0).Fixnum()), text.FromLocale(mode), name)
}

func portRevealed(c call) (heap.Word, error) {
	port, err := openFilePort(c, 0)
	return heap.FromFixnum(int64(port.Revealed)), err
}

func setPortRevealed(c call) (heap.Word, error) {
	if _, err := openFilePort(c, 0); err != nil {
		return 0, err
	}
	count, err := number.Int(c.word(1))
	if err != nil {
		return 0, err
	}
	c.word(0).SetRevealed(count)
	return heap.Unspecified, nil
}

func dup2Refused(c call) (heap.Word, error) {
	_, err := ints(c, 0, 1)
	return 0, err
}

// isTerminal raises nothing: what is no open port is on no terminal.
func isTerminal(c call) (heap.Word, error) {
	port, _ := c.word(0).Port()
	if !port.Open {
		return heap.False, nil
	}
	_, err := unix.IoctlGetTermios(port.FD, unix.TCGETS)
	return heap.Bool(err == nil), nil
}

// fcntlRefused says what is wrong, in the order that libguile looks.
func fcntlRefused(c call) (heap.Word, error) {
	if _, err := openFilePort(c, 0); err != nil {
		if _, err := number.Int(c.word(0)); err != nil {
			return 0, err
		}
	}
	if _, err := number.OptionalInt(c.word(2)); err != nil {
		return 0, err
	}
	_, err := number.Int(c.word(1))
	return 0, err
}
