package main

/*
#include "door.h"
#include <limits.h>
#include <unistd.h>
*/
import "C"

import (
	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/printer"
)

// newPrinter makes a printer whose text is a string.
func newPrinter(c call) *printer.Printer {
	return &printer.Printer{Plain: c.plain, Terminal: terminal}
}

// terminal names the terminal that a descriptor is on.
func terminal(fd int) string {
	var name [C.TTY_NAME_MAX]C.char
	if C.ttyname_r(C.int(fd), &name[0], C.TTY_NAME_MAX) != 0 {
		return ""
	}
	return C.GoString(&name[0])
}

// newPortPrinter makes a printer whose text goes to a port.
func newPortPrinter(c call) *printer.Printer {
	p := newPrinter(c)
	p.Has = portCharset().Has
	return p
}

// toPort hands a printer's text to the veneer, which writes it to a port.
func toPort(c call, p *printer.Printer) error {
	return giveAway(c, portCharset().Encode(p.String()))
}

func objectToString(c call) (heap.Word, error) {
	if c.word(1) != heap.Undefined {
		return 0, condition.WrongType(2, c.word(1))
	}
	p := newPrinter(c)
	if err := p.Write(c.word(0)); err != nil {
		return 0, err
	}
	return c.cache.String(p.String())
}

// outputPort gives the open output port at an argument's position, counted
// from 1; one that is not given is the current output port.
func outputPort(c call, position int) (heap.Word, error) {
	w := c.word(position - 1)
	if w == heap.Undefined {
		w = heap.Fixed(C.FIXED_stdout)
	}
	if port, ok := w.Port(); !ok || !port.Open || !port.Output {
		return 0, condition.WrongType(position, w)
	}
	return w, nil
}

func newline(c call) (heap.Word, error) {
	port, err := outputPort(c, 1)
	if err != nil {
		return 0, err
	}
	return port, giveAway(c, []byte{'\n'})
}

// printed makes the bytes of argument 1 for the port that is argument 2, and
// gives the port.
func printed(form func(*printer.Printer, heap.Word) error) entry {
	return func(c call) (heap.Word, error) {
		port, err := outputPort(c, 2)
		if err != nil {
			return 0, err
		}
		p := newPortPrinter(c)
		if err := form(p, c.word(0)); err != nil {
			return 0, err
		}
		return port, toPort(c, p)
	}
}

// simpleFormat gives the text as a string; or a port, and the bytes for it.
func simpleFormat(c call) (heap.Word, error) {
	port, err := destinationPort(c)
	if err != nil {
		return 0, err
	}
	template, err := stringAt(c, 2)
	if err != nil {
		return 0, err
	}
	if port != heap.False {
		return port, formatToPort(c, template)
	}
	p := newPrinter(c)
	if err := p.Format(template, c.word(2)); err != nil {
		return 0, err
	}
	return c.cache.String(p.String())
}

// destinationPort gives the port that argument 1 stands for, or #f.
func destinationPort(c call) (heap.Word, error) {
	switch w := c.word(0); w {
	case heap.False, heap.Nil:
		return heap.False, nil
	case heap.True:
		c.arg[0] = C.word(heap.Undefined)
	case heap.Undefined:
		return 0, condition.WrongType(1, w)
	}
	return outputPort(c, 1)
}

// formatToPort makes bytes where it fails, too: the veneer finds what to raise
// behind them in the first two arguments' places, and 0 if there is nothing.
func formatToPort(c call, template string) error {
	p := newPortPrinter(c)
	failure := p.Format(template, c.word(2))
	c.arg[0] = 0
	if failure != nil {
		key, args := raise(c.record, c.cache, failure)
		c.arg[0], c.arg[1] = C.word(key), C.word(args)
	}
	return toPort(c, p)
}
