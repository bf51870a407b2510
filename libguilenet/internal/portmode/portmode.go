// Package portmode has the modes of ports, in text and as the flags of a port.
package portmode

import (
	"strings"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/heap"
)

// letters are what a mode is made of, in any order; others mean nothing.
var letters = []struct {
	any   string
	flags uint8
}{
	{"r+", heap.PortInput},
	{"wa+", heap.PortOutput},
	{"0", heap.PortUnbuffered},
	{"l", heap.PortLine},
}

// Parse reads a mode. ok is false for one that is neither for input nor for
// output.
func Parse(mode string) (flags uint8, ok bool) {
	for _, l := range letters {
		if strings.ContainsAny(mode, l.any) {
			flags |= l.flags
		}
	}
	if flags&heap.PortUnbuffered != 0 {
		flags &^= heap.PortLine
	}
	return flags, flags&(heap.PortInput|heap.PortOutput) != 0
}

// Available says whether a descriptor with the status flags that F_GETFL gives
// can be read and written as the flags of a port want it.
func Available(flags uint8, status int) bool {
	access := status & unix.O_ACCMODE
	return (flags&heap.PortInput == 0 || access == unix.O_RDONLY || access == unix.O_RDWR) &&
		(flags&heap.PortOutput == 0 || access == unix.O_WRONLY || access == unix.O_RDWR)
}

// Text is the mode of a port that is for input, for output, or for both.
func Text(port heap.Port) string {
	mode := "r+"
	switch {
	case !port.Output:
		mode = "r"
	case !port.Input:
		mode = "w"
	}
	if port.Unbuffered {
		mode += "0"
	}
	return mode
}
