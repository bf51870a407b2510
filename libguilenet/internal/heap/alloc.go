package heap

import (
	"errors"
	"sync/atomic"
	"unsafe"
)

// ErrMemory says that no cell or no payload is to be had.
var ErrMemory = errors.New("out of memory")

// segmentMap maps the segment that index lies in, unless another thread was
// faster.
func segmentMap(index uint64) bool {
	slot := &table.Segments[index>>SegmentBits]
	if atomic.LoadPointer(slot) != nil {
		return true
	}
	segment := newSegment()
	if segment == nil {
		return false
	}
	if !atomic.CompareAndSwapPointer(slot, nil, segment) {
		dropSegment(segment)
	}
	return true
}

// nextFree gives the link of a freed cell. Another thread may have taken the
// cell, and be building in it: what was read is used only if nobody has.
//
//go:norace
func nextFree(c *Cell) uint32 {
	return *(*uint32)(unsafe.Pointer(&c.part))
}

// takeFreed takes up to half a cache of freed cells as one change: a walk that
// another thread disturbs is walked again.
func takeFreed(cells []uint32) uint16 {
	for {
		head := atomic.LoadUint64(&table.Free)
		index, count := uint32(head), uint16(0)
		for index != 0 && count < CacheCells/2 {
			// Who takes the cell meanwhile may have put anything there.
			if index >= cellsMax {
				break
			}
			c := cellAt(index)
			if c == nil {
				break
			}
			cells[count] = index
			count++
			index = nextFree(c)
		}
		if count == 0 {
			return 0
		}
		if atomic.CompareAndSwapUint64(&table.Free, head, (head>>32+1)<<32|uint64(index)) {
			return count
		}
	}
}

// takeUnused takes as many that were never used.
func takeUnused(cells []uint32) uint16 {
	const count = CacheCells / 2
	end := atomic.AddUint64(&table.Top, count)
	first := end - count
	if end > cellsMax || !segmentMap(first) || !segmentMap(end-1) {
		return 0
	}
	for i := range uint64(count) {
		index := uint32(end - 1 - i)
		atomic.StoreUint64(&cellAt(index).head, Tag<<GenerationBits)
		cells[i] = index
	}
	return count
}

// Wanted asks for a cycle of the collector. The library sets it.
var Wanted = func() {}

// count adds to what was allocated, and asks for a cycle at limit.
func count(counter *uint64, more, limit uint64) {
	if atomic.AddUint64(counter, more) >= limit {
		Wanted()
	}
}

// take gives a cell to build in and then publish.
func (cache *Cache) take() (*Cell, uint32, error) {
	if cache.Count == 0 {
		cache.Count = takeFreed(cache.Cells[:])
		if cache.Count == 0 {
			cache.Count = takeUnused(cache.Cells[:])
		}
		if cache.Count == 0 {
			return nil, 0, ErrMemory
		}
		count(&table.Cells, uint64(cache.Count), table.CellsLimit)
	}
	cache.Count--
	index := cache.Cells[cache.Count]
	if table.Debug {
		segmentOf(index).makers[index%SegmentCells] = cache.Maker
	}
	return cellAt(index), index, nil
}

// putBack returns a cell that was taken and not published.
func (cache *Cache) putBack(index uint32) {
	cache.Cells[cache.Count] = index
	cache.Count++
}

// takeWith takes a cell together with a payload of size bytes.
func (cache *Cache) takeWith(size uint64) (*Cell, uint32, unsafe.Pointer, error) {
	c, index, err := cache.take()
	if err != nil {
		return nil, 0, nil, err
	}
	p := Malloc(size)
	if p == nil {
		cache.putBack(index)
		return nil, 0, nil, ErrMemory
	}
	if size >= CountedPayload {
		count(&table.Bytes, size, table.BytesLimit)
	}
	return c, index, p, nil
}

// Malloc is the C library's: size bytes, or nil; never nil for size 0.
func Malloc(size uint64) unsafe.Pointer {
	if size > 1<<62 {
		return nil
	}
	return malloc(max(size, 1))
}

// Free gives back what Malloc made and no cell owns.
func Free(p unsafe.Pointer) {
	free(p)
}
