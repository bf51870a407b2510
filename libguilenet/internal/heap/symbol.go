package heap

import (
	"sync/atomic"
	"unicode/utf8"
	"unsafe"
)

// hash is FNV-1a's: it must be the same in every process that shares the
// table by fork.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

func (c *Cell) name() string {
	p := part[SymbolPart](c)
	return unsafe.String((*byte)(p.Bytes), p.Size)
}

// Symbol interns a name, valid UTF-8: one name has one word. The fixed
// symbols, which C makes at load, come first and are in no chain.
func (cache *Cache) Symbol(name string) (Word, error) {
	for index := uint32(FixedEmptyBytevector + 1); ; index++ {
		c := cellAt(index)
		if c.load().kind() != KindSymbol {
			break
		}
		if c.name() == name {
			return c.load().handle(index), nil
		}
	}
	Settle()
	h := hash(name)
	bucket := &table.Symbols[h%SymbolBuckets]
	var (
		made      *Cell
		madeIndex uint32
	)
	for {
		first := atomic.LoadUint32(bucket)
		for index := first; index != 0; {
			c := cellAt(index)
			p := part[SymbolPart](c)
			if p.Hash == h && c.name() == name {
				if made != nil {
					Free(part[SymbolPart](made).Bytes)
					cache.putBack(madeIndex)
				}
				return c.load().handle(index), nil
			}
			index = p.Next
		}
		if made == nil {
			c, index, bytes, err := cache.takeWith(uint64(len(name)) + 1)
			if err != nil {
				return 0, err
			}
			fill(bytes, name)
			p := part[SymbolPart](c)
			p.Bytes, p.Size = bytes, uint32(len(name))
			p.Length, p.Hash = uint32(utf8.RuneCountInString(name)), h
			made, madeIndex = c, index
		}
		part[SymbolPart](made).Next = first
		// Live before it is in the chain: whoever finds it may use it.
		w := publish(made, madeIndex, KindSymbol, 0, 0)
		if atomic.CompareAndSwapUint32(bucket, first, madeIndex) {
			return w, nil
		}
		publish(made, madeIndex, KindFree, 0, 0)
	}
}

// SymbolName gives a copy of a symbol's name.
func (w Word) SymbolName() (name string, ok bool) {
	c := w.is(KindSymbol)
	if c == nil {
		return "", false
	}
	return string([]byte(c.name())), true
}
