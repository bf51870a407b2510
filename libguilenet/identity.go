package main

import (
	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/equal"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/sockaddr"
)

func toBool(c call) (heap.Word, error) {
	return 0, condition.BadType(c.word(0))
}

func equalP(c call) (heap.Word, error) {
	same, err := equal.Words(c.word(0), c.word(1), c.plain)
	return heap.Bool(same), err
}

// plain gives the vector that an address object is.
func (c call) plain(address heap.Word) (heap.Word, error) {
	return sockaddr.Plain(c.cache, address)
}
