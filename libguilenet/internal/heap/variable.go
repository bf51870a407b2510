package heap

import "sync/atomic"

// Variable makes a variable.
func (cache *Cache) Variable(value Word) (Word, error) {
	c, index, err := cache.take()
	if err != nil {
		return 0, err
	}
	part[VariablePart](c).Value = value
	return publish(c, index, KindVariable, 0, 0), nil
}

// Variable gives a variable's value.
func (w Word) Variable() (value Word, ok bool) {
	c := w.is(KindVariable)
	if c == nil {
		return 0, false
	}
	return part[VariablePart](c).Value, true
}

// Constant gives the variable at a constant's place. It is made with the value
// when it is first asked for.
func (cache *Cache) Constant(place int, value Word) (Word, error) {
	slot := (*uint64)(&table.Constants[place])
	if known := atomic.LoadUint64(slot); known != 0 {
		return Word(known), nil
	}
	made, err := cache.Variable(value)
	if err != nil || atomic.CompareAndSwapUint64(slot, 0, uint64(made)) {
		return made, err
	}
	// Another thread was faster, and nobody has seen this one.
	publish(made.cell(), made.Index(), KindFree, 0, 0)
	cache.putBack(made.Index())
	return Word(atomic.LoadUint64(slot)), nil
}
