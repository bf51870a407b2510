package number

import (
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	// want "" is no exact integer; "!N" an exponent that is refused.
	tests := []struct {
		text  string
		radix int
		want  string
	}{
		{"0", 10, "0"},
		{"-0", 10, "0"},
		{"+17", 10, "17"},
		{"-zZ", 36, "-1295"},
		{"2305843009213693952", 10, "2305843009213693952"},
		{"-255", 1<<31 - 1, "-9223372039002259458"},
		{"y", 39, "34"},
		{"1g", 16, ""},
		{"", 10, ""},
		{"+", 10, ""},
		{"1-", 10, ""},
		{" 1", 10, ""},
		{"1\x00", 10, ""},
		{"{", 2000, ""},
		{"a\u0080", 255, ""},

		{"#xfF", 2, "255"},
		{"#E#X-fF", 2, "-255"},
		{"#x#eff", 2, "255"},
		{"#d#e1e3", 16, "1000"},
		{"#i5", 10, ""},
		{"#x#x1", 10, ""},
		{"#e#i1", 10, ""},
		{"#q1", 10, ""},
		{"-#x1", 10, ""},
		{"#", 10, ""},
		{"#x", 10, ""},

		{"4/2", 10, "2"},
		{"0/5", 10, "0"},
		{"-ff/f", 16, "-17"},
		{"10/2", 3, ""},
		{"1/2", 10, ""},
		{"5/0", 10, ""},
		{"4/-2", 10, ""},
		{"4/2e0", 10, ""},
		{"5/", 10, ""},

		{"1.", 10, ""},
		{"1e3", 10, ""},
		{"1e3", 16, "483"},
		{"#e1.", 10, "1"},
		{"#e-.5s1", 10, "-5"},
		{"#e1000L-3", 10, "1"},
		{"#e1.5", 10, ""},
		{"#e.", 10, ""},
		{"#e.e1", 10, ""},
		{"#e1e", 10, ""},
		{"#e1e+-3", 10, ""},
		{"#e1e3e3", 10, ""},
		{"#x#e.8", 10, ""},
		{"#i.5e", 10, ""},
		{"1e309", 10, "!309"},
		{"#e0e309x", 10, "!309"},
		{"#e1e-3240", 10, "!-3240"},
		{"#e0e-324", 10, "0"},
		{"#e1e99999999999999999999", 10, "!99999999999999999999"},
		{"#e1e30#", 10, ""},
		{"+inf.0@1e309", 10, "!309"},

		{"#e1##", 10, "100"},
		{"#e-1#.##", 10, "-10"},
		{"#e4#/2#", 10, "2"},
		{"1#", 10, ""},
		{"#e1#0", 10, ""},
		{"#e1#.5", 10, ""},
		{"#e#", 10, ""},

		{"5+0i", 10, "5"},
		{"5-0/3I", 10, "5"},
		{"+0i", 10, "0"},
		{"-5@0", 10, "-5"},
		{"0@+inf.0", 10, "0"},
		{"0@1.5", 10, "0"},
		{"#e1e1+0.0i", 10, "10"},
		{"0i", 10, ""},
		{"+i", 10, ""},
		{"+i", 18, ""},
		{"+i", 19, "18"},
		{"5+i", 10, ""},
		{"5+1i", 10, ""},
		{"5+0i0", 10, ""},
		{"5@0i", 10, ""},
		{"5@", 10, ""},
		{"#e0@+inf.0", 10, ""},
		{"+nan.0", 10, ""},
		{"0@+nan.05", 10, ""},

		{"1\u0663", 10, "13"},
		{"#xf\u0663", 10, "243"},
		{"1\U0001d7d9", 10, "11"},
		{"1\u0663", 2, ""},
		{"\u0663", 10, ""},
		{"\u0131", 10, ""},
		{"4/\u0132", 10, ""},
		{"1\u00b2", 10, ""},
	}
	for _, test := range tests {
		n, err := Parse(test.text, test.radix)
		var got string
		var beyond *ExponentError
		switch {
		case err != nil:
			require.ErrorAs(t, err, &beyond, test.text)
			got = "!" + beyond.Exponent.String()
			assert.Contains(t, err.Error(), beyond.Exponent.String())
		case n != nil:
			got = n.String()
		}
		assert.Equal(t, test.want, got, "%q in radix %d", test.text, test.radix)
	}
}

func TestParseLong(t *testing.T) {
	for _, radix := range []int{2, 10, 36} {
		n := new(big.Int).Exp(big.NewInt(7), big.NewInt(10000), nil)
		got, err := Parse(n.Text(radix), radix)
		require.NoError(t, err)
		assert.Zero(t, n.Cmp(got))
	}
	got, err := Parse(strings.Repeat("0", 100000)+"17", 1000)
	require.NoError(t, err)
	assert.Equal(t, "1007", got.String())
}

func TestReads(t *testing.T) {
	for _, text := range []string{
		"1", "-1/2", "+.5", "1e3", "+1e309", "-1e-99999999999999999999", "+inf.0", "-NaN.000", "+i", "1@2",
		"+1\u0663", ".\u0663",
	} {
		assert.True(t, Reads(text), text)
	}
	for _, text := range []string{"", "+", ".", "-.", "+1/0", "+inf.00", "+nan.12", "1e", "+1x", "x", "\u0663", "+\u0130"} {
		assert.False(t, Reads(text), text)
	}
}
