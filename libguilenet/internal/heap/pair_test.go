package heap_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

// chain makes count pairs, 0, 1, … in their cars, that end in end, or lead back
// to pair number back if that is not negative.
func chain(t *testing.T, cache *heap.Cache, count int, end heap.Word, back int) (pairs []heap.Word) {
	pairs = make([]heap.Word, count+1)
	pairs[count] = end
	for i := count - 1; i >= 0; i-- {
		var err error
		pairs[i], err = cache.Cons(heap.FromFixnum(int64(i)), pairs[i+1])
		require.NoError(t, err)
	}
	if back >= 0 {
		pairs[count-1].SetCdr(pairs[back])
	}
	return pairs
}

func TestTail(t *testing.T) {
	tests := []struct {
		name  string
		count int
		back  int
		k     uint64
		rest  int
		ok    bool
	}{
		{"nothing of nothing", 0, -1, 0, 0, true},
		{"one of nothing", 0, -1, 1, 0, false},
		{"nothing of three", 3, -1, 0, 0, true},
		{"two of three", 3, -1, 2, 2, true},
		{"three of three", 3, -1, 3, 3, true},
		{"four of three", 3, -1, 4, 3, false},
		{"more than can be counted", 3, -1, math.MaxUint64, 3, false},
		{"round one", 1, 0, math.MaxUint64, 0, true},
		{"round three", 3, 0, math.MaxUint64, 0, true},
		{"round three, and one", 3, 0, math.MaxUint64 - 2, 1, true},
		{"round four behind three", 7, 3, 3 + 4<<40 + 2, 5, true},
		{"round five behind one", 6, 1, 1 + 5<<50, 1, true},
		{"not round at all", 100, 0, 99, 99, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cache, _ := heaptest.New(t)
			pairs := chain(t, cache, test.count, heap.EmptyList, test.back)
			rest, ok := pairs[0].Tail(test.k)
			assert.Equal(t, test.ok, ok)
			assert.Equal(t, pairs[test.rest], rest)
		})
	}
}

// Round every small circle, Tail goes where single steps lead.
func TestTailSteps(t *testing.T) {
	for count := 1; count < 12; count++ {
		for back := range count {
			cache, _ := heaptest.New(t)
			pairs := chain(t, cache, count, heap.EmptyList, back)
			at := pairs[0]
			for k := range uint64(100) {
				rest, ok := pairs[0].Tail(k)
				require.True(t, ok)
				require.Equal(t, at, rest, "%d pairs, back to %d, k %d", count, back, k)
				_, at, _ = at.Pair()
			}
		}
	}
}
