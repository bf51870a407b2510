package main

import (
	"fmt"
	"slices"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
)

// noPair refuses an accessor, named by its path ("da" is the cadr), at the
// value where the way ends.
func noPair(path string) entry {
	return func(c call) (heap.Word, error) {
		w := c.word(0)
		for _, step := range path {
			car, cdr, ok := w.Pair()
			if !ok {
				break
			}
			if w = cdr; step == 'a' {
				w = car
			}
		}
		return 0, condition.In("", condition.Expecting("pair", w))
	}
}

func listRef(c call) (heap.Word, error) {
	list, k := c.word(0), c.word(1)
	n, err := number.Size(k)
	if err != nil {
		return 0, err
	}
	rest, ok := list.Tail(n)
	if ok {
		if car, _, ok := rest.Pair(); ok {
			return car, nil
		}
	}
	if rest.IsEnd() {
		return 0, condition.Range(2, k)
	}
	return 0, condition.WrongType(1, list)
}

func listTail(c call) (heap.Word, error) {
	k, err := number.Size(c.word(1))
	if err != nil {
		return 0, err
	}
	rest, ok := c.word(0).Tail(k)
	if !ok {
		return 0, condition.WrongTypeExpecting(1, rest, "pair")
	}
	return rest, nil
}

func reverse(c call) (heap.Word, error) {
	elements, ok := c.word(0).Elements()
	if !ok {
		if circular(c.word(0)) {
			return 0, circularStructure(1, c.word(0))
		}
		return 0, condition.WrongType(1, c.word(0))
	}
	slices.Reverse(elements)
	return c.cache.List(elements...)
}

// circularStructure is a list without an end; its position is in the message
// itself.
func circularStructure(position int, list heap.Word) error {
	return condition.Misc(fmt.Sprintf("Circular structure in position %d: ~S", position), list)
}

// circular says whether w is a chain of pairs without an end.
func circular(w heap.Word) bool {
	slow := w
	for n := 1; ; n++ {
		_, cdr, ok := w.Pair()
		if !ok {
			return false
		}
		if w = cdr; n%2 == 0 {
			_, slow, _ = slow.Pair()
			if w == slow {
				return true
			}
		}
	}
}

// appendLists copies all the members but the last, which becomes the tail.
func appendLists(c call) (heap.Word, error) {
	lists, ok := c.word(0).Elements()
	if !ok {
		return 0, condition.WrongType(1, c.word(0))
	}
	if len(lists) == 0 {
		return heap.EmptyList, nil
	}
	var all []heap.Word
	for i, list := range lists[:len(lists)-1] {
		elements, ok := list.Elements()
		if !ok {
			if circular(list) {
				return 0, circularStructure(i+1, list)
			}
			return 0, condition.WrongTypeExpecting(i+1, lastCdr(list), "empty list")
		}
		all = append(all, elements...)
	}
	result := lists[len(lists)-1]
	for _, element := range slices.Backward(all) {
		var err error
		if result, err = c.cache.Cons(element, result); err != nil {
			return 0, err
		}
	}
	return result, nil
}

// lastCdr is what an improper list ends in.
func lastCdr(w heap.Word) heap.Word {
	for {
		_, cdr, ok := w.Pair()
		if !ok {
			return w
		}
		w = cdr
	}
}
