package heap

// SetCdr makes circles for the tests.
func (w Word) SetCdr(cdr Word) {
	part[PairPart](w.is(KindPair)).Cdr = cdr
}
