package number

import (
	"strconv"

	"guilenet/libguilenet/internal/heap"
)

// WrittenRadix is the largest radix that numbers are written in.
const WrittenRadix = 36

// Format gives the text of the integer w in a radix from 2 to WrittenRadix.
func Format(w heap.Word, radix int) (text string, ok bool) {
	if w.IsFixnum() {
		return strconv.FormatInt(w.Fixnum(), radix), true
	}
	n, ok := w.Integer()
	if !ok {
		return "", false
	}
	return n.Text(radix), true
}
