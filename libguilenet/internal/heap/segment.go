//go:build !race

package heap

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// newSegment maps memory for a segment, or gives nil.
func newSegment() unsafe.Pointer {
	segment, err := unix.MmapPtr(-1, 0, nil, SegmentSize, unix.PROT_READ|unix.PROT_WRITE,
		unix.MAP_PRIVATE|unix.MAP_ANONYMOUS|unix.MAP_NORESERVE)
	if err != nil {
		return nil
	}
	return segment
}

// dropSegment gives back a segment that nobody has used; a leak would be small.
func dropSegment(segment unsafe.Pointer) {
	_ = unix.MunmapPtr(segment, SegmentSize)
}
