package waiting_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
	"guilenet/libguilenet/internal/waiting"
)

func fixnum(n int64) heap.Word {
	return heap.FromFixnum(n)
}

// read is waiting.Read with room of the test's own.
func read(cache *heap.Cache, sets [3]heap.Word) (elements []waiting.Element, polled []unix.PollFd, err error) {
	count, err := waiting.Read(cache, sets, func(count int) ([]waiting.Element, []unix.PollFd, error) {
		elements, polled = make([]waiting.Element, count), make([]unix.PollFd, count)
		return elements, polled, nil
	})
	return elements, polled[:count], err
}

func TestRead(t *testing.T) {
	cache, _ := heaptest.New(t)
	port, err := cache.SocketPort(7)
	require.NoError(t, err)
	list, err := cache.List(port, fixnum(5), fixnum(7), port)
	require.NoError(t, err)
	vector, err := cache.Vector(fixnum(-1), fixnum(5), fixnum(-2))
	require.NoError(t, err)

	elements, polled, err := read(cache, [3]heap.Word{list, vector, heap.EmptyList})
	require.NoError(t, err)
	assert.Equal(t, []unix.PollFd{{Fd: 7}, {Fd: 5}, {Fd: waiting.NeverOpen}}, polled)
	assert.Equal(t, []waiting.Element{
		{Object: port, At: 0, Set: 0},
		{Object: fixnum(5), At: 1, Set: 0},
		{Object: fixnum(7), At: 0, Set: 0},
		{Object: port, At: 0, Set: 0},
		{Object: fixnum(-1), At: 2, Set: 1},
		{Object: fixnum(5), At: 1, Set: 1},
		{Object: fixnum(-2), At: 2, Set: 1},
	}, elements)

	elements, polled, err = read(cache, [3]heap.Word{heap.EmptyList, heap.Nil, heap.EmptyList})
	require.NoError(t, err)
	assert.Empty(t, elements)
	assert.Empty(t, polled)
}

// Whichever way a descriptor's place is found, it has one.
func TestReadManyDescriptors(t *testing.T) {
	cache, _ := heaptest.New(t)
	fds := []int64{3, 70, 1100, 5000, 1 << 20, math.MaxInt32 - 1}
	var twice []heap.Word
	for _, fd := range fds {
		twice = append(twice, fixnum(fd))
	}
	twice = append(twice, twice...)
	list, err := cache.List(twice...)
	require.NoError(t, err)

	elements, polled, err := read(cache, [3]heap.Word{heap.EmptyList, list, heap.EmptyList})
	require.NoError(t, err)
	require.Len(t, polled, len(fds))
	require.Len(t, elements, len(twice))
	for i, element := range elements {
		assert.Equal(t, uint32(i%len(fds)), element.At)
		assert.Equal(t, int32(fds[i%len(fds)]), polled[element.At].Fd)
	}
}

func TestReadRefuses(t *testing.T) {
	cache, _ := heaptest.New(t)
	closed, err := cache.SocketPort(7)
	require.NoError(t, err)
	closed.ClosePort()
	list := func(elements ...heap.Word) heap.Word {
		w, err := cache.List(elements...)
		require.NoError(t, err)
		return w
	}
	vector := func(elements ...heap.Word) heap.Word {
		w, err := cache.Vector(elements...)
		require.NoError(t, err)
		return w
	}
	improper, err := cache.Cons(fixnum(1), fixnum(2))
	require.NoError(t, err)
	huge := fixnum(1 << 40)
	none, wrong := heap.EmptyList, heap.True
	intRange := func(w heap.Word) error {
		return condition.ValueRange(big.NewInt(math.MinInt32), big.NewInt(math.MaxInt32), w)
	}
	for name, c := range map[string]struct {
		sets [3]heap.Word
		want error
	}{
		"no set":                 {[3]heap.Word{none, wrong, wrong}, condition.WrongType(2, wrong)},
		"improper":               {[3]heap.Word{none, none, improper}, condition.WrongType(3, improper)},
		"sets before elements":   {[3]heap.Word{list(wrong), none, wrong}, condition.WrongType(3, wrong)},
		"closed":                 {[3]heap.Word{list(closed), none, none}, condition.WrongType(1, closed)},
		"no descriptor":          {[3]heap.Word{none, list(huge), none}, intRange(huge)},
		"a list from the front":  {[3]heap.Word{list(wrong, heap.False), none, none}, condition.WrongType(1, wrong)},
		"a vector from the back": {[3]heap.Word{vector(wrong, heap.False), none, none}, condition.WrongType(1, heap.False)},
	} {
		_, _, err := read(cache, c.sets)
		assert.Equal(t, c.want, err, name)
	}
}

func TestTimeout(t *testing.T) {
	cache, _ := heaptest.New(t)
	integer := func(decimal string) heap.Word {
		n, ok := new(big.Int).SetString(decimal, 10)
		require.True(t, ok)
		w, err := cache.Integer(n)
		require.NoError(t, err)
		return w
	}
	const none = heap.Undefined
	beyond, below := integer("18446744073709551616"), integer("-9223372036854775809")
	invalid := condition.System(unix.EINVAL)
	for _, c := range []struct {
		secs, usecs heap.Word
		want        int64
		err         error
	}{
		{secs: none, usecs: heap.True, want: waiting.Forever},
		{secs: heap.False, usecs: none, want: waiting.Forever},
		{secs: heap.Nil, usecs: none, want: waiting.Forever},
		{secs: fixnum(0), usecs: none, want: 0},
		{secs: fixnum(2), usecs: none, want: 2e9},
		{secs: fixnum(2), usecs: fixnum(3_000_001), want: 5_000_001_000},
		{secs: fixnum(0), usecs: fixnum(1 << 32), want: 1 << 32 * 1000},
		{secs: fixnum(1<<32 - 1), usecs: fixnum(999_999), want: (1<<32-1)*1e9 + 999_999_000},
		{secs: fixnum(1<<32 - 1), usecs: fixnum(1_000_000), want: waiting.Forever},
		{secs: integer("9223372036854775807"), usecs: integer("9223372036854775807"), want: waiting.Forever},
		{secs: fixnum(0), usecs: integer("9223372036854775807"), want: waiting.Forever},
		{secs: fixnum(-1), usecs: none, err: invalid},
		{secs: below, usecs: none, err: invalid},
		{secs: integer("9223372036854775808"), usecs: fixnum(0), err: invalid},
		{secs: fixnum(0), usecs: fixnum(-1), err: invalid},
		{secs: heap.True, usecs: heap.True, err: condition.Expecting("real number", heap.True)},
		{secs: fixnum(-1), usecs: heap.True, err: condition.WrongType(4, fixnum(-1))},
		{secs: beyond, usecs: heap.True, err: condition.WrongType(4, beyond)},
		{secs: beyond, usecs: none, err: condition.Range(4, beyond)},
		{secs: fixnum(0), usecs: heap.False, err: condition.Expecting("exact integer", heap.False)},
		{secs: fixnum(0), usecs: beyond, err: condition.ValueRange(big.NewInt(math.MinInt64), big.NewInt(math.MaxInt64), beyond)},
	} {
		got, err := waiting.Timeout(c.secs, c.usecs)
		assert.Equal(t, c.err, err, "%x %x", c.secs, c.usecs)
		if c.err == nil {
			assert.Equal(t, c.want, got, "%x %x", c.secs, c.usecs)
		}
	}
}
