package heap

import (
	"unicode/utf8"
	"unsafe"
)

// fill copies s into a payload, with a NUL behind it.
func fill(to unsafe.Pointer, s string) {
	bytes := unsafe.Slice((*byte)(to), len(s)+1)
	copy(bytes, s)
	bytes[len(s)] = 0
}

// String makes a string of valid UTF-8.
func (cache *Cache) String(s string) (Word, error) {
	c, index, bytes, err := cache.takeWith(uint64(len(s)) + 1)
	if err != nil {
		return 0, err
	}
	fill(bytes, s)
	p := part[StringPart](c)
	p.Bytes, p.Size, p.Length = bytes, uint64(len(s)), uint64(utf8.RuneCountInString(s))
	return publish(c, index, KindString, 0, 0), nil
}

// Text gives a copy of a string's text.
func (w Word) Text() (text string, ok bool) {
	c := w.is(KindString)
	if c == nil {
		return "", false
	}
	p := part[StringPart](c)
	return string(unsafe.Slice((*byte)(p.Bytes), p.Size)), true
}
