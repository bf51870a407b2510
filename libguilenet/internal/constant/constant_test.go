package constant

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"guilenet/libguilenet/internal/heap"
)

func TestFind(t *testing.T) {
	cases := []struct {
		name  string
		value int64
	}{
		{"AF_INET", 2}, {"INADDR_LOOPBACK", 0x7f000001}, {"INADDR_NONE", 1<<32 - 1},
		{"EAI_SYSTEM", -11}, {"O_NOLINK", 0}, {"PIPE_BUF", 4096}, {"EXFULL", 54},
		{"SO_RCVTIMEO", 20}, {"IPPROTO_IPV6", 41}, {"IPV6_JOIN_GROUP", 20}, {"IPV6_ADD_MEMBERSHIP", 20},
		{"TCP_CONGESTION", 13}, {"UDP_CORK", 1},
	}
	for _, c := range cases {
		_, value, ok := Find(c.name)
		assert.True(t, ok, c.name)
		assert.Equal(t, c.value, value, c.name)
	}
	for _, name := range []string{"", "AF_INE", "AF_INET ", "af_inet", "SO_STYLE"} {
		_, _, ok := Find(name)
		assert.False(t, ok, name)
	}
}

func TestPlaces(t *testing.T) {
	assert.LessOrEqual(t, len(all), heap.ConstantPlaces)
	for i, c := range all {
		place, _, ok := Find(c.name)
		assert.True(t, ok)
		assert.Equal(t, i, place, "%s is there twice", c.name)
	}
}
