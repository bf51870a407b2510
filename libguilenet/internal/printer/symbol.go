package printer

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
)

// symbol prints a name as it is if it reads back as a symbol, else in #{…}#.
func (p *Printer) symbol(w heap.Word, _ bool) {
	name, _ := w.SymbolName()
	if !isQuoted(name) {
		p.Add(name)
		return
	}
	p.Add("#{")
	for _, r := range name {
		if isPlain(r) || unicode.Is(unicode.Zs, r) || strings.ContainsRune(`"#;`, r) {
			p.text = utf8.AppendRune(p.text, r)
		} else {
			p.Add(fmt.Sprintf(`\x%x;`, r))
		}
	}
	p.Add("}#")
}

// isPlain says whether a character needs no quoting within a symbol.
func isPlain(r rune) bool {
	if r <= unicode.MaxASCII {
		return r > ' ' && r < deleteCharacter && !strings.ContainsRune(`"();[]{}#`, r)
	}
	return unicode.Is(unicode.Co, r) ||
		isGraphic(r) && !unicode.In(r, unicode.Ps, unicode.Pe, unicode.Pi, unicode.Pf)
}

// cannotBegin says whether a plain character needs quoting as a symbol's first.
func cannotBegin(r rune) bool {
	if r <= unicode.MaxASCII {
		return strings.ContainsRune("'`,0123456789", r)
	}
	return unicode.In(r, unicode.Nd, unicode.Mc, unicode.Me)
}

// isQuoted says whether a name stands in #{…}#. libguile asks in this order,
// and so leaves a name with a colon at an end alone whatever else is in it.
func isQuoted(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	switch {
	case name == "" || name == "." || !isPlain(first) || cannotBegin(first):
		return true
	case strings.HasPrefix(name, ":") || strings.HasSuffix(name, ":"):
		return false
	case strings.ContainsRune("+-.", first) && number.Reads(name):
		return true
	}
	return strings.ContainsFunc(name, func(r rune) bool { return !isPlain(r) })
}
