package heap

import (
	"math"
	"unsafe"
)

// FixedEmptyBytevector is the index of the cell that is every bytevector of no
// bytes.
const FixedEmptyBytevector = 1

// Bytevector makes a bytevector with a copy of contents.
func (cache *Cache) Bytevector(contents []byte) (Word, error) {
	if len(contents) == 0 {
		return Fixed(FixedEmptyBytevector), nil
	}
	c, index, to, err := cache.takeWith(uint64(len(contents)))
	if err != nil {
		return 0, err
	}
	copy(unsafe.Slice((*byte)(to), len(contents)), contents)
	p := part[BytevectorPart](c)
	p.Contents, p.Length, p.Parent = to, uint64(len(contents)), 0
	return publish(c, index, KindBytevector, 0, 0), nil
}

// ForeignRoom is the number of bytes that can lie at an address, as far as that
// can be told without looking: none on the first page, and none beyond the last
// address.
func ForeignRoom(address uint64) uint64 {
	const page = 4096
	if address < page {
		return 0
	}
	return min(-address, math.MaxInt64)
}

// ForeignBytevector makes a bytevector of memory that parent keeps alive. There
// is ForeignRoom for its length.
func (cache *Cache) ForeignBytevector(address, length uint64, element Element, parent Word) (Word, error) {
	c, index, err := cache.take()
	if err != nil {
		return 0, err
	}
	p := part[BytevectorPart](c)
	if length == 0 {
		// No memory has any address, NULL too.
		p.Contents = part[BytevectorPart](cellAt(FixedEmptyBytevector)).Contents
	} else {
		*(*uint64)(unsafe.Pointer(&p.Contents)) = address
	}
	p.Length, p.Parent = length, parent
	return publish(c, index, KindBytevector, BytevectorForeign, uint16(element)), nil
}

// Bytes gives a bytevector's contents, in place.
func (w Word) Bytes() (contents []byte, ok bool) {
	contents, _, ok = w.Bytevector()
	return contents, ok
}

// Bytevector gives a bytevector's contents, in place, and what they are.
func (w Word) Bytevector() (contents []byte, element Element, ok bool) {
	c := w.is(KindBytevector)
	if c == nil {
		return nil, 0, false
	}
	p := part[BytevectorPart](c)
	return unsafe.Slice((*byte)(p.Contents), p.Length), Element(c.load().small()), true
}
