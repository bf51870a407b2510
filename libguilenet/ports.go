package main

import (
	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/portmode"
)

// closeDescriptor prepares scm_close of an integer: a port that is on the
// descriptor moves to a duplicate, as in libguile.
func closeDescriptor(c call) (heap.Word, error) {
	fd, err := number.Int(c.word(0))
	if err != nil {
		return 0, err
	}
	for port := range heap.PortsOn(fd) {
		moved, err := unix.Dup(fd)
		if err != nil {
			return 0, evict(err)
		}
		port.MovePort(moved)
	}
	return heap.FromFixnum(int64(fd)), nil
}

func portMode(c call) (heap.Word, error) {
	port, ok := c.word(0).Port()
	if !ok || !port.Open {
		return 0, condition.WrongTypeExpecting(1, c.word(0), "open port")
	}
	return c.cache.String(portmode.Text(port))
}

// evict is the failure to move a port away, by the name that libguile has for
// it; the port stays as it was.
func evict(err error) error {
	return condition.In("scm_evict_ports", system(err))
}

// openPortFor reads argument 1 as an open port of a direction.
func openPortFor(c call, input bool) error {
	port, ok := c.word(0).Port()
	switch {
	case ok && port.Open && input && port.Input, ok && port.Open && !input && port.Output:
		return nil
	case input:
		return condition.WrongTypeExpecting(1, c.word(0), "open input port")
	}
	return condition.WrongTypeExpecting(1, c.word(0), "open output port")
}

// noInput refuses what is no open port for input.
func noInput(c call) (heap.Word, error) {
	return 0, openPortFor(c, true)
}

// noOutput refuses what is no open port for output.
func noOutput(c call) (heap.Word, error) {
	return 0, openPortFor(c, false)
}
