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
	name, ok := key.SymbolName()
	if !ok {
		return 0, condition.WrongTypeExpecting(3, key, "symbol")
	}
	parts, ok := args.Elements()
	if !ok {
		return 0, condition.WrongType(4, args)
	}
	before := unsafe.String((*byte)(c.memory), int(c.size))
	p := newPortPrinter(c)
	if err := explain(p, name, args, parts); err != nil {
		p.Add("Error while printing exception.")
	}
	return heap.Unspecified, giveAway(c, []byte(before+string(portCharset().Encode(p.String()+"\n"))))
}

func explain(p *printer.Printer, key string, args heap.Word, parts []heap.Word) error {
	if !explained[key] || len(parts) < 3 {
		p.Add("Throw to key `" + key + "' with args `")
		err := p.Write(args)
		p.Add("'.")
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

// exitStatus is the status that a condition quit asks for: the first of its
// arguments if that is an integer; else 1 if that is #f or there is no list of
// them, else 0.
func exitStatus(c call) (heap.Word, error) {
	args := c.word(0)
	parts, ok := args.Elements()
	switch {
	case !ok:
		return 1, nil
	case len(parts) == 0:
		return 0, nil
	case parts[0] == heap.False:
		return 1, nil
	case !parts[0].IsInteger():
		return 0, nil
	}
	n, err := number.Int(parts[0])
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
