package heap_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

func TestPort(t *testing.T) {
	cache, _ := heaptest.New(t)
	sock, err := cache.SocketPort(5)
	require.NoError(t, err)
	port, ok := sock.Port()
	require.True(t, ok)
	assert.Equal(t, heap.Port{
		FD: 5, Open: true, Input: true, Output: true, Socket: true, Unbuffered: true, Name: heap.False,
	}, port)

	name, err := cache.Symbol("name")
	require.NoError(t, err)
	file, err := cache.OpenPort(5, heap.PortOutput|heap.PortLine, name)
	require.NoError(t, err)
	file.SetRevealed(-1 << 31)
	port, ok = file.Port()
	require.True(t, ok)
	assert.Equal(t, heap.Port{FD: 5, Revealed: -1 << 31, Open: true, Output: true, Name: name}, port)

	assert.ElementsMatch(t, []heap.Word{sock, file}, slices.Collect(heap.PortsOn(5)))
	file.MovePort(6)
	port, _ = file.Port()
	assert.Equal(t, 6, port.FD)
	assert.Zero(t, port.Revealed, "who moves is no longer revealed")
	assert.True(t, sock.ClosePort())
	assert.False(t, sock.ClosePort())
	assert.Empty(t, slices.Collect(heap.PortsOn(5)))

	_, ok = heap.True.Port()
	assert.False(t, ok)
}
