package text

import "unicode/utf8"

// Charset is a character set that the host's C library has a name for.
type Charset struct {
	name string
	// limit is not 0 if the set is the characters below it, a byte each.
	limit rune
	utf8  bool
}

// The sets that need no help of the C library's, by its names for them.
var charsets = map[string]Charset{
	"UTF-8":          {name: "UTF-8", utf8: true},
	"ISO-8859-1":     {name: "ISO-8859-1", limit: 0x100},
	"ANSI_X3.4-1968": {name: "ANSI_X3.4-1968", limit: 0x80},
	"US-ASCII":       {name: "US-ASCII", limit: 0x80},
}

// Named finds a character set by the C library's name.
func Named(name string) Charset {
	if c, ok := charsets[name]; ok {
		return c
	}
	return Charset{name: name}
}

// Iconv converts between two character sets with the C library's iconv(3).
// What cannot be converted becomes a question mark: replaced is how often. ok
// is false if the C library cannot convert between the two. The library sets
// it.
var Iconv = func(to, from string, text []byte) (converted []byte, replaced int, ok bool) {
	return nil, 0, false
}

// Has says whether the set has a character.
func (c Charset) Has(r rune) bool {
	switch {
	case c.utf8, r < utf8.RuneSelf:
		return true
	case c.limit > 0:
		return r < c.limit
	}
	_, replaced, ok := Iconv(c.name, "UTF-8", utf8.AppendRune(nil, r))
	return ok && replaced == 0
}

// Encode gives a string's bytes in the set. What the set lacks becomes a
// question mark.
func (c Charset) Encode(s string) []byte {
	switch {
	case c.utf8 || isASCII(s):
		return []byte(s)
	case c.limit > 0:
		return narrow(s, c.limit)
	}
	if b, _, ok := Iconv(c.name, "UTF-8", []byte(s)); ok {
		return b
	}
	return narrow(s, utf8.RuneSelf)
}

// narrow gives a byte for each character, those from limit on as question
// marks.
func narrow(s string, limit rune) []byte {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r >= limit {
			r = '?'
		}
		b = append(b, byte(r))
	}
	return b
}

// widen is the other way round, with another character for those.
func widen(b []byte, limit, instead rune) string {
	s := make([]byte, 0, len(b)+len(b)/2)
	for _, c := range b {
		r := rune(c)
		if r >= limit {
			r = instead
		}
		s = utf8.AppendRune(s, r)
	}
	return string(s)
}

// Transliterate is the same, but the C library may have something similar for
// what the set lacks, in the language of the host's locale. Guile asks it only
// for a string with a character that Latin-1 lacks.
func (c Charset) Transliterate(s string) []byte {
	if c.utf8 || isNarrow(s) {
		return c.Encode(s)
	}
	if b, _, ok := Iconv(c.name+"//TRANSLIT", "UTF-8", []byte(s)); ok {
		return b
	}
	return c.Encode(s)
}

// Decode reads bytes in the set. What means nothing becomes a question mark.
func (c Charset) Decode(b []byte) string {
	switch {
	case isASCII(b):
		return string(b)
	case c.utf8:
		return decodeUTF8(b)
	case c.limit > 0:
		return widen(b, c.limit, '?')
	}
	if s, _, ok := Iconv("UTF-8", c.name, b); ok {
		return string(s)
	}
	return widen(b, utf8.RuneSelf, '?')
}

// decodeUTF8 puts one question mark for each malformed sequence: a lead byte
// together with the continuation bytes that it would take, or a byte that is
// neither.
func decodeUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	s := make([]byte, 0, len(b))
	for len(b) > 0 {
		n := sequence(b)
		if r, size := utf8.DecodeRune(b); size == n && (r != utf8.RuneError || n > 1) {
			s = append(s, b[:n]...)
		} else {
			s = append(s, '?')
		}
		b = b[n:]
	}
	return string(s)
}

// sequence is the number of bytes at the beginning of b that stand or fall
// together.
func sequence(b []byte) int {
	length := 1
	switch lead := b[0]; {
	case lead >= 0xf8:
	case lead >= 0xf0:
		length = 4
	case lead >= 0xe0:
		length = 3
	case lead >= 0xc2:
		length = 2
	}
	n := 1
	for n < min(length, len(b)) && !utf8.RuneStart(b[n]) {
		n++
	}
	return n
}

func isASCII[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isNarrow says whether Latin-1 has all of the string: its lead bytes are
// those below 0xc4.
func isNarrow(s string) bool {
	for i := range len(s) {
		if s[i] >= 0xc4 {
			return false
		}
	}
	return true
}
