package heap

import (
	"sync/atomic"
	"unsafe"
)

// SetCdr makes circles for the tests.
func (w Word) SetCdr(cdr Word) {
	part[PairPart](w.is(KindPair)).Cdr = cdr
}

// Release frees a cell, as the veneer's heap_release does.
func (w Word) Release() {
	c, index := w.cell(), w.Index()
	const mask = 1<<GenerationBits - 1
	stamp := c.load().stamp()
	atomic.StoreUint64(&c.head, uint64(stamp&^mask|(stamp+1)&mask))
	for {
		free := atomic.LoadUint64(&table.Free)
		atomic.StoreUint32((*uint32)(unsafe.Pointer(&c.part)), uint32(free))
		if atomic.CompareAndSwapUint64(&table.Free, free, (free>>32+1)<<32|uint64(index)) {
			return
		}
	}
}

// SetSpare makes a string's bytes spare memory of that number, as the veneer
// does.
func (w Word) SetSpare(number uint16) {
	atomic.AddUint64(&w.cell().head, uint64(number)<<smallShift)
}

// NextCycle begins a cycle, as the veneer does.
func NextCycle() {
	table.Cycle++
}
