// Package heap is the handle table: cells in memory mapped outside Go's, which
// the veneer's C reads and writes too. cell.h has the same layout for C, and
// says what each part means; layout.go of package main asserts at compile time
// that the two agree.
package heap

import (
	"sync/atomic"
	"unsafe"
)

// Word is a value: an immediate or a handle.
type Word uint64

// The immediates, and the parts of a handle.
const (
	False       Word = 0x4
	Nil         Word = 0x104
	EmptyList   Word = 0x304
	True        Word = 0x404
	Unspecified Word = 0x804
	Undefined   Word = 0x904
	EOF         Word = 0xa04

	Tag            = 0xa5
	GenerationBits = 24
	indexShift     = 3
	indexBits      = 29

	CellSize      = 32
	SegmentBits   = 16
	SegmentCells  = 1 << SegmentBits
	SegmentCount  = 1 << (indexBits - SegmentBits)
	cellsMax      = SegmentCells * SegmentCount
	SymbolBuckets = 1024
	CacheCells    = 32

	// ConstantPlaces is room for the variables of all constants.
	ConstantPlaces = 512
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	KindFree Kind = iota
	KindPair
	KindInteger
	KindString
	KindSymbol
	KindVector
	KindBytevector
	KindPointer
	KindPort
	KindSockaddr
	KindVariable
	KindRoot
	KindCount
)

// The flags of a cell, by kind.
const (
	IntegerNegative = 1

	PortOpen       = 1
	PortInput      = 2
	PortOutput     = 4
	PortSocket     = 8
	PortUnbuffered = 16
	PortLine       = 32
	PortBegun      = 64
	PortBuried     = 128

	SockaddrSet = 1

	BytevectorForeign = 1
)

// LeastCells and LeastBytes are allocated between two cycles, at least.
// Payloads are counted from CountedPayload bytes on: smaller ones are told by
// their cells.
const (
	LeastCells     = 1 << 14
	LeastBytes     = 1 << 22
	CountedPayload = 256
)

// IntegerInline limbs and SockaddrInline bytes lie in the cell; more lie in a
// payload.
const (
	IntegerInline  = 3
	SockaddrInline = 16
)

// segment is struct segment: cells and, for each of them, the mark of the
// collector's last cycle, its maker, and its counts of protections and of
// references, as one number that is 0 if both are; and whether any count may
// not be 0.
type segment struct {
	cells   [SegmentCells]Cell
	marks   [SegmentCells]uint8
	makers  [SegmentCells]uint16
	counts  [SegmentCells]uint64
	counted uint32
}

// Where the parts of a segment lie in it, and its size.
const (
	MarksOffset   = unsafe.Offsetof(segment{}.marks)
	MakersOffset  = unsafe.Offsetof(segment{}.makers)
	CountsOffset  = unsafe.Offsetof(segment{}.counts)
	CountedOffset = unsafe.Offsetof(segment{}.counted)
	SegmentSize   = unsafe.Sizeof(segment{})
)

// Cell is one place of the table.
type Cell struct {
	head uint64
	part [3]uint64
}

// A head is what a cell's first word says at one moment: stamp, kind, flags and
// a small number.
type head uint64

func (c *Cell) load() head {
	return head(atomic.LoadUint64(&c.head))
}

func (h head) stamp() uint32 { return uint32(h) }
func (h head) kind() Kind    { return Kind(h >> kindShift) }
func (h head) flags() uint8  { return uint8(h >> flagsShift) }
func (h head) small() uint16 { return uint16(h >> smallShift) }

// handle is the word of the cell at an index.
func (h head) handle(index uint32) Word {
	return Word(h.stamp())<<32 | Word(index)<<indexShift
}

// The parts of a cell behind its head, by kind.
type (
	PairPart struct {
		Car, Cdr Word
	}
	StringPart struct {
		Bytes  unsafe.Pointer
		Size   uint64
		Length uint64
	}
	SymbolPart struct {
		Bytes        unsafe.Pointer
		Size, Length uint32
		Hash, Next   uint32
	}
	VectorPart struct {
		Elements unsafe.Pointer
		Length   uint64
	}
	BytevectorPart struct {
		Contents unsafe.Pointer
		Length   uint64
		Parent   Word
	}
	// Whatever the program calls an address: in a pointer of Go's a small number
	// would end the process.
	PointerPart struct {
		Address   uint64
		Finalizer uint64
		Parent    Word
	}
	PortPart struct {
		FD, Revealed int32
		Name         Word
		Buffers      unsafe.Pointer // the veneer's
	}
	SockaddrPart struct {
		Plain Word
		More  unsafe.Pointer // or SockaddrInline bytes from here on
		_     uint64
	}
	VariablePart struct {
		Value Word
	}
)

// Table is struct heap: the part of the library's state that both sides use.
type Table struct {
	Segments  [SegmentCount]unsafe.Pointer
	Symbols   [SymbolBuckets]uint32
	Constants [ConstantPlaces]Word
	Free      uint64
	Top       uint64
	// What the collector goes by: see struct heap.
	Cells, Bytes           uint64
	CellsLimit, BytesLimit uint64
	Live                   uint64
	Roots                  uint32
	Fixed                  uint32
	Cycle                  uint8
	Debug                  bool
}

// Cache is struct cache: free cells of the calling thread's own. A call hands
// it to whatever allocates.
type Cache struct {
	Count uint16
	// Who takes them, where that is remembered.
	Maker uint16
	Cells [CacheCells]uint32
}

// table is where the veneer mapped it: found again at each start of the core.
var table *Table

// malloc makes the payloads, which C frees.
var malloc func(size uint64) unsafe.Pointer

// free gives back what malloc made.
var free func(unsafe.Pointer)

// Use makes t the table, and the C library's allocator that of the payloads.
func Use(t *Table, mallocC func(uint64) unsafe.Pointer, freeC func(unsafe.Pointer)) {
	table, malloc, free = t, mallocC, freeC
}

func part[T any](c *Cell) *T {
	return (*T)(unsafe.Pointer(&c.part))
}

func segmentOf(index uint32) *segment {
	return (*segment)(atomic.LoadPointer(&table.Segments[index>>SegmentBits]))
}

func cellAt(index uint32) *Cell {
	s := segmentOf(index)
	if s == nil {
		return nil
	}
	return &s.cells[index%SegmentCells]
}

// end is the index behind the last cell that was ever in use.
func end() uint32 {
	return uint32(min(atomic.LoadUint64(&table.Top), cellsMax))
}

// cell is the cell that w is the handle of, or nil: w is an immediate, stale
// or made up.
func (w Word) cell() *Cell {
	stamp := uint32(w >> 32)
	if stamp>>GenerationBits != Tag || w&7 != 0 {
		return nil
	}
	c := cellAt(w.Index())
	if c == nil || c.load().stamp() != stamp {
		return nil
	}
	return c
}

// Index is the number of a handle's cell.
func (w Word) Index() uint32 {
	return uint32(w) >> indexShift
}

// is gives the cell of w if it is of the kind.
func (w Word) is(kind Kind) *Cell {
	if c := w.cell(); c != nil && c.load().kind() == kind {
		return c
	}
	return nil
}

// Kind is the kind of w's cell; KindFree for an immediate and for a handle of
// nothing.
func (w Word) Kind() Kind {
	if c := w.cell(); c != nil {
		return c.load().kind()
	}
	return KindFree
}

// Where the parts of a cell's head lie in it.
const (
	kindShift  = 32
	flagsShift = 40
	smallShift = 48
)

// publish makes a cell live, in one store, and gives its handle.
func publish(c *Cell, index uint32, kind Kind, flags uint8, small uint16) Word {
	segmentOf(index).marks[index%SegmentCells] = table.Cycle
	stamp := c.load().stamp()
	made := head(stamp) | head(kind)<<kindShift | head(flags)<<flagsShift | head(small)<<smallShift
	atomic.StoreUint64(&c.head, uint64(made))
	return made.handle(index)
}

// Fixed is the handle of a cell that exists since load.
func Fixed(index uint32) Word {
	return Tag<<56 | Word(index)<<indexShift
}
