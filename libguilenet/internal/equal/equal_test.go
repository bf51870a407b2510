package equal

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

// A maker builds values, and fails the test where it cannot.
type maker struct {
	t     *testing.T
	cache *heap.Cache
}

func newMaker(t *testing.T) maker {
	cache, _ := heaptest.New(t)
	return maker{t, cache}
}

func (m maker) done(w heap.Word, err error) heap.Word {
	require.NoError(m.t, err)
	return w
}

func (m maker) list(elements ...heap.Word) heap.Word {
	return m.done(m.cache.List(elements...))
}

func (m maker) cons(car, cdr heap.Word) heap.Word {
	return m.done(m.cache.Cons(car, cdr))
}

func (m maker) vector(elements ...heap.Word) heap.Word {
	return m.done(m.cache.Vector(elements...))
}

// plain makes a vector of an address object's bytes.
func (m maker) plain(w heap.Word) (heap.Word, error) {
	kernel, plain, _, ok := w.Sockaddr()
	require.True(m.t, ok)
	if plain != 0 {
		return plain, nil
	}
	var elements []heap.Word
	for _, b := range kernel {
		elements = append(elements, heap.FromFixnum(int64(b)))
	}
	return w.SetPlain(m.vector(elements...)), nil
}

func (m maker) equal(x, y heap.Word) bool {
	same, err := Words(x, y, m.plain)
	require.NoError(m.t, err)
	reverse, err := Words(y, x, m.plain)
	require.NoError(m.t, err)
	assert.Equal(m.t, same, reverse)
	return same
}

// values makes values of which no two are equal.
func (m maker) values() []heap.Word {
	one, text := heap.FromFixnum(1), m.done(m.cache.String("1"))
	wide := new(big.Int).Lsh(big.NewInt(1), 64)
	return []heap.Word{
		heap.False, heap.Nil, heap.EmptyList, heap.Undefined, one, heap.FromFixnum(0),
		m.done(m.cache.Integer(wide)),
		m.done(m.cache.Integer(new(big.Int).Neg(wide))),
		m.done(m.cache.Integer(new(big.Int).Lsh(wide, 200))),
		m.done(m.cache.String("")), text,
		m.done(m.cache.String("1\x00")),
		m.done(m.cache.Bytevector([]byte("1"))),
		m.done(m.cache.Bytevector([]byte("1\x00"))),
		m.cons(one, one), m.list(one), m.cons(one, heap.Nil), m.list(one, text),
		m.list(m.list(one), one), m.list(m.list(one, one), one),
		m.vector(), m.vector(one), m.vector(one, one), m.vector(one, text),
		m.done(m.cache.Sockaddr([]byte{2, 0})),
		m.done(m.cache.Sockaddr([]byte{2, 1})),
		m.done(m.cache.Sockaddr(make([]byte, 28))),
		m.list(m.done(m.cache.Sockaddr([]byte{2, 0}))),
	}
}

func TestValues(t *testing.T) {
	m := newMaker(t)
	x, y := m.values(), m.values()
	for i := range x {
		for j := range y {
			assert.Equal(t, i == j, m.equal(x[i], y[j]), "%d and %d", i, j)
		}
	}
}

func TestOnlyThemselves(t *testing.T) {
	m := newMaker(t)
	variable, other := m.done(m.cache.Variable(heap.True)), m.done(m.cache.Variable(heap.True))
	assert.True(t, m.equal(variable, variable))
	assert.False(t, m.equal(variable, other))
	name, otherName := m.done(m.cache.Symbol("a")), m.done(m.cache.Symbol("b"))
	assert.False(t, m.equal(name, otherName))
	assert.False(t, m.equal(0xa5<<56|1<<40, heap.Tag<<56), "handles of nothing")
}

// An address object is a vector.
func TestAddresses(t *testing.T) {
	m := newMaker(t)
	two, zero := heap.FromFixnum(2), heap.FromFixnum(0)
	address := m.done(m.cache.Sockaddr([]byte{2, 0}))
	assert.True(t, m.equal(address, m.vector(two, zero)))
	assert.True(t, m.equal(m.list(address), m.list(m.vector(two, zero))))
	assert.False(t, m.equal(address, m.vector(two, two)))
	assert.False(t, m.equal(address, m.vector(two)))
	assert.False(t, m.equal(address, m.list(two, zero)))
	assert.False(t, m.equal(address, two))

	// Once an element was set, the bytes no longer count.
	address = m.done(m.cache.Sockaddr([]byte{2, 1}))
	address.SetPlain(m.vector(two, zero))
	address.MarkSet()
	assert.True(t, m.equal(address, m.done(m.cache.Sockaddr([]byte{2, 0}))))
	assert.False(t, m.equal(address, m.done(m.cache.Sockaddr([]byte{2, 1}))))
}

func TestFailureToMakePlain(t *testing.T) {
	m := newMaker(t)
	address := m.done(m.cache.Sockaddr([]byte{2, 0}))
	vector := m.vector(heap.FromFixnum(2))
	fail := func(heap.Word) (heap.Word, error) { return 0, heap.ErrMemory }
	for _, p := range []couple{{address, vector}, {vector, address}} {
		_, err := Words(m.list(p.x), m.list(p.y), fail)
		assert.ErrorIs(t, err, heap.ErrMemory)
	}
}

func TestDeep(t *testing.T) {
	m := newMaker(t)
	shapes := map[string]struct {
		depth int
		wrap  func(core heap.Word) heap.Word
	}{
		"list":           {200000, func(core heap.Word) heap.Word { return m.cons(heap.True, core) }},
		"list of lists":  {200000, func(core heap.Word) heap.Word { return m.cons(m.list(heap.True), core) }},
		"nested by car":  {1000000, func(core heap.Word) heap.Word { return m.cons(core, heap.EmptyList) }},
		"nested, behind": {100000, func(core heap.Word) heap.Word { return m.cons(core, m.list(heap.True)) }},
		"vectors":        {100000, func(core heap.Word) heap.Word { return m.vector(core) }},
		"shared":         {1000, func(core heap.Word) heap.Word { return m.cons(core, core) }},
		"shared vectors": {1000, func(core heap.Word) heap.Word { return m.vector(core, core, core) }},
	}
	for name, shape := range shapes {
		build := func(core heap.Word, depth int) heap.Word {
			for range depth {
				core = shape.wrap(core)
			}
			return core
		}
		core, other := heap.FromFixnum(1), heap.FromFixnum(2)
		x := build(core, shape.depth)
		assert.True(t, m.equal(x, build(core, shape.depth)), name)
		assert.False(t, m.equal(x, build(other, shape.depth)), name)
		assert.False(t, m.equal(x, build(core, shape.depth+1)), name)
	}
}

// Circles are equal if going round them shows no difference.
func TestCircular(t *testing.T) {
	m := newMaker(t)
	ring := func(elements ...heap.Word) heap.Word {
		vectors := make([]heap.Word, len(elements))
		for i, element := range elements {
			vectors[i] = m.vector(element, heap.False)
		}
		for i, vector := range vectors {
			vector.SetElement(1, vectors[(i+1)%len(vectors)])
		}
		return vectors[0]
	}
	one, two := heap.FromFixnum(1), heap.FromFixnum(2)
	assert.True(t, m.equal(ring(one), ring(one)))
	assert.True(t, m.equal(ring(one, two), ring(one, two)))
	assert.True(t, m.equal(ring(one, one, one), ring(one, one)), "unfolded they are the same")
	assert.True(t, m.equal(ring(one, two), ring(one, two, one, two, one, two)))
	assert.False(t, m.equal(ring(one, two), ring(two, one)))
	assert.False(t, m.equal(ring(one, two, one), ring(one, two)))

	var long, other []heap.Word
	for range 10007 {
		long, other = append(long, one), append(other, one)
	}
	assert.True(t, m.equal(ring(long...), ring(other[:9973]...)))
	other[5000] = two
	assert.False(t, m.equal(ring(long...), ring(other...)))
}
