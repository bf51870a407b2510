package heap

import "sync/atomic"

// Cons makes a pair.
func (cache *Cache) Cons(car, cdr Word) (Word, error) {
	c, index, err := cache.take()
	if err != nil {
		return 0, err
	}
	p := part[PairPart](c)
	p.Car, p.Cdr = car, cdr
	return publish(c, index, KindPair, 0, 0), nil
}

// List makes a proper list.
func (cache *Cache) List(elements ...Word) (Word, error) {
	list := EmptyList
	for i := len(elements) - 1; i >= 0; i-- {
		var err error
		if list, err = cache.Cons(elements[i], list); err != nil {
			return 0, err
		}
	}
	return list, nil
}

// Pair gives the two fields of a pair.
func (w Word) Pair() (car, cdr Word, ok bool) {
	c := w.is(KindPair)
	if c == nil {
		return 0, 0, false
	}
	p := part[PairPart](c)
	return Word(atomic.LoadUint64((*uint64)(&p.Car))), Word(atomic.LoadUint64((*uint64)(&p.Cdr))), true
}

// IsEnd says whether w ends a list: it is the empty list, either of Guile's two.
func (w Word) IsEnd() bool {
	return w == EmptyList || w == Nil
}

// Elements gives the elements of a proper list; ok is false for whatever is
// none, a circular list included.
func (w Word) Elements() (elements []Word, ok bool) {
	slow := w
	for !w.IsEnd() {
		car, cdr, isPair := w.Pair()
		if !isPair {
			return nil, false
		}
		elements = append(elements, car)
		w = cdr
		if len(elements)%2 == 0 {
			_, slow, _ = slow.Pair()
			if w == slow {
				return nil, false
			}
		}
	}
	return elements, true
}

// Tail goes k pairs along w, but round a circle no more often than it has to;
// ok is false where there are fewer, and rest is what comes instead.
func (w Word) Tail(k uint64) (rest Word, ok bool) {
	mark, since, period := w, uint64(0), uint64(1)
	for k > 0 {
		_, cdr, ok := w.Pair()
		if !ok {
			return w, false
		}
		w = cdr
		k--
		if since++; w == mark {
			k %= since
		}
		if since == period {
			mark, since, period = w, 0, 2*period
		}
	}
	return w, true
}
