//go:build race

package heap

import "unsafe"

// The race detector watches memory of Go's alone, so a segment is taken from
// there: for tests, not for a library that forks.

func newSegment() unsafe.Pointer {
	return unsafe.Pointer(new([SegmentSize / 8]uint64))
}

func dropSegment(unsafe.Pointer) {}
