package heap

// The range of the integers that are immediates.
const (
	MaxFixnum = 1<<61 - 1
	MinFixnum = -1 << 61
)

// Bool is #t or #f.
func Bool(b bool) Word {
	if b {
		return True
	}
	return False
}

// IsFixnum says whether w is an integer that is its own word.
func (w Word) IsFixnum() bool {
	return w&3 == 2
}

// Fixnum is the integer of a fixnum's word.
func (w Word) Fixnum() int64 {
	return int64(w) >> 2
}

// FromFixnum is the word of an integer between MinFixnum and MaxFixnum.
func FromFixnum(n int64) Word {
	return Word(n)<<2 | 2
}

// Char gives the code point of a character, an immediate.
func (w Word) Char() (rune, bool) {
	return rune(w >> 8), w&0xff == 0xc
}

// FromChar is the word of a character.
func FromChar(r rune) Word {
	return Word(r)<<8 | 0xc
}
