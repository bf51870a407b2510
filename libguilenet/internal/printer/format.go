package printer

import (
	"strings"
	"unicode/utf8"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
)

// Format adds a template with its directives replaced by the elements of the
// list args: ~A displayed, ~S written; ~% is a newline, ~~ a tilde. What is no
// pair ends the list. Where it fails, the text has got everything up to the
// last directive that was good.
func (p *Printer) Format(template string, args heap.Word) error {
	for {
		literal, rest, found := strings.Cut(template, "~")
		if !found || rest == "" {
			p.Add(template)
			return superfluous(args)
		}
		directive, size := utf8.DecodeRuneInString(rest)
		template = rest[size:]
		switch directive {
		case '~', '%':
			p.Add(literal + map[rune]string{'~': "~", '%': "\n"}[directive])
		case 'A', 'a', 'S', 's':
			car, cdr, ok := args.Pair()
			if !ok {
				return condition.Misc("FORMAT: Missing argument for ~~~A", heap.FromChar(directive))
			}
			p.Add(literal)
			if err := p.print(car, directive == 'S' || directive == 's'); err != nil {
				return err
			}
			args = cdr
		default:
			return condition.Misc("FORMAT: Unsupported format option ~~~A - use (ice-9 format) instead",
				heap.FromChar(directive))
		}
	}
}

// superfluous refuses arguments that are left. What is no proper list fails
// where libguile counts them.
func superfluous(args heap.Word) error {
	if args.IsEnd() {
		return nil
	}
	elements, ok := args.Elements()
	if !ok {
		return condition.In("length", condition.WrongType(1, args))
	}
	return condition.Misc("FORMAT: ~A superfluous arguments", len(elements))
}
