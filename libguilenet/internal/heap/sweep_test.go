package heap_test

import (
	"fmt"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

// collect marks what roots lead to, and the fixed cell, and sweeps in batches of
// that size. It frees the payloads.
func collect(batch int, roots ...heap.Word) (spare []uint16, buried []uint32) {
	found := make([]uint64, 1<<12)
	for _, w := range append(roots, heap.Fixed(heap.FixedEmptyBytevector)) {
		found[w.Index()/64] |= 1 << (w.Index() % 64)
	}
	heap.NextCycle()
	heap.Mark(found)
	for next := uint32(1); next != 0; {
		dead := heap.Dead{
			Payloads: make([]unsafe.Pointer, 0, batch),
			Spare:    make([]uint16, 0, batch),
			Cells:    make([]uint32, 0, batch),
		}
		next = heap.Sweep(next, &dead)
		for _, p := range dead.Payloads {
			heap.Free(p)
		}
		spare, buried = append(spare, dead.Spare...), append(buried, dead.Cells...)
	}
	return spare, buried
}

// What is reached stays; the handles of the rest end, their memory is given
// back, and their cells are used again. Ports that are open are left.
func TestSweep(t *testing.T) {
	for _, batch := range []int{1, 3, 256} {
		t.Run(fmt.Sprint("batches of ", batch), func(t *testing.T) {
			cache, payloads := heaptest.New(t)
			kept, dropped := map[string]heap.Word{}, []heap.Word{}
			list := heap.EmptyList
			for i := range 40 {
				name := fmt.Sprint("string ", i)
				text, err := cache.String(name)
				require.NoError(t, err)
				text.SetSpare(uint16(i % 3))
				pair, err := cache.Cons(text, list)
				require.NoError(t, err)
				if i%4 == 0 {
					list = pair
					kept[name] = text
				} else {
					dropped = append(dropped, text, pair)
				}
			}
			port, err := cache.SocketPort(7)
			require.NoError(t, err)
			closed, err := cache.SocketPort(8)
			require.NoError(t, err)
			closed.ClosePort()
			dropped = append(dropped, closed)

			spare, buried := collect(batch, list)

			assert.Contains(t, buried, port.Index())
			assert.Equal(t, heap.KindPort, port.Kind())
			assert.Len(t, spare, 30)
			assert.Equal(t, len(kept), payloads())
			for name, text := range kept {
				got, ok := text.Text()
				assert.True(t, ok)
				assert.Equal(t, name, got)
			}
			free := map[uint32]bool{}
			for _, w := range dropped {
				assert.Equal(t, heap.KindFree, w.Kind())
				free[w.Index()] = true
			}
			again := new(heap.Cache)
			for range dropped {
				w, err := again.Cons(heap.True, heap.False)
				require.NoError(t, err)
				assert.True(t, free[w.Index()])
			}
		})
	}
}

// The numbers of spare memory go with the payloads that they are of.
func TestSweepSpare(t *testing.T) {
	cache, _ := heaptest.New(t)
	var want []uint16
	for number := range uint16(5) {
		text, err := cache.String("text")
		require.NoError(t, err)
		text.SetSpare(number)
		_, err = cache.Bytevector([]byte("bytes"))
		require.NoError(t, err)
		want = append(want, number, 0)
	}
	spare, _ := collect(256)
	assert.Equal(t, want, spare)
}
