package heap_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

func TestConstant(t *testing.T) {
	cache, _ := heaptest.New(t)
	first, err := cache.Constant(3, heap.FromFixnum(7))
	require.NoError(t, err)
	value, ok := first.Variable()
	assert.True(t, ok)
	assert.Equal(t, heap.FromFixnum(7), value)
	again, err := cache.Constant(3, heap.FromFixnum(7))
	require.NoError(t, err)
	assert.Equal(t, first, again)
	other, err := cache.Constant(heap.ConstantPlaces-1, heap.FromFixnum(7))
	require.NoError(t, err)
	assert.NotEqual(t, first, other)
	_, ok = heap.True.Variable()
	assert.False(t, ok)
}
