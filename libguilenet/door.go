package main

/*
#cgo CFLAGS: -std=gnu11 -D_GNU_SOURCE -O2 -fno-plt -fno-strict-aliasing -fexceptions -Wall -Wextra -DGUILENET_NO_INLINE -I${SRCDIR}/../include
#include "clock.h"
#include "collector.h"
#include "door.h"
#include "standing.h"
#include <stdlib.h>
#include <string.h>

// Of this name for ThreadSanitizer: it does not see what the core does with it.
static inline void *allocate (size_t size) { return heap_allocate (size); }

static inline int want (void) { collector_want (); return 0; }
*/
import "C"

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/stackroom"
)

type record = C.struct_call

// A call is what the veneer passes: see struct call in door.h. Its cache is
// the calling thread's, so allocating takes no lock.
type call struct {
	*record
	cache *heap.Cache
}

// word is the call's argument i, from 0.
func (c call) word(i int) heap.Word {
	return heap.Word(c.arg[i])
}

// An entry does one call. What it returns as an error is raised.
type entry func(c call) (heap.Word, error)

// core_enter never blocks, never calls the program's code, and keeps nothing:
// whatever outlives the call is in the heap.
//
//export core_enter
func core_enter(c *C.struct_call) {
	stackroom.Grow()
	keepQuiet()
	cache := (*heap.Cache)(unsafe.Pointer(&c.thread.cache))
	result, err := run(call{c, cache})
	c.result = C.word(result)
	if err == nil {
		return
	}
	key, args := raise(c, cache, err)
	c.key, c.args = C.word(key), C.word(args)
}

// run does the call, and turns a panic into a condition that names the entry.
func run(c call) (result heap.Word, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			report := fmt.Sprintf("libguilenet: BUG in %s: %v\n%s", subr(c.record), cause, debug.Stack())
			_, _ = unix.Write(2, []byte(report))
			err = condition.Misc(fmt.Sprintf("BUG: %v", cause))
		}
	}()
	return entries[c.entry](c)
}

func subr(c *C.struct_call) string {
	return C.GoString(C.entry_subrs[c.entry])
}

// raise builds a failed call's condition.
func raise(c *C.struct_call, cache *heap.Cache, err error) (key, args heap.Word) {
	var raised *condition.Condition
	if errors.As(err, &raised) {
		var buildErr error
		if key, args, buildErr = raised.Build(cache, subr(c)); buildErr == nil {
			return key, args
		}
	}
	return heap.Fixed(C.FIXED_out_of_memory), heap.Fixed(C.FIXED_out_of_memory_args)
}

// marks is collector_marks.
func marks() bool {
	const both = C.ATTENTION_STOPPED | C.ATTENTION_MARKING
	fresh := (*C.struct_fresh)(unsafe.Add(unsafe.Pointer(C.state), C.STATE_ROOM))
	attention := (*uint32)(unsafe.Pointer(&fresh.attention))
	return atomic.LoadUint32(attention)&both == C.ATTENTION_MARKING
}

// settle is collector_settle, but that it lets other goroutines have the
// processor: the mark is one of them.
func settle() {
	if !marks() {
		return
	}
	start := C.clock_now()
	for marks() {
		runtime.Gosched()
	}
	C.standing_paused(start)
}

func init() {
	for i, e := range entries {
		if e == nil {
			panic(fmt.Sprintf("BUG: the core has no entry %d of entries.def", i))
		}
	}
	heap.Use((*heap.Table)(unsafe.Pointer(&C.state.heap)),
		func(size uint64) unsafe.Pointer { return C.allocate(C.size_t(size)) },
		func(p unsafe.Pointer) { C.free(p) })
	heap.Wanted = func() { C.want() }
	heap.Settle = settle
	tellOptions(&C.state.formed)
	condition.Strerror = func(errno int) string {
		return C.GoString(C.strerror(C.int(errno)))
	}
}
