package heap_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

func TestSockaddr(t *testing.T) {
	for _, size := range []int{2, heap.SockaddrInline, heap.SockaddrInline + 1, 110} {
		cache, _ := heaptest.New(t)
		bytes := make([]byte, size)
		bytes[size-1] = 7
		w, err := cache.Sockaddr(bytes)
		require.NoError(t, err)
		kernel, plain, set, ok := w.Sockaddr()
		require.True(t, ok)
		assert.Equal(t, bytes, kernel)
		assert.Zero(t, plain)
		assert.False(t, set)

		vector, err := cache.Vector(heap.True, heap.False)
		require.NoError(t, err)
		other, err := cache.Vector()
		require.NoError(t, err)
		assert.Equal(t, vector, w.SetPlain(vector))
		assert.Equal(t, vector, w.SetPlain(other), "the first stays")

		w.MarkSet()
		w.MarkSet()
		vector.SetElement(1, heap.EOF)
		kernel, plain, set, ok = w.Sockaddr()
		require.True(t, ok)
		assert.Equal(t, bytes, kernel)
		assert.Equal(t, vector, plain)
		assert.True(t, set)
		assert.Equal(t, heap.EOF, plain.Element(1))
	}
}

func TestMarkSetLeavesOthersAlone(t *testing.T) {
	cache, _ := heaptest.New(t)
	vector, err := cache.Vector(heap.True)
	require.NoError(t, err)
	vector.MarkSet()
	heap.Nil.MarkSet()
	length, ok := vector.VectorLength()
	assert.True(t, ok)
	assert.Equal(t, uint64(1), length)
	_, ok = heap.True.VectorLength()
	assert.False(t, ok)
}
