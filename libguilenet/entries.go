package main

/*
#include "door.h"
*/
import "C"

import (
	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
)

// entries is the core's side of entries.def, chapter by chapter. Where the
// veneer does all that can succeed, the row only says what is refused.
var entries = [C.ENTRY_COUNT]entry{
	C.ENTRY_core_ready: ready,

	// Lists
	C.ENTRY_scm_car:       noPair("a"),
	C.ENTRY_scm_cdr:       noPair("d"),
	C.ENTRY_scm_caar:      noPair("aa"),
	C.ENTRY_scm_cadr:      noPair("da"),
	C.ENTRY_scm_cdar:      noPair("ad"),
	C.ENTRY_scm_cddr:      noPair("dd"),
	C.ENTRY_scm_caddr:     noPair("dda"),
	C.ENTRY_scm_cdddr:     noPair("ddd"),
	C.ENTRY_scm_cadddr:    noPair("ddda"),
	C.ENTRY_scm_set_car_x: wrongType(1, "mutable pair"),
	C.ENTRY_scm_set_cdr_x: wrongType(1, "mutable pair"),
	C.ENTRY_scm_length:    wrongType(1, ""),
	C.ENTRY_scm_list_ref:  listRef,
	C.ENTRY_scm_list_tail: listTail,
	C.ENTRY_scm_reverse:   reverse,
	C.ENTRY_scm_append:    appendLists,
}

// ready is called once at each start of the core, to wait for Go's runtime.
func ready(call) (heap.Word, error) {
	return heap.Unspecified, nil
}

// wrongType refuses the argument at a position, counted from 1, which was to
// be of the expected type; "" does not name it.
func wrongType(position int, expected string) entry {
	return func(c call) (heap.Word, error) {
		if expected == "" {
			return 0, condition.WrongType(position, c.word(position-1))
		}
		return 0, condition.WrongTypeExpecting(position, c.word(position-1), expected)
	}
}
