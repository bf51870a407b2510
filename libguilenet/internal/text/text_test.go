package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// inLocale sets the host's locale for a test.
func inLocale(t *testing.T, codeset string) {
	was := Codeset
	t.Cleanup(func() { Codeset = was })
	Codeset = func() string { return codeset }
}

// withIconv sets the C library's conversion for a test. It notes what it is
// asked.
func withIconv(t *testing.T, iconv func(to, from, text string) (string, int, bool)) (asked *[]string) {
	was := Iconv
	t.Cleanup(func() { Iconv = was })
	asked = new([]string)
	Iconv = func(to, from string, text []byte) ([]byte, int, bool) {
		*asked = append(*asked, from+" -> "+to)
		s, replaced, ok := iconv(to, from, string(text))
		return []byte(s), replaced, ok
	}
	return asked
}

func TestASCIIAsksNobody(t *testing.T) {
	was := Codeset
	t.Cleanup(func() { Codeset = was })
	Codeset = func() string {
		t.Error("asked")
		return ""
	}
	assert.Equal(t, "a\x00\x7f", string(ToLocale("a\x00\x7f")))
	assert.Equal(t, "a\x00\x7f", FromLocale([]byte("a\x00\x7f")))
}

func TestDecodeUTF8(t *testing.T) {
	inLocale(t, "UTF-8")
	cases := []struct{ bytes, text string }{
		{"\u00e9\u20ac\U0001f600\ufffd", "\u00e9\u20ac\U0001f600\ufffd"},
		{"\x80x\xc1", "?x?"},
		{"\xff\xfe", "??"},
		{"\xc0\x80", "??"},
		{"\xe0\x80\x80x", "?x"},
		{"\xed\xa0\x80", "?"},
		{"\xf4\x90\x80\x80", "?"},
		{"\xf8\x88\x80\x80\x80", "?????"},
		{"\xc3x\xe2\x82y", "?x?y"},
		{"\xe9 \xe2\x82\u00e9", "? ?\u00e9"},
		{"a\xc3", "a?"},
		{"a\xe2\x82", "a?"},
	}
	for _, c := range cases {
		assert.Equal(t, c.text, FromLocale([]byte(c.bytes)), "%q", c.bytes)
	}
}

func TestOneByteSets(t *testing.T) {
	cases := []struct {
		codeset, text, bytes, back string
	}{
		{"UTF-8", "\u00e9\u20ac", "\u00e9\u20ac", "\u00e9\u20ac"},
		{"ISO-8859-1", "a\u00e9", "a\xe9", "a\u00e9"},
		{"ANSI_X3.4-1968", "a\u00e9", "a?", "a?"},
		{"US-ASCII", "\u00ff", "?", "?"},
	}
	for _, c := range cases {
		inLocale(t, c.codeset)
		assert.Equal(t, c.bytes, string(ToLocale(c.text)), c.codeset)
		assert.Equal(t, c.back, FromLocale([]byte(c.bytes)), c.codeset)
	}
	inLocale(t, "US-ASCII")
	assert.Equal(t, "??", FromLocale([]byte("\u00e9")))
}

func TestIconv(t *testing.T) {
	asked := withIconv(t, func(to, _, text string) (string, int, bool) {
		if strings.HasSuffix(to, "//TRANSLIT") {
			return strings.ReplaceAll(text, "\u20ac", "EUR"), 0, true
		}
		return strings.ReplaceAll(text, "\u20ac", "?"), strings.Count(text, "\u20ac"), true
	})
	inLocale(t, "US-ASCII")
	assert.Equal(t, "EUR", string(ToLocale("\u20ac")))
	inLocale(t, "EUC-JP")
	assert.Equal(t, "\u00e9", string(ToLocale("\u00e9")))
	assert.Equal(t, "\u00e9", FromLocale([]byte("\u00e9")))
	set := Named("EUC-JP")
	assert.Equal(t, "?", string(set.Encode("\u20ac")))
	assert.False(t, set.Has('\u20ac'))
	assert.True(t, set.Has('\u00e9'))
	assert.Equal(t, []string{
		"UTF-8 -> US-ASCII//TRANSLIT", "UTF-8 -> EUC-JP", "EUC-JP -> UTF-8",
		"UTF-8 -> EUC-JP", "UTF-8 -> EUC-JP", "UTF-8 -> EUC-JP",
	}, *asked)
}

// A set that the C library does not know has ASCII at least.
func TestNoIconv(t *testing.T) {
	withIconv(t, func(string, string, string) (string, int, bool) { return "", 0, false })
	inLocale(t, "KLINGON")
	assert.Equal(t, "a??", string(ToLocale("a\u00e9\u20ac")))
	assert.Equal(t, "a??", FromLocale([]byte("a\xe9\x80")))
	assert.False(t, Named("KLINGON").Has('\u00e9'))
	assert.True(t, Named("KLINGON").Has('e'))
}

func TestHas(t *testing.T) {
	for codeset, last := range map[string]rune{"ISO-8859-1": 0xff, "ANSI_X3.4-1968": 0x7f} {
		assert.True(t, Named(codeset).Has(last), codeset)
		assert.False(t, Named(codeset).Has(last+1), codeset)
	}
	assert.True(t, Named("UTF-8").Has('\U0010ffff'))
}

func TestLatin1(t *testing.T) {
	assert.Equal(t, "\u0000\u00e9\u00ff", FromLatin1([]byte("\x00\xe9\xff")))
	b, ok := ToLatin1("\u0000\u00e9\u00ff")
	assert.True(t, ok)
	assert.Equal(t, "\x00\xe9\xff", string(b))
	_, ok = ToLatin1("\u0100")
	assert.False(t, ok)
}
