package netdb

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/heap/heaptest"
)

func raised(t *testing.T, err error) *condition.Condition {
	t.Helper()
	var c *condition.Condition
	require.ErrorAs(t, err, &c)
	return c
}

func TestNumbersUpToTheLargestOfTheDatabase(t *testing.T) {
	for d, most := range map[*Database]int64{
		Hosts: 1<<32 - 1, Networks: 1<<32 - 1, Protocols: 1<<31 - 1, Services: 65535,
	} {
		for _, n := range []int64{0, 1, most} {
			got, err := d.Number(heap.FromFixnum(n))
			require.NoError(t, err)
			assert.EqualValues(t, n, got)
		}
	}
}

func TestNumbersThatNoEntryHas(t *testing.T) {
	for _, c := range []struct {
		d       *Database
		n       int64
		key     string
		message string
	}{
		{Hosts, 1 << 32, "host-not-found", "Unknown host"},
		{Networks, 1<<32 + 127, "system-error", "no such network ~A"},
		{Protocols, 1 << 31, "system-error", "no such protocol ~A"},
		{Services, 65536, "system-error", "no such service ~A"},
		{Services, -1, "system-error", "no such service ~A"},
	} {
		_, err := c.d.Number(heap.FromFixnum(c.n))
		failure := raised(t, err)
		assert.Equal(t, c.key, failure.Key)
		assert.Equal(t, c.message, failure.Message)
	}
}

func TestNumbersThatLibguileRefuses(t *testing.T) {
	cache, _ := heaptest.New(t)
	tooLarge, err := cache.Integer(new(big.Int).Lsh(big.NewInt(1), 64))
	require.NoError(t, err)
	for _, d := range []*Database{Hosts, Networks, Protocols} {
		for _, w := range []heap.Word{heap.FromFixnum(-1), tooLarge} {
			_, err := d.Number(w)
			assert.Equal(t, condition.OutOfRange, raised(t, err).Key)
		}
	}
	_, err = Services.Number(heap.FromFixnum(1 << 31))
	assert.Equal(t, condition.OutOfRange, raised(t, err).Key)
	_, err = Hosts.Number(heap.False)
	assert.Equal(t, condition.WrongTypeArg, raised(t, err).Key)
}

func TestNames(t *testing.T) {
	cache, _ := heaptest.New(t)
	for s, name := range map[string]string{"localhost": "localhost", "": "", "ä": "?"} {
		w, err := cache.String(s)
		require.NoError(t, err)
		got, err := Name(w)
		require.NoError(t, err)
		assert.Equal(t, name, string(got))
	}
	w, err := cache.String("a\x00b")
	require.NoError(t, err)
	_, err = Name(w)
	assert.Equal(t, condition.MiscError, raised(t, err).Key)
	_, err = Name(heap.FromFixnum(1))
	assert.Equal(t, condition.WrongTypeArg, raised(t, err).Key)
}

func TestHostFailures(t *testing.T) {
	for _, c := range []struct {
		errno     unix.Errno
		hostError int
		key       string
		args      condition.Value
		data      condition.Value
	}{
		{0, HostNotFound, "host-not-found", nil, condition.List{}},
		{0, TryAgain, "try-again", nil, condition.List{}},
		{unix.EIO, NoRecovery, "no-recovery", nil, condition.List{}},
		{0, NoData, "no-data", nil, condition.List{}},
		{unix.EIO, Internal, "system-error", condition.List{"input/output error"}, condition.List{5}},
		{unix.EIO, 0, "system-error", condition.List{"input/output error"}, condition.List{5}},
		{0, 0, "misc-error", condition.List(nil), nil},
		{unix.EIO, 77, "misc-error", condition.List(nil), nil},
	} {
		failure := raised(t, Hosts.Missing(heap.False, c.errno, c.hostError))
		assert.Equal(t, c.key, failure.Key)
		assert.Equal(t, c.args, failure.Args)
		assert.Equal(t, c.data, failure.Data)
	}
}

func TestMissingEntriesHaveAnErrno(t *testing.T) {
	for given, told := range map[unix.Errno]unix.Errno{0: unix.ENOENT, unix.EMFILE: unix.EMFILE} {
		failure := raised(t, Protocols.Missing(heap.True, given, 0))
		assert.Equal(t, condition.List{heap.True}, failure.Args)
		assert.Equal(t, condition.List{int(told)}, failure.Data)
	}
}
