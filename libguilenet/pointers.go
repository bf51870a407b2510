package main

import (
	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
)

func bytevectorToPointer(c call) (heap.Word, error) {
	contents, err := bytesOf(c, 1)
	if err != nil {
		return 0, err
	}
	// Offset 0 is good without a byte, too.
	_, err = number.Unsigned(c.word(1), 0, uint64(max(len(contents), 1)-1))
	return 0, err
}

// elementType converts the type of a view's elements.
func elementType(w heap.Word) (heap.Element, error) {
	if w == heap.Undefined {
		return heap.VU8, nil
	}
	if name, ok := w.SymbolName(); ok {
		if e, ok := heap.ElementNamed(name); ok {
			return e, nil
		}
	}
	return 0, condition.WrongTypeExpecting(1, w, "uniform vector type")
}

func pointerToBytevector(c call) (heap.Word, error) {
	pointer, length, offset := c.word(0), c.word(1), c.word(2)
	address, ok := pointer.Pointer()
	if !ok {
		return 0, condition.WrongTypeExpecting(1, pointer, "POINTER_P")
	}
	if address == 0 {
		return 0, condition.NullPointer()
	}
	e, err := elementType(c.word(3))
	if err != nil {
		return 0, err
	}
	if offset != heap.Undefined {
		n, err := number.Size(offset)
		if err != nil {
			return 0, err
		}
		address += n
	}
	n, err := number.Size(length)
	if err != nil {
		return 0, err
	}
	size := uint64(e.Size())
	if _, err = number.Unsigned(length, 0, heap.ForeignRoom(address)/size); err != nil {
		return 0, err
	}
	if n == 0 && e == heap.VU8 {
		return heap.Fixed(heap.FixedEmptyBytevector), nil
	}
	return c.cache.ForeignBytevector(address, n*size, e, pointer)
}
