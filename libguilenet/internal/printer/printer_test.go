package printer

import (
	"math/big"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

// maker builds values for the tests.
type maker struct {
	*testing.T
	*heap.Cache
}

func newMaker(t *testing.T) maker {
	cache, _ := heaptest.New(t)
	return maker{t, cache}
}

func (m maker) must(w heap.Word, err error) heap.Word {
	require.NoError(m, err)
	return w
}

func (m maker) text(s string) heap.Word   { return m.must(m.String(s)) }
func (m maker) symbol(s string) heap.Word { return m.must(m.Symbol(s)) }

func (m maker) list(elements ...heap.Word) heap.Word {
	return m.must(m.List(elements...))
}

func (m maker) vector(elements ...heap.Word) heap.Word {
	return m.must(m.Vector(elements...))
}

func newPrinter() *Printer {
	return &Printer{Terminal: func(int) string { return "" }}
}

func written(t *testing.T, w heap.Word) string {
	p := newPrinter()
	require.NoError(t, p.Write(w))
	return p.String()
}

func displayed(t *testing.T, w heap.Word) string {
	p := newPrinter()
	require.NoError(t, p.Display(w))
	return p.String()
}

var one, two = heap.FromFixnum(1), heap.FromFixnum(2)

func TestForms(t *testing.T) {
	m := newMaker(t)
	text := m.text("a\"\\\n\x00\u00e9\u0085\u2028\U000e0001")
	big := m.must(m.Integer(new(big.Int).Lsh(big.NewInt(1), 64)))
	cases := []struct {
		value              heap.Word
		written, displayed string
	}{
		{heap.False, "#f", "#f"},
		{heap.Nil, "#nil", "#nil"},
		{heap.EmptyList, "()", "()"},
		{heap.Unspecified, "#<unspecified>", "#<unspecified>"},
		{heap.Word(0), "#<no value 0x0>", "#<no value 0x0>"},
		{heap.Word(heap.Tag)<<56 | 0x7fff8, "#<no value 0xa50000000007fff8>", "#<no value 0xa50000000007fff8>"},
		{heap.FromFixnum(-5), "-5", "-5"},
		{big, "18446744073709551616", "18446744073709551616"},
		{
			text, `"a\"\\\n\x00` + "\u00e9" + `\x85\u2028\U0e0001"`,
			"a\"\\\n\x00\u00e9\u0085\u2028\U000e0001",
		},
		{heap.FromChar('a'), `#\a`, "a"},
		{heap.FromChar(' '), `#\space`, " "},
		{heap.FromChar(0x7f), `#\delete`, "\x7f"},
		{heap.FromChar(0xa0), `#\240`, "\u00a0"},
		{heap.FromChar(0x301), "#\\\u25cc\u0301", "\u0301"},
		{heap.FromChar(0xd800), `#\154000`, "?"},
		{m.list(one, m.text("x"), m.list()), `(1 "x" ())`, "(1 x ())"},
		{m.must(m.Cons(one, two)), "(1 . 2)", "(1 . 2)"},
		{m.must(m.Cons(one, heap.Nil)), "(1)", "(1)"},
		{m.must(m.Cons(one, m.vector())), "(1 . #())", "(1 . #())"},
		{m.vector(one, m.text("x")), `#(1 "x")`, "#(1 x)"},
		{m.must(m.Bytevector([]byte{0, 255})), "#vu8(0 255)", "#vu8(0 255)"},
	}
	for _, c := range cases {
		assert.Equal(t, c.written, written(t, c.value))
		assert.Equal(t, c.displayed, displayed(t, c.value))
	}
}

func TestObjects(t *testing.T) {
	m := newMaker(t)
	port := m.must(m.SocketPort(5))
	assert.Equal(t, "#<input-output: socket 5>", written(t, port))
	p := &Printer{Terminal: func(fd int) string { return "/dev/pts/0" }}
	require.NoError(t, p.Write(port))
	assert.Equal(t, "#<input-output: socket /dev/pts/0>", p.String())
	port.ClosePort()
	assert.Regexp(t, `^#<closed: file [0-9a-f]+>$`, written(t, port))
	for text, name := range map[string]heap.Word{
		"file":    heap.False,
		`a"b`:     m.text(`a"b`),
		"sym":     m.must(m.Symbol("sym")),
		"#{a b}#": m.must(m.Symbol("a b")),
	} {
		port := m.must(m.OpenPort(7, heap.PortInput, name))
		assert.Equal(t, "#<input: "+text+" 7>", written(t, port))
	}
	variable := m.must(m.Variable(m.list(one, two)))
	assert.Regexp(t, `^\(#<variable [0-9a-f]+ value: \(1 2\)> 1\)$`, written(t, m.list(variable, one)))
	address := m.must(m.Sockaddr([]byte{1, 2}))
	p = &Printer{Plain: func(object heap.Word) (heap.Word, error) {
		assert.Equal(t, address, object)
		return m.vector(one, object), nil
	}}
	require.NoError(t, p.Write(address))
	assert.Equal(t, "#(1 #0#)", p.String())
	p.Plain = func(heap.Word) (heap.Word, error) { return 0, heap.ErrMemory }
	assert.Equal(t, heap.ErrMemory, p.Write(m.list(address)))
}

func TestCycles(t *testing.T) {
	m := newMaker(t)
	self := m.vector(one, two)
	self.SetElement(1, self)
	assert.Equal(t, "#(1 #0#)", written(t, self))
	assert.Equal(t, "(#(1 #0#) #(1 #0#))", written(t, m.list(self, self)))
	inner := m.vector(one)
	list := m.list(inner, two)
	inner.SetElement(0, list)
	assert.Equal(t, "(#(#-1#) 2)", written(t, list))
	shared := m.list(one)
	assert.Equal(t, "((1) (1))", written(t, m.list(shared, shared)))
}

// A path that is long for a while must find the same as a short one.
func TestPath(t *testing.T) {
	m := newMaker(t)
	words := make([]heap.Word, 3*page)
	for i := range words {
		words[i] = m.must(m.Cons(one, two))
	}
	var p path
	for _, length := range []int{few - 1, few, len(words), 3, few + 1, 0, few} {
		p.cut(min(length, p.length()))
		for p.length() < length {
			p.push(words[p.length()])
		}
		for i, w := range words {
			place, ok := p.find(w)
			if assert.Equal(t, i < length, ok, "%d of %d", i, length) && ok {
				assert.Equal(t, i, place)
			}
		}
	}
}

func TestDeep(t *testing.T) {
	const depth = 1000000
	m := newMaker(t)
	w := heap.EmptyList
	for range depth {
		w = m.list(w)
	}
	assert.Equal(t, strings.Repeat("(", depth+1)+strings.Repeat(")", depth+1), written(t, w))
}

// What the text cannot have is escaped where that is possible.
func TestHas(t *testing.T) {
	m := newMaker(t)
	p := newPrinter()
	p.Has = func(r rune) bool { return r < 0x80 }
	values := m.list(m.text("\u00e9\u20ac\U0001f600"), heap.FromChar(0xe9), heap.FromChar(0x301), m.symbol("\u00e9"))
	require.NoError(t, p.Write(values))
	assert.Equal(t, `("\xe9\u20ac\U01f600" #\351 #\1401 `+"\u00e9)", p.String())
}

func TestSymbols(t *testing.T) {
	m := newMaker(t)
	plain := []string{
		"a", "a.b", "..", "+", "-", "...", "+a", "-1+", "+1/00", "+inf.00", "+nan.12", "+1e400x",
		"a'b", "\\", "|", "\u00e9", "\ue000", "a\u0663", "\U0001f600", "nan.0", "-e5", "+ii",
		":", "::", ": ", ":(", "a b:",
	}
	for _, name := range plain {
		assert.Equal(t, name, written(t, m.symbol(name)))
	}
	quoted := map[string]string{
		"": "#{}#", ".": "#{.}#", "1": "#{1}#", "'a": "#{'a}#", ",a": "#{,a}#", "a b": "#{a b}#",
		"a(b": `#{a\x28;b}#`, "}#": `#{\x7d;#}#`, "a\n": `#{a\xa;}#`, "#t": "#{#t}#", `"`: `#{"}#`,
		"+1": "#{+1}#", "-.5": "#{-.5}#", "+i": "#{+i}#", "-1/2": "#{-1/2}#", "+1E5": "#{+1E5}#",
		"+NAN.00": "#{+NAN.00}#", "+inf.0-i": "#{+inf.0-i}#", "+1@-2": "#{+1@-2}#", "+1e309": "#{+1e309}#",
		"\u0663": "#{\u0663}#", "a\u00a0": "#{a\u00a0}#", "\u00ab:": `#{\xab;:}#`, "a\u2028": `#{a\x2028;}#`,
	}
	for name, form := range quoted {
		assert.Equal(t, form, written(t, m.symbol(name)))
	}
}

func TestReals(t *testing.T) {
	cases := map[string]float64{
		"0.0": 0, "1.0": 1, "-1.5": -1.5, "0.1": 0.1, "0.001": 1e-3, "1.0e-4": 1e-4,
		"1000000.0": 1e6, "1.0e7": 1e7, "1200000.0": 12e5, "1.2e7": 12e6,
		"1234567000.0": 1234567e3, "1.234567e10": 1234567e4, "5.0e-324": 5e-324,
		"12.5": 12.5, "123456789012345680.0": 123456789012345678,
	}
	for form, x := range cases {
		assert.Equal(t, form, realNumber(x))
	}
	assert.Equal(t, "1.0-2.5i", complexNumber(1, -2.5))
	assert.Equal(t, "0.0+1.0i", complexNumber(0, 1))
}

func TestElements(t *testing.T) {
	cases := []struct {
		element heap.Element
		form    string
	}{
		{heap.U8, "1"}, {heap.S8, "-1"}, {heap.U16, "65535"}, {heap.S16, "-1"},
		{heap.U32, "4294967295"}, {heap.S32, "-1"}, {heap.U64, "18446744073709551615"}, {heap.S64, "-1"},
		{heap.F32, "+nan.0"}, {heap.F64, "+nan.0"}, {heap.C32, "+nan.0+nan.0i"}, {heap.C64, "+nan.0+nan.0i"},
	}
	all := []byte(strings.Repeat("\xff", 16))
	for _, c := range cases {
		if c.element == heap.U8 {
			assert.Equal(t, c.form, elements[c.element]([]byte{1}))
			continue
		}
		assert.Equal(t, c.form, elements[c.element](all), c.element.String())
	}
}

// newer must follow the unicode package.
func TestUnicode(t *testing.T) {
	assert.Equal(t, "15.0.0", unicode.Version)
	assert.True(t, isGraphic('\u0cf2'))
	assert.False(t, isGraphic('\u0cf3'))
	assert.False(t, isGraphic('\U000323af'))
	for _, table := range [][]span{newer, combining} {
		for i, s := range table {
			assert.LessOrEqual(t, s.first, s.last)
			assert.True(t, i == 0 || table[i-1].last < s.first, "%x", s.first)
		}
	}
}

func TestFormat(t *testing.T) {
	m := newMaker(t)
	args := m.list(m.text("q"), m.symbol("s"))
	tests := []struct {
		template   string
		args       heap.Word
		text, fail string
	}{
		{"", heap.EmptyList, "", ""},
		{"~A ~s~%", args, "q s\n", ""},
		{"~S ~a~~A~", args, `"q" s~A~`, ""},
		{"x~", heap.Nil, "x~", ""},
		{"~A", m.must(m.Cons(one, heap.Nil)), "1", ""},
		{"a ~A b ~S", m.list(one), "a 1", "FORMAT: Missing argument for ~~~A"},
		{"a ~A b ~q", m.list(one), "a 1", "FORMAT: Unsupported format option ~~~A - use (ice-9 format) instead"},
		{"a ~A b", args, "a q b", "FORMAT: ~A superfluous arguments"},
		{"m", one, "m", "Wrong type argument in position ~A: ~S"},
	}
	for _, test := range tests {
		p := newPrinter()
		err := p.Format(test.template, test.args)
		assert.Equal(t, test.text, p.String(), test.template)
		if test.fail == "" {
			assert.NoError(t, err)
		} else {
			assert.Regexp(t, regexp.QuoteMeta(test.fail)+"$", err.Error())
		}
	}
}
