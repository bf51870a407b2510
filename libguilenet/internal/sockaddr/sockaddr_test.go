package sockaddr

import (
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

func word(t *testing.T, cache *heap.Cache, value any) heap.Word {
	t.Helper()
	var (
		w   heap.Word
		err error
	)
	switch v := value.(type) {
	case int:
		w, err = cache.Int64(int64(v))
	case *big.Int:
		w, err = cache.Integer(v)
	case string:
		w, err = cache.String(v)
	case heap.Word:
		w = v
	case []any:
		words := make([]heap.Word, len(v))
		for i, element := range v {
			words[i] = word(t, cache, element)
		}
		w, err = cache.List(words...)
	}
	require.NoError(t, err)
	return w
}

var (
	most128 = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 128), big.NewInt(1))
	// What a family's arguments become, as the kernel and as a vector's elements.
	addresses = []struct {
		family  int
		address any
		args    []any
		kernel  []byte
		vector  []any
	}{
		{unix.AF_INET, 0x7f000001, []any{80},
			[]byte{2, 0, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0},
			[]any{2, 0x7f000001, 80}},
		{unix.AF_INET6, 1, []any{80},
			append([]byte{10, 0, 0, 80}, append(make([]byte, 19), 1, 0, 0, 0, 0)...),
			[]any{10, 1, 80, 0, 0}},
		{unix.AF_INET6, most128, []any{65535, 2, 3},
			append([]byte{10, 0, 255, 255, 2, 0, 0, 0},
				append([]byte(strings.Repeat("\xff", 16)), 3, 0, 0, 0)...),
			[]any{10, most128, 65535, 2, 3}},
		{unix.AF_UNIX, "path", nil, []byte("\x01\x00path"), []any{1, "path"}},
		{unix.AF_UNIX, "", nil, []byte("\x01\x00"), []any{1, heap.False}},
		{unix.AF_UNIX, "\x00a\x00b", nil, []byte("\x01\x00\x00a\x00b"), []any{1, "\x00a\x00b"}},
	}
)

func TestAddressesThereAndBack(t *testing.T) {
	for _, a := range addresses {
		cache, _ := heaptest.New(t)
		// What is no pair ends the arguments.
		args := heap.True
		for i := len(a.args) - 1; i >= 0; i-- {
			var err error
			args, err = cache.Cons(word(t, cache, a.args[i]), args)
			require.NoError(t, err)
		}
		kernel, rest, err := FromArguments(a.family, word(t, cache, a.address), args, 4)
		require.NoError(t, err)
		assert.Equal(t, a.kernel, kernel)
		assert.Equal(t, heap.True, rest, "what is behind the address")

		object, err := FromKernel(cache, kernel)
		require.NoError(t, err)
		back, err := FromObject(object)
		require.NoError(t, err)
		assert.Equal(t, a.kernel, back)

		plain, err := Plain(cache, object)
		require.NoError(t, err)
		again, err := Plain(cache, object)
		require.NoError(t, err)
		assert.Equal(t, plain, again)
		elements, ok := plain.Vector()
		require.True(t, ok)
		require.Len(t, elements, len(a.vector))
		for i, element := range elements {
			same(t, word(t, cache, a.vector[i]), element)
		}
		back, err = FromObject(plain)
		require.NoError(t, err)
		assert.Equal(t, a.kernel, back)
	}
}

func same(t *testing.T, expected, actual heap.Word) {
	t.Helper()
	if n, ok := expected.Integer(); ok {
		m, ok := actual.Integer()
		require.True(t, ok)
		assert.Equal(t, n.String(), m.String())
	} else if s, ok := expected.Text(); ok {
		u, ok := actual.Text()
		require.True(t, ok)
		assert.Equal(t, s, u)
	} else {
		assert.Equal(t, expected, actual)
	}
}

func TestRefusedArguments(t *testing.T) {
	for _, c := range []struct {
		family  int
		address any
		args    any
		key     string
	}{
		{unix.AF_INET, 1 << 32, []any{0}, "out-of-range"},
		{unix.AF_INET, -1, []any{0}, "out-of-range"},
		{unix.AF_INET, 1, []any{-1}, "out-of-range"},
		{unix.AF_INET, 1, []any{65536}, "out-of-range"},
		{unix.AF_INET, 1, []any{}, "wrong-type-arg"},
		{unix.AF_INET, "127.0.0.1", []any{0}, "wrong-type-arg"},
		{unix.AF_INET6, new(big.Int).Lsh(big.NewInt(1), 1024), []any{0}, "out-of-range"},
		{unix.AF_INET6, 1, []any{0, 1 << 32}, "out-of-range"},
		{unix.AF_INET6, 1, []any{0, 0, 1 << 32}, "out-of-range"},
		{unix.AF_UNIX, 1, []any{}, "wrong-type-arg"},
		{unix.AF_UNIX, "a\x00b", []any{}, "misc-error"},
		{77, 1, []any{0}, "out-of-range"},
	} {
		cache, _ := heaptest.New(t)
		_, _, err := FromArguments(c.family, word(t, cache, c.address), word(t, cache, c.args), 4)
		assert.ErrorContains(t, err, c.key, "%v", c)
	}
}

func TestAPathHasNoOtherEndThanItsNul(t *testing.T) {
	long := strings.Repeat("p", pathSize)
	for kernel, expected := range map[string]string{
		"\x01\x00path\x00":       "\x01\x00path",
		"\x01\x00path\x00more":   "\x01\x00path",
		"\x01\x00" + long:        "\x01\x00" + long,
		"\x01\x00\x00\x00\x00":   "\x01\x00",
		"\x01\x00\x00abstract":   "\x01\x00\x00abstract",
		"\x01\x00\x00ab\x00\x00": "\x01\x00\x00ab\x00\x00",
	} {
		assert.Equal(t, []byte(expected), canonical([]byte(kernel)))
	}
}

func TestUnknownFamilies(t *testing.T) {
	cache, _ := heaptest.New(t)
	for _, kernel := range []string{"", "\x02", "\x00\x00", "\x10\x00aaaa", "\x02\x00short", "\x0a\x00short"} {
		assert.False(t, Known([]byte(kernel)), "%q", kernel)
		_, err := FromKernel(cache, []byte(kernel))
		assert.ErrorContains(t, err, "misc-error", "%q", kernel)
	}
}
