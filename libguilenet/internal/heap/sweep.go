package heap

import (
	"sync/atomic"
	"unsafe"
)

// Dead is what a sweep leaves to the veneer: payloads to give back, and which
// spare memory each is; and cells, ports that are open or have buffers and
// pointers with a finalizer, to bury and then release.
type Dead struct {
	Payloads []unsafe.Pointer
	Spare    []uint16
	Cells    []uint32
}

// Sweep frees the cells from an index on that are not marked, until there is no
// room in dead, and gives the index to go on with, 0 at the end. Meanwhile
// others take and make cells: those bear the cycle's mark.
func Sweep(from uint32, dead *Dead) (next uint32) {
	var freed freedCells
	defer freed.giveBack()
	cycle := table.Cycle
	for index, end := max(from, table.Fixed), end(); index < end; {
		first := index % SegmentCells
		s, count := segmentOf(index), min(SegmentCells-first, end-index)
		if s == nil {
			index += count
			continue
		}
		cells, marks := s.cells[first:first+count], s.marks[first:first+count]
		for i := range cells {
			c, mark := &cells[i], &marks[i]
			if *mark == cycle {
				continue
			}
			// Once more behind the head: whoever makes a cell marks it first.
			h := c.load()
			if h.kind() == KindFree || *mark == cycle {
				continue
			}
			if h.isBare() {
				freed.add(c, h, index+uint32(i))
			} else if !dead.has(c, h, index+uint32(i), &freed) {
				return index + uint32(i)
			}
		}
		index += count
	}
	return 0
}

// isBare says that a cell has nothing but itself to give back.
func (h head) isBare() bool {
	return h.kind() == KindPair || h.kind() == KindSockaddr && h.small() <= SockaddrInline
}

// has takes another dead cell; false: there is no room for it.
func (d *Dead) has(c *Cell, h head, index uint32, freed *freedCells) bool {
	switch {
	case len(d.Payloads) == cap(d.Payloads) || len(d.Cells) == cap(d.Cells):
		return false
	case h.kind() == KindPort && h.flags()&PortBuried != 0:
		return true
	case c.toBury(h):
		d.Cells = append(d.Cells, index)
		return true
	}
	if p, size := c.payload(h); p != nil {
		if table.Debug {
			poison(p, size)
		}
		spare := uint16(0)
		if h.kind() == KindString {
			spare = h.small()
		}
		d.Payloads, d.Spare = append(d.Payloads, p), append(d.Spare, spare)
	}
	freed.add(c, h, index)
	return true
}

// toBury says whether the end of a cell is more than memory.
func (c *Cell) toBury(h head) bool {
	switch h.kind() {
	case KindPort:
		return h.flags()&PortOpen != 0 || part[PortPart](c).Buffers != nil
	case KindPointer:
		return part[PointerPart](c).Finalizer != 0
	}
	return false
}

// payload is the memory that a dead cell had from malloc, and its size.
func (c *Cell) payload(h head) (memory unsafe.Pointer, size uint64) {
	switch h.kind() {
	case KindString:
		p := part[StringPart](c)
		return p.Bytes, p.Size
	case KindSymbol:
		p := part[SymbolPart](c)
		return p.Bytes, uint64(p.Size)
	case KindVector:
		p := part[VectorPart](c)
		return p.Elements, p.Length * 8
	case KindInteger:
		if h.small() > IntegerInline {
			return *part[unsafe.Pointer](c), uint64(h.small()) * 8
		}
	case KindBytevector:
		if h.flags()&BytevectorForeign == 0 {
			p := part[BytevectorPart](c)
			return p.Contents, p.Length
		}
	case KindSockaddr:
		if h.small() > SockaddrInline {
			return part[SockaddrPart](c).More, uint64(h.small())
		}
	}
	return nil, 0
}

// poison overwrites what is about to be freed.
func poison(memory unsafe.Pointer, size uint64) {
	bytes := unsafe.Slice((*byte)(memory), size)
	for i := range bytes {
		bytes[i] = 0xdb
	}
}

// freedCells is a chain of freed cells, for the list of them.
type freedCells struct {
	first, last uint32
}

// add ends the handles of a cell, and its kind, in one store. It need not be
// an atomic one, which would lock the memory: nobody gets at the cell before
// the list of freed cells changes.
func (f *freedCells) add(c *Cell, h head, index uint32) {
	const generations = 1<<GenerationBits - 1
	c.head = uint64(h.stamp()&^generations | (h.stamp()+1)&generations)
	f.link(c, index)
}

func (f *freedCells) link(c *Cell, index uint32) {
	*(*uint32)(unsafe.Pointer(&c.part)) = f.first
	if f.first == 0 {
		f.last = index
	}
	f.first = index
}

func (f *freedCells) giveBack() {
	if f.first == 0 {
		return
	}
	for {
		head := atomic.LoadUint64(&table.Free)
		atomic.StoreUint32((*uint32)(unsafe.Pointer(&cellAt(f.last).part)), uint32(head))
		if atomic.CompareAndSwapUint64(&table.Free, head, (head>>32+1)<<32|uint64(f.first)) {
			return
		}
	}
}

// Relist makes the list of freed cells anew, of all that are free. A fork may
// have fallen into a sweep, and into threads' work with their caches: the
// child's first cycle finds what that lost. Nobody else works with cells, and
// no cache has any.
func Relist() {
	var freed freedCells
	atomic.StoreUint64(&table.Free, (table.Free>>32+1)<<32)
	for index, c := range cells() {
		h := c.load()
		if h.kind() != KindFree {
			continue
		}
		if h == 0 {
			atomic.StoreUint64(&c.head, Tag<<GenerationBits)
		}
		freed.link(c, index)
	}
	freed.giveBack()
}
