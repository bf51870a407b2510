package printer

import (
	"slices"
	"strconv"

	"guilenet/libguilenet/internal/heap"
)

// path leads from the value that is printed to the part that is printed now:
// each vector, and each pair of a list as far as it has come. None is on it
// twice.
type path struct {
	words []heap.Word
	// pages finds the words by their cells' indexes, once there are many: a word
	// is before the place that is there, and nowhere where that is 0.
	pages [][]int32
}

const (
	// few words are searched one by one.
	few = 16
	// page is the number of cells in a page.
	page = 1 << 10
)

func (p *path) length() int {
	return len(p.words)
}

func (p *path) push(w heap.Word) {
	p.words = append(p.words, w)
	switch {
	case len(p.words) > few:
		p.note(len(p.words) - 1)
	case len(p.words) == few:
		for place := range p.words {
			p.note(place)
		}
	}
}

// note puts the word at a place into its page.
func (p *path) note(place int) {
	index := int(p.words[place].Index())
	if more := index/page + 1 - len(p.pages); more > 0 {
		p.pages = append(p.pages, make([][]int32, more)...)
	}
	if p.pages[index/page] == nil {
		p.pages[index/page] = make([]int32, page)
	}
	p.pages[index/page][index%page] = int32(place) + 1
}

// cut takes away all but the first words.
func (p *path) cut(length int) {
	if len(p.words) >= few {
		kept := length
		if length < few {
			kept = 0
		}
		for _, w := range p.words[kept:] {
			index := w.Index()
			p.pages[index/page][index%page] = 0
		}
	}
	p.words = p.words[:length]
}

func (p *path) find(w heap.Word) (place int, ok bool) {
	if len(p.words) < few {
		place = slices.Index(p.words, w)
		return place, place >= 0
	}
	index := int(w.Index())
	if index/page >= len(p.pages) || p.pages[index/page] == nil {
		return 0, false
	}
	place = int(p.pages[index/page][index%page]) - 1
	return place, place >= 0
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
