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

// VectorLength gives the number of a plain vector's elements.
func (w Word) VectorLength() (length uint64, ok bool) {
	c := w.is(KindVector)
	if c == nil {
		return 0, false
	}
	return part[VectorPart](c).Length, true
}

// element is the place of an element that a plain vector has.
func (w Word) element(k uint64) *uint64 {
	p := part[VectorPart](w.is(KindVector))
	return &unsafe.Slice((*uint64)(p.Elements), p.Length)[k]
}

// Element gives an element that a plain vector has.
func (w Word) Element(k uint64) Word {
	return Word(atomic.LoadUint64(w.element(k)))
}

// SetElement sets an element that a plain vector has.
func (w Word) SetElement(k uint64, value Word) {
	Settle()
	atomic.StoreUint64(w.element(k), uint64(value))
}
