package main

/*
#include "door.h"
*/
import "C"

import (
	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
)

// setvbuf gives the size of the buffers that an open port is to have, 0 for
// none; undefined is that of the descriptor's blocks.
func setvbuf(c call) (heap.Word, error) {
	if port, ok := c.word(0).Port(); !ok || !port.Open {
		return 0, condition.WrongType(1, c.word(0))
	}
	mode, size := c.word(1), c.word(2)
	switch mode {
	case heap.Fixed(C.FIXED_none):
		if size != heap.Undefined && size != heap.FromFixnum(0) {
			return 0, badValue(size)
		}
		return heap.FromFixnum(0), nil
	case heap.Fixed(C.FIXED_line), heap.Fixed(C.FIXED_block):
		if size == heap.Undefined {
			return size, nil
		}
		n, err := number.Int(size)
		if err == nil && n < 0 {
			err = badValue(size)
		}
		return heap.FromFixnum(int64(n)), err
	}
	return 0, badValue(mode)
}
