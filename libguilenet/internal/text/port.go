package text

import "unicode/utf8"

// Read reads bytes in the set as a port for input does: what means nothing
// becomes a replacement character.
func (c Charset) Read(b []byte) string {
	switch {
	case c.utf8:
		return readUTF8(b)
	case c.limit > 0:
		return widen(b, c.limit, utf8.RuneError)
	}
	return c.Decode(b)
}

// readUTF8 puts one replacement character for each maximal part of a
// well-formed sequence, or for a byte that can begin none.
func readUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	s := make([]byte, 0, len(b)+len(b)/2)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			n = maximalPart(b)
		}
		s = utf8.AppendRune(s, r)
		b = b[n:]
	}
	return string(s)
}

// maximalPart is the length of the longest beginning of b that some well-formed
// sequence begins with, or 1. What completes it, the shortest continuation that
// is right for each lead byte, tells.
func maximalPart(b []byte) int {
	for n := min(3, len(b)); n > 1; n-- {
		if beginsSequence(b[:n]) {
			return n
		}
	}
	return 1
}

func beginsSequence(b []byte) bool {
	for _, last := range []string{"\x80", "\xbf", "\x80\x80", "\xbf\xbf"} {
		if utf8.RuneCount(append(append([]byte(nil), b...), last...)) == 1 {
			return true
		}
	}
	return false
}
