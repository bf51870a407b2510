package heap

import "unsafe"

// Pointer makes a pointer object; finalizer, a C function of it, may be nil.
func (cache *Cache) Pointer(address, finalizer unsafe.Pointer) (Word, error) {
	c, index, err := cache.take()
	if err != nil {
		return 0, err
	}
	p := part[PointerPart](c)
	p.Address, p.Finalizer = address, finalizer
	return publish(c, index, KindPointer, 0, 0), nil
}

// Pointer gives the address of a pointer object.
func (w Word) Pointer() (address unsafe.Pointer, ok bool) {
	c := w.is(KindPointer)
	if c == nil {
		return nil, false
	}
	return part[PointerPart](c).Address, true
}
