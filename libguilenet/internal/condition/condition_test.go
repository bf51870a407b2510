package condition

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

// show spells a condition's arguments: enough of a printer for this test.
func show(t *testing.T, w heap.Word) any {
	t.Helper()
	if w == heap.False {
		return false
	}
	if n, ok := w.Int64(); ok {
		return n
	}
	if s, ok := w.Text(); ok {
		return s
	}
	elements, ok := w.Elements()
	require.True(t, ok)
	list := []any{}
	for _, element := range elements {
		list = append(list, show(t, element))
	}
	return list
}

func TestConditions(t *testing.T) {
	five := heap.FromFixnum(5)
	for _, c := range []struct {
		err  error
		key  string
		args []any
	}{
		{System(unix.ENOENT), "system-error",
			[]any{"entry", "~A", []any{Strerror(2)}, []any{int64(2)}}},
		{WrongType(3, five), "wrong-type-arg",
			[]any{"entry", "Wrong type argument in position ~A: ~S", []any{int64(3), int64(5)}, []any{int64(5)}}},
		{WrongTypeExpecting(1, five, "pair"), "wrong-type-arg",
			[]any{"entry", "Wrong type argument in position ~A (expecting ~A): ~S",
				[]any{int64(1), "pair", int64(5)}, []any{int64(5)}}},
		{Range(2, five), "out-of-range",
			[]any{"entry", "Argument ~A out of range: ~S", []any{int64(2), int64(5)}, []any{int64(5)}}},
		{ValueRange(big.NewInt(0), big.NewInt(4), five), "out-of-range",
			[]any{false, "Value out of range ~S to< ~S: ~S", []any{int64(0), int64(4), int64(5)}, []any{int64(5)}}},
		{BadValue(five), "out-of-range",
			[]any{false, "Value out of range: ~S", []any{int64(5)}, []any{int64(5)}}},
		{In("other", BadValue(five)), "out-of-range",
			[]any{"other", "Value out of range: ~S", []any{int64(5)}, []any{int64(5)}}},
		{In("", Expecting("string", five)), "wrong-type-arg",
			[]any{"entry", "Wrong type (expecting ~A): ~S", []any{"string", int64(5)}, []any{int64(5)}}},
		{Getaddrinfo(-2), "getaddrinfo-error", []any{int64(-2)}},
		{Misc("~A", "text", 5), "misc-error",
			[]any{"entry", "~A", []any{"text", int64(5)}, false}},
	} {
		cache, _ := heaptest.New(t)
		key, args, err := c.err.(*Condition).Build(cache, "entry")
		require.NoError(t, err)
		name, _ := key.SymbolName()
		assert.Equal(t, c.key, name)
		assert.Equal(t, c.args, show(t, args))
	}
}

// An entry that Guile has no name for raises without one.
func TestNoSubr(t *testing.T) {
	cache, _ := heaptest.New(t)
	_, args, err := WrongType(1, heap.True).(*Condition).Build(cache, "")
	require.NoError(t, err)
	subr, _, _ := args.Pair()
	assert.Equal(t, heap.False, subr)
}
