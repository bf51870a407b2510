package main

/*
#include "door.h"
#include <netdb.h>
*/
import "C"

import (
	"unsafe"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/printer"
)

// explained has the keys whose conditions carry (subr message args …), by what
// libguile prints; those of any other key are printed as they are.
var explained = map[string]bool{
	condition.SystemError:       true,
	condition.OutOfRange:        true,
	condition.WrongTypeArg:      true,
	condition.MiscError:         true,
	condition.WrongNumberOfArgs: true,
	condition.UnboundVariable:   true,
	"read-error":                true,
	"stack-overflow":            true,
	"out-of-memory":             true,
	"signal":                    true,
	"program-error":             true,
	"host-not-found":            true,
	"try-again":                 true,
	"no-recovery":               true,
	"no-data":                   true,
	"regular-expression-syntax": true,
	"null-pointer-error":        true,
	"goops-error":               true,
}

// message makes the text that a condition is printed as, behind the text in the
// call's memory.
func message(c call) (heap.Word, error) {
	key, args := c.word(0), c.word(1)
	if _, ok := key.SymbolName(); !ok {
		return 0, condition.WrongTypeExpecting(3, key, "symbol")
	}
	parts, ok := args.Elements()
	if !ok {
		return 0, condition.WrongType(4, args)
	}
	before := unsafe.String((*byte)(c.memory), int(c.size))
	p := newPortPrinter(c)
	if err := explain(p, key, args, parts); err != nil {
		p.Add("Error while printing exception.")
	}
	return heap.Unspecified, giveAway(c, []byte(before+string(portCharset().Encode(p.String()+"\n"))))
}

func explain(p *printer.Printer, key, args heap.Word, parts []heap.Word) error {
	name, _ := key.SymbolName()
	if name == "getaddrinfo-error" {
		return explainGetaddrinfo(p, parts)
	}
	if !explained[name] || len(parts) < 3 {
		p.Add("Throw to key `")
		err := p.Write(key)
		if err == nil {
			p.Add("' with args `")
			err = p.Write(args)
			p.Add("'.")
		}
		return err
	}
	if parts[0] != heap.False {
		p.Add("In procedure ")
		if err := p.Display(parts[0]); err != nil {
			return err
		}
		p.Add(": ")
	}
	template, ok := parts[1].Text()
	if !ok {
		return condition.WrongType(1, parts[1])
	}
	if args = parts[2]; args == heap.False {
		args = heap.EmptyList
	}
	if _, ok := args.Elements(); !ok {
		return condition.WrongType(2, args)
	}
	return p.Format(template, args)
}

// explainGetaddrinfo has an error number of getaddrinfo's as its one part.
func explainGetaddrinfo(p *printer.Printer, parts []heap.Word) error {
	if len(parts) == 0 {
		return condition.WrongType(1, heap.EmptyList)
	}
	n, err := number.Int(parts[0])
	if err == nil {
		p.Add("In procedure getaddrinfo: " + C.GoString(C.gai_strerror(C.int(n))))
	}
	return err
}

// exitStatus is the status that a condition quit asks for: the first of its
// arguments if that is an integer; else 1 if that is #f or the arguments are no
// list, else 0.
func exitStatus(c call) (heap.Word, error) {
	args := c.word(0)
	first, _, ok := args.Pair()
	switch {
	case !ok && args.IsEnd():
		return 0, nil
	case !ok || first == heap.False:
		return 1, nil
	case !first.IsInteger():
		return 0, nil
	}
	n, err := number.Int(first)
	return heap.Word(n), err
}

// throwRefused says what is wrong with the arguments of a throw: the list is
// looked at first.
func throwRefused(c call) (heap.Word, error) {
	key, args := c.word(0), c.word(1)
	if _, ok := args.Elements(); !ok {
		whole, err := c.cache.Cons(key, args)
		if err != nil {
			return 0, err
		}
		return 0, condition.In("apply", condition.WrongTypeExpecting(2, whole, "list"))
	}
	return 0, &condition.Condition{
		Key: condition.WrongTypeArg, Message: "Wrong type argument in position ~a: ~a",
		Args: condition.List{1, key}, Data: condition.List{key},
	}
}

func strerror(c call) (heap.Word, error) {
	errno, err := number.Int(c.word(0))
	if err != nil {
		return 0, err
	}
	return c.cache.String(condition.Strerror(errno))
}
