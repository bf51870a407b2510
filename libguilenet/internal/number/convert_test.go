package number

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

func integer(t *testing.T, cache *heap.Cache, decimal string) heap.Word {
	n, ok := new(big.Int).SetString(decimal, 10)
	require.True(t, ok)
	w, err := cache.Integer(n)
	require.NoError(t, err)
	return w
}

func TestConvert(t *testing.T) {
	const (
		outOfRange = "out-of-range: Value out of range ~S to< ~S: ~S"
		wrongType  = "wrong-type-arg: Wrong type (expecting ~A): ~S"
	)
	cache, _ := heaptest.New(t)
	tests := []struct {
		decimal          string
		signed, unsigned string // the error of each conversion
	}{
		{"0", "", ""},
		{"-1", "", outOfRange},
		{"2305843009213693951", "", ""},
		{"2305843009213693952", "", ""},
		{"-2305843009213693953", "", outOfRange},
		{"9223372036854775807", "", ""},
		{"9223372036854775808", outOfRange, ""},
		{"-9223372036854775808", "", outOfRange},
		{"-9223372036854775809", outOfRange, outOfRange},
		{"18446744073709551615", outOfRange, ""},
		{"18446744073709551616", outOfRange, outOfRange},
		{"1606938044258990275541962092341162602522202993782792835301376", outOfRange, outOfRange},
	}
	for _, test := range tests {
		w := integer(t, cache, test.decimal)
		n, err := Signed(w, math.MinInt64, math.MaxInt64)
		check(t, test.signed, err)
		if err == nil {
			assert.Equal(t, test.decimal, big.NewInt(n).String())
		}
		u, err := Unsigned(w, 0, math.MaxUint64)
		check(t, test.unsigned, err)
		if err == nil {
			assert.Equal(t, test.decimal, new(big.Int).SetUint64(u).String())
		}
	}
	for _, w := range []heap.Word{heap.False, heap.Undefined, heap.EmptyList, 0} {
		_, err := Signed(w, 0, 1)
		check(t, wrongType, err)
		_, err = Unsigned(w, 0, 1)
		check(t, wrongType, err)
	}
	_, err := Signed(heap.FromFixnum(0), 1, 0)
	check(t, outOfRange, err)
	_, err = Unsigned(heap.FromFixnum(0), 1, 0)
	check(t, outOfRange, err)
}

func check(t *testing.T, want string, err error) {
	t.Helper()
	if want == "" {
		assert.NoError(t, err)
	} else {
		assert.EqualError(t, err, want)
	}
}

func TestFormat(t *testing.T) {
	cache, _ := heaptest.New(t)
	tests := []struct {
		decimal string
		radix   int
		want    string
	}{
		{"0", 2, "0"},
		{"-255", 16, "-ff"},
		{"35", 36, "z"},
		{"-2305843009213693952", 10, "-2305843009213693952"},
		{"-18446744073709551616", 16, "-10000000000000000"},
		{"340282366920938463463374607431768211455", 32, "7vvvvvvvvvvvvvvvvvvvvvvvvv"},
	}
	for _, test := range tests {
		text, ok := Format(integer(t, cache, test.decimal), test.radix)
		assert.True(t, ok)
		assert.Equal(t, test.want, text)
	}
	_, ok := Format(heap.True, 10)
	assert.False(t, ok)
}
