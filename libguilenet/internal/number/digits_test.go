package number

import (
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
)

// decimalDigit relies on this.
func TestDigitsAreInRunsOfTen(t *testing.T) {
	for _, run := range unicode.Nd.R16 {
		assert.EqualValues(t, 1, run.Stride)
		assert.Zero(t, (run.Hi-run.Lo+1)%10)
	}
	for _, run := range unicode.Nd.R32 {
		assert.EqualValues(t, 1, run.Stride)
		assert.Zero(t, (run.Hi-run.Lo+1)%10)
	}
}

func TestDigit(t *testing.T) {
	for r, want := range map[rune]int{
		'0': 0, '9': 9, 'a': 10, 'Z': 35, '/': noDigit, ':': noDigit, '@': noDigit,
		'[': noDigit, '`': noDigit, '{': noDigit, 0: noDigit, '\u0663': 3,
		'\u0967': 1, '\U0001d7d9': 1, '\uff15': 5, '\u00b2': noDigit, '\u00e9': noDigit,
	} {
		assert.Equal(t, want, digit(r), "%q", r)
	}
}
