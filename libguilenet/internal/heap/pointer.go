package heap

// Pointer gives the address of a pointer object.
func (w Word) Pointer() (address uint64, ok bool) {
	c := w.is(KindPointer)
	if c == nil {
		return 0, false
	}
	return part[PointerPart](c).Address, true
}
