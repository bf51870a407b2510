package main

import (
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Go's runtime opens an epoll descriptor, and ends the process if it cannot, or
// if the host closes that descriptor. A library has no business with either, and
// two things ask for it, neither of which this one needs. The names are the
// runtime's own, reached with -checklinkname=0; ctests/only/own_descriptors.c fails
// if a later Go has them differently. docs/internals.md, "Descriptors".

// The background scavenger, which gives memory back to the system, sets timers,
// and timers are the poller's. It works when it is found parked.
//
//go:linkname scavenger runtime.scavenger
var scavenger struct {
	lock       uintptr
	g, timer   unsafe.Pointer
	sysmonWake uint32
	parked     bool
}

// The poller: package os, which fmt and math/big import, asks for it when
// descriptor 0, 1 or 2 is non-blocking.
//
//go:linkname netpollInited runtime.netpollInited
var netpollInited uint32

//go:linkname epfd runtime.epfd
var epfd int32

//go:linkname netpollEventFd runtime.netpollEventFd
var netpollEventFd uintptr

// keepQuiet hides from the runtime that the scavenger is parked, so that
// nobody wakes it. Each crossing looks again: until the first GC the scavenger
// may still wake once for nothing, and park again.
func keepQuiet() {
	if scavenger.parked {
		scavenger.parked = false
	}
}

// closePoller undoes the poller's start. Nobody waits in it: no file of Go's is
// ever read or written here. The pause lets a monitor thread that has seen it
// running look away.
func closePoller() {
	if atomic.SwapUint32(&netpollInited, 0) == 0 {
		return
	}
	poller := atomic.SwapInt32(&epfd, -1)
	pause := unix.NsecToTimespec(int64(time.Millisecond))
	_ = unix.Nanosleep(&pause, nil)
	_ = unix.Close(int(poller))
	_ = unix.Close(int(netpollEventFd))
}
