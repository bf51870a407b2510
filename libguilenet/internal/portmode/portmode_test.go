package portmode

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/heap"
)

const both = heap.PortInput | heap.PortOutput

func TestParse(t *testing.T) {
	for mode, flags := range map[string]uint8{
		"r":          heap.PortInput,
		"w":          heap.PortOutput,
		"a":          heap.PortOutput,
		"wa":         heap.PortOutput,
		"rw":         both,
		"ar":         both,
		"r+":         both,
		"w+":         both,
		"+":          both,
		"+r":         both,
		"rb":         heap.PortInput,
		"r0":         heap.PortInput | heap.PortUnbuffered,
		"0r+":        both | heap.PortUnbuffered,
		"wl":         heap.PortOutput | heap.PortLine,
		"wl0":        heap.PortOutput | heap.PortUnbuffered,
		"0wl":        heap.PortOutput | heap.PortUnbuffered,
		"rx é\x00\n": heap.PortInput,
		"r\x00w":     both,
	} {
		parsed, ok := Parse(mode)
		assert.True(t, ok, "%q", mode)
		assert.Equal(t, flags, parsed, "%q", mode)
	}
	for _, mode := range []string{"", "b", "0", "l", "R", "é", "\x00", "ŗŷ", "0lb"} {
		_, ok := Parse(mode)
		assert.False(t, ok, "%q", mode)
	}
}

func TestAvailable(t *testing.T) {
	tests := []struct {
		name                string
		status              int
		input, output, both bool
	}{
		{"read only", unix.O_RDONLY | unix.O_NONBLOCK, true, false, false},
		{"write only", unix.O_WRONLY | unix.O_APPEND, false, true, false},
		{"read and write", unix.O_RDWR, true, true, true},
		{"neither", unix.O_ACCMODE, false, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.input, Available(heap.PortInput, test.status))
			assert.Equal(t, test.output, Available(heap.PortOutput|heap.PortLine, test.status))
			assert.Equal(t, test.both, Available(both|heap.PortUnbuffered, test.status))
		})
	}
}

func TestText(t *testing.T) {
	tests := []struct {
		text string
		port heap.Port
	}{
		{"r", heap.Port{Input: true}},
		{"r0", heap.Port{Input: true, Unbuffered: true}},
		{"w", heap.Port{Output: true}},
		{"w0", heap.Port{Output: true, Unbuffered: true}},
		{"r+", heap.Port{Input: true, Output: true}},
		{"r+0", heap.Port{Input: true, Output: true, Unbuffered: true}},
	}
	for _, test := range tests {
		assert.Equal(t, test.text, Text(test.port))
	}
}
