package printer

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"guilenet/libguilenet/internal/heap"
)

// escapes are those of a string's written form that have a letter.
var escapes = map[rune]string{
	'"': `\"`, '\\': `\\`,
	'\a': `\a`, '\b': `\b`, '\t': `\t`, '\n': `\n`, '\v': `\v`, '\f': `\f`, '\r': `\r`,
}

func (p *Printer) string(w heap.Word, written bool) {
	text, _ := w.Text()
	if !written {
		p.Add(text)
		return
	}
	p.Add(`"`)
	for _, r := range text {
		switch {
		case r != '"' && r != '\\' && isGraphic(r) && p.has(r):
			p.text = utf8.AppendRune(p.text, r)
		case escapes[r] != "":
			p.Add(escapes[r])
		case r <= 0xff:
			p.Add(fmt.Sprintf(`\x%02x`, r))
		case r <= 0xffff:
			p.Add(fmt.Sprintf(`\u%04x`, r))
		default:
			p.Add(fmt.Sprintf(`\U%06x`, r))
		}
	}
	p.Add(`"`)
}

// The names of characters: those of the first 33, and one more.
var characterNames = [...]string{
	"nul", "soh", "stx", "etx", "eot", "enq", "ack", "alarm",
	"backspace", "tab", "newline", "vtab", "page", "return", "so", "si",
	"dle", "dc1", "dc2", "dc3", "dc4", "nak", "syn", "etb",
	"can", "em", "sub", "esc", "fs", "gs", "rs", "us",
	"space",
}

const (
	deleteCharacter = 0x7f
	// dottedCircle carries what combines with the character before.
	dottedCircle = '\u25cc'
)

func (p *Printer) character(r rune, written bool) {
	if !written {
		if !utf8.ValidRune(r) {
			r = '?'
		}
		p.text = utf8.AppendRune(p.text, r)
		return
	}
	p.Add(`#\`)
	switch {
	case r >= 0 && int(r) < len(characterNames):
		p.Add(characterNames[r])
	case r == deleteCharacter:
		p.Add("delete")
	case !isGraphic(r) || !p.has(r):
		p.Add(strconv.FormatUint(uint64(uint32(r)), 8))
	case isCombining(r) && p.has(dottedCircle):
		p.Add(string([]rune{dottedCircle, r}))
	default:
		p.Add(string(r))
	}
}
