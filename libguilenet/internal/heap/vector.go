package heap

import (
	"sync/atomic"
	"unsafe"
)

// Vector makes a vector of the elements.
func (cache *Cache) Vector(elements ...Word) (Word, error) {
	c, index, to, err := cache.takeWith(uint64(len(elements)) * 8)
	if err != nil {
		return 0, err
	}
	copy(unsafe.Slice((*Word)(to), len(elements)), elements)
	p := part[VectorPart](c)
	p.Elements, p.Length = to, uint64(len(elements))
	return publish(c, index, KindVector, 0, 0), nil
}

// Vector gives a copy of a plain vector's elements; an address object has to
// be made plain first.
func (w Word) Vector() (elements []Word, ok bool) {
	c := w.is(KindVector)
	if c == nil {
		return nil, false
	}
	p := part[VectorPart](c)
	elements = make([]Word, p.Length)
	from := unsafe.Slice((*uint64)(p.Elements), p.Length)
	for i := range elements {
		elements[i] = Word(atomic.LoadUint64(&from[i]))
	}
	return elements, true
}
