package main

/*
#include "dead.h"
#include "door.h"
*/
import "C"

import (
	"unsafe"

	"guilenet/libguilenet/internal/heap"
)

// relist makes the list of free cells anew, in the first cycle of a forked process.
func relist(call) (heap.Word, error) {
	heap.Relist()
	return heap.Unspecified, nil
}

// mark marks what the roots that the veneer found lead to.
func mark(c call) (heap.Word, error) {
	heap.Mark(unsafe.Slice((*uint64)(c.memory), int(c.size+63)/64))
	return heap.Unspecified, nil
}

// sweep fills a batch of what is dead, and gives where to go on.
func sweep(c call) (heap.Word, error) {
	batch := (*C.struct_dead)(c.memory)
	dead := heap.Dead{
		Payloads: unsafe.Slice((*unsafe.Pointer)(&batch.payload[0]), C.DEAD_BATCH)[:0],
		Spare:    unsafe.Slice((*uint16)(&batch.spare[0]), C.DEAD_BATCH)[:0],
		Cells:    unsafe.Slice((*uint32)(&batch.cell[0]), C.DEAD_BATCH)[:0],
	}
	next := heap.Sweep(uint32(c.arg[0]), &dead)
	batch.payloads, batch.cells = C.uint32_t(len(dead.Payloads)), C.uint32_t(len(dead.Cells))
	return heap.Word(next), nil
}
