package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

func TestIntegersAreCInts(t *testing.T) {
	for n, bytes := range map[int64][]byte{
		0:          {0, 0, 0, 0},
		1:          {1, 0, 0, 0},
		-1:         {255, 255, 255, 255},
		1<<31 - 1:  {255, 255, 255, 127},
		-(1 << 31): {0, 0, 0, 128},
	} {
		encoded, err := Encode(unix.SOL_SOCKET, unix.SO_REUSEADDR, heap.FromFixnum(n))
		require.NoError(t, err)
		assert.Equal(t, bytes, encoded)
		decoded, err := Decode(nil, unix.SOL_SOCKET, unix.SO_REUSEADDR, bytes)
		require.NoError(t, err)
		assert.Equal(t, n, decoded.Fixnum())
	}
	_, err := Encode(unix.SOL_SOCKET, unix.SO_REUSEADDR, heap.FromFixnum(1<<31))
	assert.ErrorContains(t, err, "out-of-range")
}

func TestAnIntegerMayBeShortOrLong(t *testing.T) {
	cache, _ := heaptest.New(t)
	for _, c := range []struct {
		bytes []byte
		n     int64
	}{
		{nil, 0},
		{[]byte{7}, 7},
		{[]byte{1, 0, 0, 0, 1, 0, 0, 0}, 1<<32 + 1},
		{[]byte{5, 0, 0, 0, 1, 0, 0, 0, 9}, 5},
	} {
		w, err := Decode(cache, 77, 1, c.bytes)
		require.NoError(t, err)
		assert.Equal(t, c.n, w.Fixnum())
	}
}

func TestLingerIsAPair(t *testing.T) {
	cache, _ := heaptest.New(t)
	pair, err := cache.Cons(heap.FromFixnum(1), heap.FromFixnum(3600))
	require.NoError(t, err)
	encoded, err := Encode(unix.SOL_SOCKET, unix.SO_LINGER, pair)
	require.NoError(t, err)
	assert.Equal(t, []byte{1, 0, 0, 0, 16, 14, 0, 0}, encoded)
	decoded, err := Decode(cache, unix.SOL_SOCKET, unix.SO_LINGER, encoded)
	require.NoError(t, err)
	enable, timeout, ok := decoded.Pair()
	require.True(t, ok)
	assert.EqualValues(t, 1, enable.Fixnum())
	assert.EqualValues(t, 3600, timeout.Fixnum())

	// The option's number means something else at another level.
	_, err = Encode(unix.IPPROTO_IP, unix.SO_LINGER, heap.FromFixnum(1))
	assert.NoError(t, err)
	_, err = Encode(unix.SOL_SOCKET, unix.SO_LINGER, heap.FromFixnum(1))
	assert.ErrorContains(t, err, "wrong-type-arg")
}

func TestInterfaces(t *testing.T) {
	cache, _ := heaptest.New(t)
	group := heap.FromFixnum(0xef010203)
	for _, c := range []struct {
		value int64
		mreqn []byte
	}{
		{0, []byte{239, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0}},
		{1, []byte{239, 1, 2, 3, 0, 0, 0, 0, 1, 0, 0, 0}},
		{1<<24 - 1, []byte{239, 1, 2, 3, 0, 0, 0, 0, 255, 255, 255, 0}},
		{0x7f000001, []byte{239, 1, 2, 3, 127, 0, 0, 1, 0, 0, 0, 0}},
	} {
		pair, err := cache.Cons(group, heap.FromFixnum(c.value))
		require.NoError(t, err)
		encoded, err := Encode(unix.IPPROTO_IP, unix.IP_ADD_MEMBERSHIP, pair)
		require.NoError(t, err)
		assert.Equal(t, c.mreqn, encoded)
		encoded, err = Encode(unix.IPPROTO_IP, unix.IP_MULTICAST_IF, heap.FromFixnum(c.value))
		require.NoError(t, err)
		assert.Equal(t, append([]byte{0, 0, 0, 0}, c.mreqn[4:]...), encoded)
	}
	w, err := Decode(cache, unix.IPPROTO_IP, unix.IP_MULTICAST_IF, []byte{127, 0, 0, 1})
	require.NoError(t, err)
	assert.EqualValues(t, 0x7f000001, w.Fixnum())
}
