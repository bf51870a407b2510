package printer

import (
	"strconv"

	"guilenet/libguilenet/internal/heap"
)

// path leads from the value that is printed to the part that is printed now:
// each vector, and each pair of a list as far as it has come. None is on it
// twice.
type path struct {
	words []heap.Word
	// places finds the words, once there are many.
	places map[heap.Word]int
}

// few words are searched one by one.
const few = 16

func (p *path) length() int {
	return len(p.words)
}

func (p *path) push(w heap.Word) {
	p.words = append(p.words, w)
	switch {
	case p.places != nil:
		p.places[w] = len(p.words) - 1
	case len(p.words) > few:
		p.places = make(map[heap.Word]int, 2*few)
		for i, word := range p.words {
			p.places[word] = i
		}
	}
}

// cut takes away all but the first words.
func (p *path) cut(length int) {
	if p.places != nil {
		for _, w := range p.words[length:] {
			delete(p.places, w)
		}
	}
	p.words = p.words[:length]
}

func (p *path) find(w heap.Word) (place int, ok bool) {
	if p.places != nil {
		place, ok = p.places[w]
		return place, ok
	}
	for i, word := range p.words {
		if word == w {
			return i, true
		}
	}
	return 0, false
}

func (p *path) has(w heap.Word) bool {
	_, ok := p.find(w)
	return ok
}

// number is what stands for the word at a place when it comes again. libguile
// counts from the end of the path, or from before those pairs at its end that
// have one cdr.
func (p *path) number(place int) int {
	from := len(p.words) - 1
	for from > 0 {
		_, cdr, isPair := p.words[from].Pair()
		_, before, wasPair := p.words[from-1].Pair()
		if !isPair || !wasPair || cdr != before {
			break
		}
		from--
	}
	return place - from
}

// again prints a reference to w if w would come round again.
func (p *Printer) again(w heap.Word) bool {
	place, ok := p.within.find(w)
	if ok {
		p.Add("#" + strconv.Itoa(p.within.number(place)) + "#")
	}
	return ok
}
