package heap_test

import (
	"math"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

func TestElements(t *testing.T) {
	sizes := map[string]int{
		"vu8": 1, "u8": 1, "s8": 1, "u16": 2, "s16": 2, "u32": 4, "s32": 4,
		"u64": 8, "s64": 8, "f32": 4, "f64": 8, "c32": 8, "c64": 16,
	}
	for name, size := range sizes {
		e, ok := heap.ElementNamed(name)
		require.True(t, ok, name)
		assert.Equal(t, name, e.String())
		assert.Equal(t, size, e.Size(), name)
	}
	for _, name := range []string{"", "b", "U8", "u128", "vu8 "} {
		_, ok := heap.ElementNamed(name)
		assert.False(t, ok, name)
	}
}

func TestEmptyBytevectorsAreOne(t *testing.T) {
	cache, payloads := heaptest.New(t)
	one, err := cache.Bytevector(nil)
	require.NoError(t, err)
	other, err := cache.Bytevector([]byte{})
	require.NoError(t, err)
	assert.Equal(t, one, other)
	assert.Equal(t, heap.KindBytevector, one.Kind())
	assert.Zero(t, payloads())
}

// memory is where no stack moves it.
var memory [4]byte

func TestForeignBytevector(t *testing.T) {
	cache, _ := heaptest.New(t)
	memory = [4]byte{1, 2, 3, 4}
	w, err := cache.ForeignBytevector(uint64(uintptr(unsafe.Pointer(&memory))), 4, heap.U16, heap.False)
	require.NoError(t, err)
	contents, e, ok := w.Bytevector()
	require.True(t, ok)
	assert.Equal(t, heap.U16, e)
	contents[3] = 9
	assert.Equal(t, [4]byte{1, 2, 3, 9}, memory)

	none, err := cache.ForeignBytevector(0, 0, heap.U16, heap.False)
	require.NoError(t, err)
	contents, e, ok = none.Bytevector()
	require.True(t, ok)
	assert.Equal(t, heap.U16, e)
	assert.Empty(t, contents)

	_, _, ok = heap.False.Bytevector()
	assert.False(t, ok)
}

func TestForeignRoom(t *testing.T) {
	for address, room := range map[uint64]uint64{
		0: 0, 1: 0, 4095: 0,
		4096: math.MaxInt64, 1 << 47: math.MaxInt64, 1 << 63: math.MaxInt64,
		1<<63 + 1: math.MaxInt64, 1<<63 + 2: math.MaxInt64 - 1,
		math.MaxUint64 - 1: 2, math.MaxUint64: 1,
	} {
		assert.Equal(t, room, heap.ForeignRoom(address), "%#x", address)
	}
}
