package heap_test

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

const threads = 8

// together runs body in threads of the system's, each with a cache of its own,
// as host threads have it. Under -race the heap is memory of Go's, and the
// detector sees what they share.
func together(t *testing.T, body func(number int, cache *heap.Cache)) {
	t.Helper()
	var ready, done sync.WaitGroup
	ready.Add(threads)
	for number := range threads {
		done.Go(func() {
			runtime.LockOSThread()
			ready.Done()
			ready.Wait()
			body(number, new(heap.Cache))
		})
	}
	done.Wait()
}

// One name has one word, and one constant one variable, whoever was first.
func TestThreadsIntern(t *testing.T) {
	heaptest.New(t)
	const names = 300
	var symbols, constants [threads][names]heap.Word
	together(t, func(number int, cache *heap.Cache) {
		for i := range names {
			at := (i*7 + number*13) % names
			var err error
			symbols[number][at], err = cache.Symbol(fmt.Sprint("name ", at))
			assert.NoError(t, err)
			constants[number][at], err = cache.Constant(at, heap.FromFixnum(int64(at)))
			assert.NoError(t, err)
		}
	})
	for number := range threads {
		assert.Equal(t, symbols[0], symbols[number])
		assert.Equal(t, constants[0], constants[number])
	}
	for i, symbol := range symbols[0] {
		name, ok := symbol.SymbolName()
		assert.True(t, ok)
		assert.Equal(t, fmt.Sprint("name ", i), name)
		value, ok := constants[0][i].Variable()
		assert.True(t, ok)
		assert.Equal(t, heap.FromFixnum(int64(i)), value)
	}
}

// Cells go round by the list of freed ones, and none is two threads' at once.
func TestThreadsTakeAndRelease(t *testing.T) {
	heaptest.New(t)
	together(t, func(number int, cache *heap.Cache) {
		var pairs []heap.Word
		for i := range 5000 {
			value := heap.FromFixnum(int64(number<<32 | i))
			pair, err := cache.Cons(value, value)
			assert.NoError(t, err)
			pairs = append(pairs, pair)
			if len(pairs) < 40 {
				continue
			}
			for _, pair := range pairs {
				car, cdr, ok := pair.Pair()
				if !ok || car != cdr || int(car.Fixnum()>>32) != number {
					t.Errorf("thread %d has %v, %v", number, car, cdr)
				}
				pair.Release()
				if _, _, ok := pair.Pair(); ok {
					t.Errorf("a released pair is one")
				}
			}
			pairs = pairs[:0]
		}
	})
}

// What one thread puts into a vector, others find there whole.
func TestThreadsShareVector(t *testing.T) {
	cache, _ := heaptest.New(t)
	const length = 16
	vector, err := cache.Vector(slices.Repeat([]heap.Word{heap.False}, length)...)
	require.NoError(t, err)
	together(t, func(number int, cache *heap.Cache) {
		for i := range uint64(2000) {
			text, err := cache.String(fmt.Sprint("text ", i))
			assert.NoError(t, err)
			list, err := cache.List(heap.FromFixnum(int64(i)), text)
			assert.NoError(t, err)
			vector.SetElement((i+uint64(number))%length, list)
			found := vector.Element((i * 5) % length)
			if found == heap.False {
				continue
			}
			elements, ok := found.Elements()
			assert.True(t, ok)
			written, ok := elements[1].Text()
			assert.True(t, ok)
			assert.Equal(t, fmt.Sprint("text ", elements[0].Fixnum()), written)
		}
	})
}

// An address object gets one plain vector, and says once that it was changed.
func TestThreadsMakePlain(t *testing.T) {
	cache, _ := heaptest.New(t)
	var plain [threads][200]heap.Word
	var objects [200]heap.Word
	for i := range objects {
		var err error
		objects[i], err = cache.Sockaddr(make([]byte, 8+i%20))
		require.NoError(t, err)
	}
	together(t, func(number int, cache *heap.Cache) {
		for i, object := range objects {
			vector, err := cache.Vector(heap.FromFixnum(int64(i)))
			assert.NoError(t, err)
			plain[number][i] = object.SetPlain(vector)
			object.MarkSet()
			kernel, known, set, ok := object.Sockaddr()
			assert.True(t, ok && set && len(kernel) == 8+i%20)
			assert.Equal(t, plain[number][i], known)
			assert.Equal(t, heap.FromFixnum(int64(i)), known.Element(0))
		}
	})
	for number := range threads {
		assert.Equal(t, plain[0], plain[number])
	}
}

// Ports are made, moved and closed while others look at all of them.
func TestThreadsPorts(t *testing.T) {
	cache, _ := heaptest.New(t)
	shared, err := cache.SocketPort(5)
	require.NoError(t, err)
	var closed [threads]bool
	together(t, func(number int, cache *heap.Cache) {
		mine := 1000 + number
		for i := range 200 {
			port, err := cache.SocketPort(mine)
			assert.NoError(t, err)
			assert.Equal(t, []heap.Word{port}, slices.Collect(heap.PortsOn(mine)))
			port.SetRevealed(1)
			port.MovePort(2000 + number)
			assert.Empty(t, slices.Collect(heap.PortsOn(mine)))
			assert.True(t, port.ClosePort())
			assert.False(t, port.ClosePort())
			if i == 100 {
				closed[number] = shared.ClosePort()
			}
			_, ok := shared.Port()
			assert.True(t, ok)
		}
	})
	assert.Len(t, slices.DeleteFunc(closed[:], func(was bool) bool { return !was }), 1)
}
