// Package heaptest has a heap for the tests of the packages that work on one.
package heaptest

import (
	"sync"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
)

// New puts an empty heap in place of the last one, whose words mean nothing
// from then on. It gives a cache to build with, and the number of payloads that
// were made and not given back.
func New(t testing.TB) (cache *heap.Cache, payloads func() int) {
	var mutex sync.Mutex
	live := map[unsafe.Pointer][]uint64{}
	table := &heap.Table{Top: heap.FixedEmptyBytevector}
	heap.Use(table,
		func(size uint64) unsafe.Pointer {
			payload := make([]uint64, (size+7)/8)
			p := unsafe.Pointer(unsafe.SliceData(payload))
			mutex.Lock()
			defer mutex.Unlock()
			live[p] = payload
			return p
		},
		func(p unsafe.Pointer) {
			mutex.Lock()
			defer mutex.Unlock()
			delete(live, p)
		})
	cache = new(heap.Cache)
	// The first cell is fixed, and maps the segment where symbols are looked for.
	empty, err := cache.ForeignBytevector(0, 0, heap.VU8, 0)
	require.NoError(t, err)
	require.Equal(t, heap.Fixed(heap.FixedEmptyBytevector), empty)
	return cache, func() int {
		mutex.Lock()
		defer mutex.Unlock()
		return len(live)
	}
}
