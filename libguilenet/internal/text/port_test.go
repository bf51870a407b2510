package text

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The longest beginning of a well-formed sequence is one replacement, as the
// Unicode Standard recommends (chapter 3.9).
func TestReadUTF8(t *testing.T) {
	for b, s := range map[string]string{
		"a\xc3\xa9?\U0001f600": "aé?\U0001f600",
		"\xe2\x82":             "\ufffd",
		"\xe2\x82A":            "\ufffdA",
		"\xe2A":                "\ufffdA",
		"\xf0\x90\x80":         "\ufffd",
		"\xf0\x90\x80\x80":     "\U00010000",
		"\xf0\x80\x80":         "\ufffd\ufffd\ufffd",
		"\xe0\xa0\xe0\x80":     "\ufffd\ufffd\ufffd",
		"\xed\xa0\x80":         "\ufffd\ufffd\ufffd",
		"\xf4\x90\x80\x80":     "\ufffd\ufffd\ufffd\ufffd",
		"\xf4\x8f\xbfx":        "\ufffdx",
		"\xc0\x80":             "\ufffd\ufffd",
		"\xc3\xc3\xa9":         "\ufffdé",
		"\x80\xff":             "\ufffd\ufffd",
		"\xef\xbf\xbd":         "\ufffd",
	} {
		assert.Equal(t, s, Named("UTF-8").Read([]byte(b)), "%q", b)
	}
}

func TestReadNarrow(t *testing.T) {
	assert.Equal(t, "?\ufffd\ufffd", Named("ANSI_X3.4-1968").Read([]byte("?\x80\xff")))
	assert.Equal(t, "?\u0080ÿ", Named("ISO-8859-1").Read([]byte("?\x80\xff")))
}
