// Package equal compares what values contain.
package equal

import (
	"bytes"

	"guilenet/libguilenet/internal/heap"
)

// Words says whether x and y are equal as Guile's equal? has it. It keeps what
// is left to compare in a list, not on a stack, and comes back for structures
// that contain themselves: they are equal unless a difference can be found.
// plain gives the vector that an address object is.
func Words(x, y heap.Word, plain func(heap.Word) (heap.Word, error)) (bool, error) {
	c := comparison{plain: plain}
	same, err := c.compare(x, y)
	for same && err == nil && len(c.pending) != 0 {
		last := len(c.pending) - 1
		next := c.pending[last]
		c.pending = c.pending[:last]
		if !c.assumed(next) {
			same, err = c.compareParts(next)
		}
	}
	return same, err
}

type couple struct {
	x, y heap.Word
}

type comparison struct {
	plain func(heap.Word) (heap.Word, error)
	// pending are couples of pairs or of vectors whose parts are to be compared.
	pending []couple
	steps   int
	// parent leads to the representative of the values that are assumed to be
	// equal because they are, or were, pending.
	parent map[heap.Word]heap.Word
}

// contents compares the values of a kind that have no parts. The kinds that
// are not here are only equal to themselves.
var contents = [heap.KindCount]func(x, y heap.Word) bool{
	heap.KindInteger: func(x, y heap.Word) bool {
		m, _ := x.Integer()
		n, _ := y.Integer()
		return m.Cmp(n) == 0
	},
	heap.KindString: func(x, y heap.Word) bool {
		s, _ := x.Text()
		t, _ := y.Text()
		return s == t
	},
	heap.KindBytevector: func(x, y heap.Word) bool {
		s, e, _ := x.Bytevector()
		t, f, _ := y.Bytevector()
		// Unsigned bytes are equal to those of no named type.
		return (e == f || max(e, f) == heap.U8) && bytes.Equal(s, t)
	},
	heap.KindPointer: func(x, y heap.Word) bool {
		p, _ := x.Pointer()
		q, _ := y.Pointer()
		return p == q
	},
}

// compare says whether x and y are equal as far as can be seen without looking
// at their parts, which become pending.
func (c *comparison) compare(x, y heap.Word) (bool, error) {
	if x == y {
		return true, nil
	}
	kind := x.Kind()
	if kind == heap.KindSockaddr || y.Kind() == heap.KindSockaddr {
		return c.compareAddresses(x, y)
	}
	if y.Kind() != kind {
		return false, nil
	}
	if kind == heap.KindPair || kind == heap.KindVector {
		c.pending = append(c.pending, couple{x, y})
		return true, nil
	}
	same := contents[kind]
	return same != nil && same(x, y), nil
}

// compareAddresses compares an address object with another or with a vector.
func (c *comparison) compareAddresses(x, y heap.Word) (bool, error) {
	s, _, sSet, sOK := x.Sockaddr()
	t, _, tSet, tOK := y.Sockaddr()
	if sOK && tOK && !sSet && !tSet && bytes.Equal(s, t) {
		return true, nil
	}
	if !sOK && x.Kind() != heap.KindVector || !tOK && y.Kind() != heap.KindVector {
		return false, nil
	}
	var err error
	if sOK {
		if x, err = c.plain(x); err != nil {
			return false, err
		}
	}
	if tOK {
		if y, err = c.plain(y); err != nil {
			return false, err
		}
	}
	return c.compare(x, y)
}

// compareParts compares the parts of two pairs or two vectors. A pair's cdr is
// pending before its car, so that of a long list no more than one is at a time.
func (c *comparison) compareParts(p couple) (bool, error) {
	if xCar, xCdr, ok := p.x.Pair(); ok {
		yCar, yCdr, _ := p.y.Pair()
		if same, err := c.compare(xCdr, yCdr); !same {
			return false, err
		}
		return c.compare(xCar, yCar)
	}
	length, _ := p.x.VectorLength()
	if other, _ := p.y.VectorLength(); other != length {
		return false, nil
	}
	for k := range length {
		if same, err := c.compare(p.x.Element(k), p.y.Element(k)); !same {
			return false, err
		}
	}
	return true, nil
}

// Of the couples behind the first patience ones, one in sparseness is noted.
// That is enough for an end, because each note joins two classes of the values
// that there are, and it spares long lists the time and the memory.
const (
	patience   = 1 << 20
	sparseness = 16
)

// assumed says whether the couple needs no comparison, because it follows from
// those that are made anyway.
func (c *comparison) assumed(p couple) bool {
	if c.steps++; c.steps < patience {
		return false
	}
	x, y := c.representative(p.x), c.representative(p.y)
	if x == y {
		return true
	}
	if c.steps%sparseness == 0 {
		if c.parent == nil {
			c.parent = map[heap.Word]heap.Word{}
		}
		c.parent[x] = y
	}
	return false
}

func (c *comparison) representative(w heap.Word) heap.Word {
	for {
		parent, ok := c.parent[w]
		if !ok {
			return w
		}
		if grandparent, ok := c.parent[parent]; ok {
			c.parent[w] = grandparent
		}
		w = parent
	}
}
