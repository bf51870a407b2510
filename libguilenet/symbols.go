package main

import (
	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
)

func symbolToString(c call) (heap.Word, error) {
	name, ok := c.word(0).SymbolName()
	if !ok {
		return 0, condition.WrongTypeExpecting(1, c.word(0), "symbol")
	}
	return c.cache.String(name)
}

func stringToSymbol(c call) (heap.Word, error) {
	name, err := stringAt(c, 1)
	if err != nil {
		return 0, err
	}
	return intern(c, name)
}
