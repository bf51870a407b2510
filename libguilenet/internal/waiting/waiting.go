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

// Room gives memory for a number of elements, and for as many descriptors.
type Room func(count int) ([]Element, []unix.PollFd, error)

// Read fills room with the elements of the sets, in their order, and with the
// descriptors, each once: poll takes no more entries than the process may have
// descriptors. It gives how many of these there are.
func Read(cache *heap.Cache, sets [3]heap.Word, room Room) (uint32, error) {
	var (
		objects [3][]heap.Word
		isList  [3]bool
		count   int
	)
	for i, set := range sets {
		var err error
		if objects[i], isList[i], err = members(cache, set); err != nil {
			return 0, err
		}
		if objects[i] == nil {
			return 0, condition.WrongType(i+1, set)
		}
		count += len(objects[i])
	}
	elements, polled, err := room(count)
	if err != nil {
		return 0, err
	}
	p, number, known := newPlaces(count), 0, uint32(0)
	for i, set := range objects {
		for _, object := range set {
			fd, err := descriptor(object, i+1)
			if err != nil {
				return 0, first(set, isList[i], i+1)
			}
			at := p.place(fd)
			if *at == 0 {
				polled[known] = unix.PollFd{Fd: int32(fd)}
				known++
				*at = known
			}
			elements[number] = Element{Object: object, At: *at - 1, Set: uint8(i)}
			number++
		}
	}
	return known, nil
}

// places tells for each descriptor which one it is among those to poll, from 1;
// 0 for one that is not among them yet. Descriptors are small numbers, so most
// often a table does, which is faster than a map.
type places struct {
	table []uint32
	most  int
	rest  map[int]*uint32
}

func newPlaces(count int) *places {
	return &places{table: make([]uint32, count+64), most: 64*count + 1024}
}

func (p *places) place(fd int) *uint32 {
	if fd < len(p.table) {
		return &p.table[fd]
	}
	if fd <= p.most {
		p.table = append(p.table, make([]uint32, fd+1-len(p.table))...)
		return &p.table[fd]
	}
	at := p.rest[fd]
	if at == nil {
		if p.rest == nil {
			p.rest = map[int]*uint32{}
		}
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

// first is what is said of a set in which something is wrong. libguile goes
// through a vector from its end, which shows where several elements are.
func first(set []heap.Word, isList bool, position int) error {
	order := slices.All(set)
	if !isList {
		order = slices.Backward(set)
	}
	for _, object := range order {
		if _, err := descriptor(object, position); err != nil {
			return err
		}
	}
	return nil
}

func descriptor(object heap.Word, position int) (int, error) {
	if fd, ok := object.Descriptor(); ok {
		return fd, nil
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
