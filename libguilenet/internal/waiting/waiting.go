// Package waiting reads the arguments of select: what is waited for, and how
// long.
package waiting

import (
	"math"
	"slices"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/sockaddr"
)

// Element is one place in one of the sets: struct element of select.c.
type Element struct {
	Object heap.Word
	// At is the index of its descriptor among those to poll.
	At uint32
	// Set is the argument it is in, from 0.
	Set uint8
	// Buffered is the veneer's.
	Buffered bool
	_        uint16
}

// Read gives the elements of the sets, in their order, and the descriptors,
// each once: poll takes no more entries than the process may have descriptors.
func Read(cache *heap.Cache, sets [3]heap.Word) ([]Element, []unix.PollFd, error) {
	var (
		objects [3][]heap.Word
		isList  [3]bool
		count   int
	)
	for i, set := range sets {
		var err error
		if objects[i], isList[i], err = members(cache, set); err != nil {
			return nil, nil, err
		}
		if objects[i] == nil {
			return nil, nil, condition.WrongType(i+1, set)
		}
		count += len(objects[i])
	}
	var fds [3][]int
	highest := 0
	for i := range sets {
		var err error
		if fds[i], err = descriptors(objects[i], isList[i], i+1); err != nil {
			return nil, nil, err
		}
		for _, fd := range fds[i] {
			highest = max(highest, fd)
		}
	}
	elements := make([]Element, 0, count)
	polled := make([]unix.PollFd, 0, count)
	p := newPlaces(count, highest)
	for i := range sets {
		for j, fd := range fds[i] {
			at := p.place(fd)
			if *at == 0 {
				polled = append(polled, unix.PollFd{Fd: int32(fd)})
				*at = uint32(len(polled))
			}
			elements = append(elements, Element{Object: objects[i][j], At: *at - 1, Set: uint8(i)})
		}
	}
	return elements, polled, nil
}

// places tells for each descriptor which one it is among those to poll, from 1;
// 0 for one that is not among them yet. Descriptors are small numbers, so most
// often a table does, which is faster than a map.
type places struct {
	table []uint32
	rest  map[int]*uint32
}

func newPlaces(count, highest int) places {
	if highest <= 64*count+1024 {
		return places{table: make([]uint32, highest+1)}
	}
	return places{rest: make(map[int]*uint32, count)}
}

func (p places) place(fd int) *uint32 {
	if p.table != nil {
		return &p.table[fd]
	}
	at := p.rest[fd]
	if at == nil {
		at = new(uint32)
		p.rest[fd] = at
	}
	return at
}

// members gives what is in a list or a vector; nil for anything else.
func members(cache *heap.Cache, set heap.Word) (objects []heap.Word, isList bool, err error) {
	if set.IsEnd() {
		return []heap.Word{}, true, nil
	}
	if objects, ok := set.Elements(); ok {
		return objects, true, nil
	}
	vector, err := sockaddr.Plain(cache, set)
	if err != nil {
		return nil, false, err
	}
	objects, _ = vector.Vector()
	return objects, false, nil
}

// descriptors reads a set. libguile goes through a vector from its end, which
// shows where several elements are wrong.
func descriptors(objects []heap.Word, isList bool, position int) ([]int, error) {
	fds := make([]int, len(objects))
	order := slices.All(objects)
	if !isList {
		order = slices.Backward(objects)
	}
	for i, object := range order {
		var err error
		if fds[i], err = descriptor(object, position); err != nil {
			return nil, err
		}
	}
	return fds, nil
}

func descriptor(object heap.Word, position int) (int, error) {
	if port, ok := object.Port(); ok && port.Open {
		return port.FD, nil
	}
	if !object.IsInteger() {
		return 0, condition.WrongType(position, object)
	}
	fd, err := number.Int(object)
	if fd < 0 {
		fd = NeverOpen
	}
	return fd, err
}

// NeverOpen stands for negative numbers, which poll would skip: no descriptor
// has it, and poll says so.
const NeverOpen = math.MaxInt32

// Forever is the timeout that never ends.
const Forever = -1

// Times from here on, more than a century, are for ever.
const farSeconds = 1 << 32

// Timeout reads how long to wait, in nanoseconds.
func Timeout(secs, usecs heap.Word) (int64, error) {
	if secs == heap.Undefined || secs == heap.False || secs == heap.Nil {
		return Forever, nil
	}
	n, ok := secs.Integer()
	switch {
	case !ok:
		return 0, condition.Expecting("real number", secs)
	case n.IsUint64():
	case usecs != heap.Undefined:
		return 0, condition.WrongType(4, secs)
	case n.Sign() > 0:
		return 0, condition.Range(4, secs)
	}
	micros := int64(0)
	if usecs != heap.Undefined {
		var err error
		if micros, err = number.Signed(usecs, math.MinInt64, math.MaxInt64); err != nil {
			return 0, err
		}
	}
	if n.Sign() < 0 || !n.IsInt64() || micros < 0 {
		return 0, condition.System(unix.EINVAL)
	}
	seconds := n.Int64()
	if seconds >= farSeconds || seconds+micros/1e6 >= farSeconds {
		return Forever, nil
	}
	return seconds*1e9 + micros/1e6*1e9 + micros%1e6*1e3, nil
}
