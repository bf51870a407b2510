package main

import (
	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/sockaddr"
)

// vectorLimit is the number of elements that no vector has.
const vectorLimit = 1 << 56

func makeVector(c call) (heap.Word, error) {
	if _, err := number.Unsigned(c.word(0), 0, vectorLimit-1); err != nil {
		return 0, err
	}
	return 0, heap.ErrMemory
}

func makeVectorOfSize(c call) (heap.Word, error) {
	return 0, condition.Range(1, c.word(0))
}

// vectorElement finds the plain vector that an element is asked of, and checks
// the index; refusal says that there is no vector.
func vectorElement(c call, refusal error) (vector heap.Word, k uint64, err error) {
	if k, err = number.Size(c.word(1)); err != nil {
		return
	}
	if vector, err = sockaddr.Plain(c.cache, c.word(0)); err != nil {
		return
	}
	length, ok := vector.VectorLength()
	switch {
	case !ok:
		err = refusal
	case k >= length:
		err = condition.BadValue(c.word(1))
	}
	return
}

// vectorRef serves what only the plain vector of an address object has.
func vectorRef(c call) (heap.Word, error) {
	vector, k, err := vectorElement(c, condition.WrongType(1, c.word(0)))
	if err != nil {
		return 0, err
	}
	return vector.Element(k), nil
}

func vectorSet(c call) (heap.Word, error) {
	vector, k, err := vectorElement(c, condition.WrongTypeExpecting(1, c.word(0), "mutable vector"))
	if err != nil {
		return 0, err
	}
	// An address object's bytes must not speak for it once they differ.
	c.word(0).MarkSet()
	vector.SetElement(k, c.word(2))
	return heap.Unspecified, nil
}

func vectorToList(c call) (heap.Word, error) {
	w := c.word(0)
	vector, err := sockaddr.Plain(c.cache, w)
	if err != nil {
		return 0, err
	}
	elements, ok := vector.Vector()
	switch {
	case ok:
		return c.cache.List(elements...)
	case w.Kind() == heap.KindString, w.Kind() == heap.KindBytevector:
		return 0, condition.Expecting("non-uniform array", w)
	}
	return 0, condition.Expecting("array", w)
}
