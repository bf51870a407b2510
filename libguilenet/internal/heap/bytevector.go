package heap

import "unsafe"

// Bytevector makes a bytevector with a copy of contents.
func (cache *Cache) Bytevector(contents []byte) (Word, error) {
	c, index, to, err := cache.takeWith(uint64(len(contents)))
	if err != nil {
		return 0, err
	}
	copy(unsafe.Slice((*byte)(to), len(contents)), contents)
	p := part[BytevectorPart](c)
	p.Contents, p.Length, p.Parent = to, uint64(len(contents)), 0
	return publish(c, index, KindBytevector, 0, 0), nil
}

// ForeignBytevector makes a bytevector of memory that parent owns.
func (cache *Cache) ForeignBytevector(contents unsafe.Pointer, length uint64, parent Word) (Word, error) {
	c, index, err := cache.take()
	if err != nil {
		return 0, err
	}
	p := part[BytevectorPart](c)
	p.Contents, p.Length, p.Parent = contents, length, parent
	return publish(c, index, KindBytevector, BytevectorForeign, 0), nil
}

// Bytes gives a bytevector's contents, in place.
func (w Word) Bytes() (contents []byte, ok bool) {
	c := w.is(KindBytevector)
	if c == nil {
		return nil, false
	}
	p := part[BytevectorPart](c)
	return unsafe.Slice((*byte)(p.Contents), p.Length), true
}
