package main

import (
	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/constant"
	"guilenet/libguilenet/internal/heap"
)

// lookup gives the variable of the name that the program passed.
func lookup(c call) (heap.Word, error) {
	b, err := characters(c)
	if err != nil {
		return 0, err
	}
	name, err := fromUTF8(c, b)
	if err != nil {
		return 0, err
	}
	place, value, ok := constant.Find(name)
	if ok {
		return c.cache.Constant(place, heap.FromFixnum(value))
	}
	symbol, err := intern(c, name)
	if err != nil {
		return 0, err
	}
	return 0, condition.Unbound(symbol)
}
