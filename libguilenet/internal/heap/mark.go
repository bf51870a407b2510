package heap

import (
	"math/bits"
	"sync/atomic"
	"unsafe"
)

// Settle waits until no cells are being marked. What is marked is what there
// was when the roots were copied, so whoever takes a value out of a cell, or
// finds a cell by other ways than by a value, waits first. The library sets it.
var Settle = func() {}

// marker visits what was alive when the roots were copied. Others make cells
// meanwhile, which bear the mark; and store values into those that they can
// see, but only where there was none.
type marker struct {
	cycle    uint8
	segments *[SegmentCount]unsafe.Pointer
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
	m := &marker{cycle: table.Cycle, segments: &table.Segments, pending: pending[:0]}
	for i, word := range found {
		for ; word != 0; word &= word - 1 {
			m.visit(uint32(i*64 + bits.TrailingZeros64(word)))
		}
	}
	for index := range table.Fixed {
		m.visit(index)
	}
	for _, constant := range table.Constants {
		m.keep(m.word(constant))
	}
	m.counted()
	m.drain()
	m.forgetSymbols()
	pending = m.pending
	table.Live = m.cells
	table.CellsLimit = max(LeastCells, m.cells)
	table.BytesLimit = max(LeastBytes, m.bytes)
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

// visit marks the cell at an index, if one is in use there, and keeps it for
// later if it has parts.
func (m *marker) visit(index uint32) {
	if c := cellAt(index); c != nil {
		m.keep(m.word(c.load().handle(index)))
	}
}

// tagged says whether a word can be a handle: most that are none end here,
// without a call.
func (w Word) tagged() bool {
	return uint32(w>>56) == Tag
}

func (m *marker) keep(c *Cell) {
	if c != nil {
		m.pending = append(m.pending, c)
	}
}

// word marks the cell that a word is the handle of. Gives it if it has parts
// and was not marked before. One function, without a call in it: it takes
// most of the time of a cycle.
func (m *marker) word(w Word) *Cell {
	if !w.tagged() {
		return nil
	}
	index := w.Index()
	s := (*segment)(m.segments[index>>SegmentBits])
	if s == nil {
		return nil
	}
	c, mark := &s.cells[index%SegmentCells], &s.marks[index%SegmentCells]
	head := c.load()
	if *mark == m.cycle || head.stamp() != uint32(w>>32) {
		return nil
	}
	kind := 1 << (head.kind() & 31)
	if kind == 1<<KindFree {
		return nil
	}
	*mark = m.cycle
	m.cells++
	if kind&withParts == 0 {
		return nil
	}
	return c
}

// The kinds of cells that lead to others.
const withParts = 1<<KindPair | 1<<KindVector | 1<<KindPort | 1<<KindSockaddr |
	1<<KindVariable | 1<<KindPointer | 1<<KindBytevector

// follow goes along a list, and keeps for later what else its pairs lead to.
func (m *marker) follow(c *Cell) {
	for c != nil && c.load().kind() == KindPair {
		p := part[PairPart](c)
		if p.Car.tagged() {
			m.keep(m.word(p.Car))
		}
		if !p.Cdr.tagged() {
			return
		}
		c = m.word(p.Cdr)
	}
	m.keep(c)
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
	switch c.load().kind() {
	case KindPair:
		m.follow(c)
	case KindVector:
		p := part[VectorPart](c)
		m.bytes += p.Length * 8
		for _, w := range unsafe.Slice((*Word)(p.Elements), p.Length) {
			if w.tagged() {
				m.follow(m.word(w))
			}
		}
	case KindBytevector:
		p := part[BytevectorPart](c)
		m.bytes += p.Length
		m.keep(m.word(p.Parent))
	case KindPort:
		m.keep(m.word(part[PortPart](c).Name))
	case KindSockaddr:
		m.keep(m.word(part[SockaddrPart](c).Plain))
	case KindVariable:
		m.keep(m.word(part[VariablePart](c).Value))
	case KindPointer:
		m.keep(m.word(part[PointerPart](c).Parent))
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
