package heap

import (
	"math/bits"
	"sync/atomic"
	"unsafe"
)

// What is allocated between two cycles, at least.
const (
	leastCells = 1 << 14
	leastBytes = 1 << 22
)

// marker visits what is alive in a cycle. Nobody else works with cells
// meanwhile, so plain loads do.
type marker struct {
	cycle uint8
	// Cells that were visited and whose parts are not yet. The array serves all
	// cycles.
	pending []*Cell
	// What was visited: cells, and bytes of larger payloads.
	cells, bytes uint64
}

var pending []*Cell

// Mark marks every cell that is found, a bit for each index, or that a found
// one leads to, as alive in the table's cycle; those that are protected or
// referred to by foreign threads, constants, and fixed cells too. Symbols that
// are not alive leave the table of symbols.
func Mark(found []uint64) {
	m := &marker{cycle: table.Cycle, pending: pending[:0]}
	for i, word := range found {
		for ; word != 0; word &= word - 1 {
			m.visit(uint32(i*64 + bits.TrailingZeros64(word)))
		}
	}
	for index := range table.Fixed {
		m.visit(index)
	}
	for _, constant := range table.Constants {
		m.word(constant)
	}
	for index := table.Roots; index != 0; index = part[RootPart](cellAt(index)).Next {
		m.visit(index)
	}
	m.counted()
	m.drain()
	m.forgetSymbols()
	pending = m.pending
	atomic.StoreUint64(&table.Cells, 0)
	atomic.StoreUint64(&table.Bytes, 0)
	table.Live = m.cells
	table.CellsLimit = max(leastCells, m.cells)
	table.BytesLimit = max(leastBytes, m.bytes)
}

// counted visits the cells with a protection or a reference.
func (m *marker) counted() {
	for first, end := uint32(0), end(); first < end; first += SegmentCells {
		s := segmentOf(first)
		if s == nil || s.counted == 0 {
			continue
		}
		for i, counts := range s.counts[:min(end-first, SegmentCells)] {
			if counts != 0 {
				m.visit(first + uint32(i))
			}
		}
	}
}

// visit marks the cell at an index, if one is in use there.
func (m *marker) visit(index uint32) {
	if s := segmentOf(index); s != nil {
		m.mark(s, index)
	}
}

// word marks the cell that a word is the handle of.
func (m *marker) word(w Word) {
	if uint32(w>>56) != Tag {
		return
	}
	s := (*segment)(table.Segments[w.Index()>>SegmentBits])
	if s != nil && s.cells[w.Index()%SegmentCells].head<<32 == uint64(w)>>32<<32 {
		m.mark(s, w.Index())
	}
}

// mark marks a cell, and keeps it for later if it has parts.
func (m *marker) mark(s *segment, index uint32) {
	mark := &s.marks[index%SegmentCells]
	if *mark == m.cycle {
		return
	}
	c := &s.cells[index%SegmentCells]
	kind := head(c.head).kind()
	if kind == KindFree {
		return
	}
	*mark = m.cycle
	m.cells++
	switch kind {
	case KindPair, KindVector, KindPort, KindSockaddr, KindVariable, KindPointer, KindBytevector:
		m.pending = append(m.pending, c)
	}
}

func (m *marker) drain() {
	for len(m.pending) > 0 {
		last := len(m.pending) - 1
		c := m.pending[last]
		m.pending = m.pending[:last]
		m.parts(c)
	}
}

func (m *marker) parts(c *Cell) {
	switch head(c.head).kind() {
	case KindPair:
		p := part[PairPart](c)
		// The cdr comes off first, so that a list needs no more room than one.
		m.word(p.Car)
		m.word(p.Cdr)
	case KindVector:
		p := part[VectorPart](c)
		m.bytes += p.Length * 8
		for _, w := range unsafe.Slice((*Word)(p.Elements), p.Length) {
			m.word(w)
		}
	case KindBytevector:
		p := part[BytevectorPart](c)
		m.bytes += p.Length
		m.word(p.Parent)
	case KindPort:
		m.word(part[PortPart](c).Name)
	case KindSockaddr:
		m.word(part[SockaddrPart](c).Plain)
	case KindVariable:
		m.word(part[VariablePart](c).Value)
	case KindPointer:
		m.word(part[PointerPart](c).Parent)
	}
}

// forgetSymbols takes the dead ones out of their chains.
func (m *marker) forgetSymbols() {
	for i := range table.Symbols {
		place := &table.Symbols[i]
		for index := *place; index != 0; index = *place {
			next := &part[SymbolPart](cellAt(index)).Next
			if segmentOf(index).marks[index%SegmentCells] == m.cycle {
				place = next
			} else {
				atomic.StoreUint32(place, *next)
			}
		}
	}
}
