package sockopt

import (
	"math/big"
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

func TestAnIntegerMayBeShortOrFollowed(t *testing.T) {
	for _, c := range []struct {
		bytes []byte
		n     int64
	}{
		{nil, 0},
		{[]byte{7}, 7},
		{[]byte{1, 0, 0, 0, 1, 0, 0, 0}, 1},
		{[]byte{5, 0, 0, 0, 1, 0, 0, 0, 9}, 5},
	} {
		w, err := Decode(nil, 77, 1, c.bytes)
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

func uint64Word(t *testing.T, cache *heap.Cache, n uint64) heap.Word {
	t.Helper()
	w, err := cache.Integer(new(big.Int).SetUint64(n))
	require.NoError(t, err)
	return w
}

func TestNumbersOf64Bits(t *testing.T) {
	cache, _ := heaptest.New(t)
	for _, name := range []int{unix.SO_COOKIE, unix.SO_NETNS_COOKIE, unix.SO_MAX_PACING_RATE} {
		for n, bytes := range map[uint64][]byte{
			0:           nil,
			7:           {7, 0, 0, 0},
			1<<32 + 1:   {1, 0, 0, 0, 1, 0, 0, 0},
			1<<64 - 1:   {255, 255, 255, 255, 255, 255, 255, 255},
			1<<63 + 255: {255, 0, 0, 0, 0, 0, 0, 128, 9},
		} {
			w, err := Decode(cache, unix.SOL_SOCKET, name, bytes)
			require.NoError(t, err)
			got, ok := w.Integer()
			require.True(t, ok)
			assert.Equal(t, n, got.Uint64())
		}
	}
	for _, c := range []struct {
		value heap.Word
		bytes []byte
	}{
		{heap.FromFixnum(-1), []byte{255, 255, 255, 255}},
		{heap.FromFixnum(1<<31 - 1), []byte{255, 255, 255, 127}},
		{heap.FromFixnum(1 << 31), []byte{0, 0, 0, 128, 0, 0, 0, 0}},
		{uint64Word(t, cache, 1<<64-1), []byte{255, 255, 255, 255, 255, 255, 255, 255}},
	} {
		encoded, err := Encode(unix.SOL_SOCKET, unix.SO_MAX_PACING_RATE, c.value)
		require.NoError(t, err)
		assert.Equal(t, c.bytes, encoded)
	}
	_, err := Encode(unix.SOL_SOCKET, unix.SO_MAX_PACING_RATE, heap.FromFixnum(-1<<31-1))
	assert.ErrorContains(t, err, "out-of-range")
	_, err = Encode(unix.SOL_SOCKET, unix.SO_MAX_PACING_RATE, heap.True)
	assert.ErrorContains(t, err, "wrong-type-arg")
}

func TestTimeouts(t *testing.T) {
	cache, _ := heaptest.New(t)
	for _, name := range []int{unix.SO_RCVTIMEO, unix.SO_SNDTIMEO} {
		for _, c := range []struct {
			seconds, microseconds int64
			bytes                 []byte
		}{
			{0, 0, make([]byte, 16)},
			{2, 500000, []byte{2, 0, 0, 0, 0, 0, 0, 0, 0x20, 0xa1, 7, 0, 0, 0, 0, 0}},
			{-1, 1000000, []byte{255, 255, 255, 255, 255, 255, 255, 255, 0x40, 0x42, 15, 0, 0, 0, 0, 0}},
			{1 << 32, 1 << 32, []byte{0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0}},
		} {
			pair, err := cache.Cons(heap.FromFixnum(c.seconds), heap.FromFixnum(c.microseconds))
			require.NoError(t, err)
			encoded, err := Encode(unix.SOL_SOCKET, name, pair)
			require.NoError(t, err)
			assert.Equal(t, c.bytes, encoded)
			decoded, err := Decode(cache, unix.SOL_SOCKET, name, encoded)
			require.NoError(t, err)
			seconds, microseconds, ok := decoded.Pair()
			require.True(t, ok)
			assert.Equal(t, c.seconds, seconds.Fixnum())
			assert.Equal(t, c.microseconds, microseconds.Fixnum())
		}
	}
}

func TestCredentialsAreAVector(t *testing.T) {
	cache, _ := heaptest.New(t)
	for _, c := range []struct {
		bytes []byte
		ids   []int64
	}{
		{[]byte{1, 2, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0}, []int64{513, 3, 4}},
		{[]byte{0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255}, []int64{0, 1<<32 - 1, 1<<32 - 1}},
	} {
		w, err := Decode(cache, unix.SOL_SOCKET, unix.SO_PEERCRED, c.bytes)
		require.NoError(t, err)
		elements, ok := w.Vector()
		require.True(t, ok)
		require.Len(t, elements, 3)
		for i, id := range c.ids {
			assert.Equal(t, id, elements[i].Fixnum())
		}
	}
}

func TestNames(t *testing.T) {
	cache, _ := heaptest.New(t)
	for _, o := range []option{
		{unix.SOL_SOCKET, unix.SO_BINDTODEVICE}, {unix.IPPROTO_TCP, unix.TCP_CONGESTION},
	} {
		for bytes, name := range map[string]string{
			"": "", "\x00\x00": "", "lo\x00": "lo", "cubic\x00reno\x00": "cubic",
			"abcdefghijklmno\x00": "abcdefghijklmno", "reno": "reno", "\xff\x00": "?",
		} {
			w, err := Decode(cache, o.level, o.name, []byte(bytes))
			require.NoError(t, err)
			text, ok := w.Text()
			require.True(t, ok)
			assert.Equal(t, name, text)
		}
		for name, raised := range map[string]string{
			"": "", "lo": "", "abcdefghijklmno": "", "abcdefghijklmnop": "out-of-range",
			"lo\x00": "misc-error", "\x00lo": "misc-error",
		} {
			w, err := cache.String(name)
			require.NoError(t, err)
			encoded, err := Encode(o.level, o.name, w)
			if raised != "" {
				assert.ErrorContains(t, err, raised)
				continue
			}
			require.NoError(t, err)
			assert.Equal(t, name, string(encoded))
		}
		_, err := Encode(o.level, o.name, heap.FromFixnum(1))
		assert.ErrorContains(t, err, "wrong-type-arg")
	}
}

func TestMembershipsOfInet6(t *testing.T) {
	cache, _ := heaptest.New(t)
	group, err := cache.Integer(new(big.Int).SetBytes([]byte{0xff, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9}))
	require.NoError(t, err)
	for _, name := range []int{unix.IPV6_JOIN_GROUP, unix.IPV6_LEAVE_GROUP} {
		pair, err := cache.Cons(group, heap.FromFixnum(258))
		require.NoError(t, err)
		encoded, err := Encode(unix.IPPROTO_IPV6, name, pair)
		require.NoError(t, err)
		assert.Equal(t, []byte{0xff, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 2, 1, 0, 0}, encoded)
	}
}

// What both halves of a pair refuse.
func TestWrongPairs(t *testing.T) {
	cache, _ := heaptest.New(t)
	one, two64 := heap.FromFixnum(1), new(big.Int).Lsh(big.NewInt(1), 64)
	beyond, err := cache.Integer(new(big.Int).Mul(two64, two64))
	require.NoError(t, err)
	for _, o := range []option{
		{unix.SOL_SOCKET, unix.SO_LINGER},
		{unix.SOL_SOCKET, unix.SO_RCVTIMEO},
		{unix.SOL_SOCKET, unix.SO_SNDTIMEO},
		{unix.IPPROTO_IP, unix.IP_ADD_MEMBERSHIP},
		{unix.IPPROTO_IP, unix.IP_DROP_MEMBERSHIP},
		{unix.IPPROTO_IPV6, unix.IPV6_JOIN_GROUP},
		{unix.IPPROTO_IPV6, unix.IPV6_LEAVE_GROUP},
	} {
		for _, w := range []heap.Word{one, heap.EmptyList, heap.Undefined, 0} {
			_, err := Encode(o.level, o.name, w)
			assert.ErrorContains(t, err, "wrong-type-arg")
		}
		for bad, raised := range map[heap.Word]string{
			heap.False: "wrong-type-arg", heap.EmptyList: "wrong-type-arg", beyond: "out-of-range",
		} {
			for _, halves := range [][2]heap.Word{{bad, one}, {one, bad}} {
				pair, err := cache.Cons(halves[0], halves[1])
				require.NoError(t, err)
				_, err = Encode(o.level, o.name, pair)
				assert.ErrorContains(t, err, raised, "%v", o)
			}
		}
	}
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
