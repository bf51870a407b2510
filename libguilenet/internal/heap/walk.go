package heap

import (
	"iter"
	"sync/atomic"
)

// cells walks over every cell that was ever in use, free ones too.
func cells() iter.Seq2[uint32, *Cell] {
	return func(yield func(uint32, *Cell) bool) {
		top := atomic.LoadUint64(&table.Top)
		for index := uint64(1); index < min(top, cellsMax); index++ {
			if c := cellAt(uint32(index)); c != nil && !yield(uint32(index), c) {
				return
			}
		}
	}
}
