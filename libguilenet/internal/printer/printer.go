// Package printer has the printed forms of values. Every value has two: the
// written one, and the displayed one, in which strings and characters stand
// for themselves.
package printer

import "guilenet/libguilenet/internal/heap"

// Printer makes a text of values, one after the other.
type Printer struct {
	// Plain gives the vector that an address object is.
	Plain func(object heap.Word) (vector heap.Word, err error)
	// Has says whether the text may have a character. What it may not have is
	// escaped where the form allows that. nil stands for all characters.
	Has func(rune) bool
	// Terminal names the terminal that a descriptor is on; "" if it is on none.
	Terminal func(fd int) string

	text []byte
	// within is every vector and pair that what is being printed is a part of.
	within path
	open   []container
}

// String gives the text so far.
func (p *Printer) String() string {
	return string(p.text)
}

// Write adds a value's written form.
func (p *Printer) Write(w heap.Word) error {
	return p.print(w, true)
}

// Display adds a value's displayed form.
func (p *Printer) Display(w heap.Word) error {
	return p.print(w, false)
}

// Add adds s as it is.
func (p *Printer) Add(s string) {
	p.text = append(p.text, s...)
}

func (p *Printer) has(r rune) bool {
	return p.Has == nil || p.Has(r)
}

// A container is a list, a vector or a variable whose parts are being printed.
type container struct {
	// object is the vector, or the pair that the list has come to.
	object heap.Word
	// next is the vector's next element.
	next, length uint64
	// outside is how much of the path is there without the container.
	outside int
	step    step
	end     string
}

// step is what is to be printed next of a container.
type step int

const (
	nextElement step = iota
	firstCar
	nextPair
	closing
)

// print keeps its own stack, because values may be nested deeper than a
// goroutine's goes.
func (p *Printer) print(w heap.Word, written bool) error {
	p.open, p.within = p.open[:0], path{}
	err := p.value(w, written)
	for err == nil && len(p.open) > 0 {
		switch c := &p.open[len(p.open)-1]; c.step {
		case nextElement:
			err = p.element(c, written)
		case firstCar:
			car, _, _ := c.object.Pair()
			c.step = nextPair
			err = p.value(car, written)
		case nextPair:
			err = p.tail(c, written)
		case closing:
			p.close()
		}
	}
	return err
}

// value prints an atom, or opens a container.
func (p *Printer) value(w heap.Word, written bool) error {
	switch kind := w.Kind(); kind {
	case heap.KindPair, heap.KindVector, heap.KindSockaddr:
		if p.again(w) {
			return nil
		}
		return p.begin(w, kind)
	case heap.KindVariable:
		value, _ := w.Variable()
		p.Add("#<variable " + address(w) + " value: ")
		p.open = append(p.open, container{step: closing, outside: p.within.length(), end: ">"})
		return p.value(value, written)
	default:
		p.atom(w, kind, written)
		return nil
	}
}

// begin opens a list or a vector.
func (p *Printer) begin(w heap.Word, kind heap.Kind) (err error) {
	c := container{object: w, outside: p.within.length(), end: ")"}
	p.within.push(w)
	if kind == heap.KindPair {
		c.step = firstCar
		p.Add("(")
	} else {
		if kind == heap.KindSockaddr {
			c.object, err = p.Plain(w)
		}
		c.length, _ = c.object.VectorLength()
		p.Add("#(")
	}
	p.open = append(p.open, c)
	return err
}

func (p *Printer) element(c *container, written bool) error {
	if c.next == c.length {
		p.close()
		return nil
	}
	if c.next > 0 {
		p.Add(" ")
	}
	c.next++
	return p.value(c.object.Element(c.next-1), written)
}

// tail goes on to a list's next pair, or to whatever comes instead.
func (p *Printer) tail(c *container, written bool) error {
	_, cdr, _ := c.object.Pair()
	if cdr.IsEnd() {
		p.close()
		return nil
	}
	car, _, isPair := cdr.Pair()
	if isPair && !p.within.has(cdr) {
		p.within.push(cdr)
		c.object = cdr
		p.Add(" ")
		return p.value(car, written)
	}
	p.Add(" . ")
	c.step = closing
	return p.value(cdr, written)
}

// close ends the innermost container.
func (p *Printer) close() {
	last := len(p.open) - 1
	p.Add(p.open[last].end)
	p.within.cut(p.open[last].outside)
	p.open = p.open[:last]
}
