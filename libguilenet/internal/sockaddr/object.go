package sockaddr

import (
	"bytes"
	"math"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/text"
)

// subr is what libguile names in the conditions of addresses in vectors,
// whatever call they are arguments of.
const subr = "scm_to_sockaddr"

func misc(message string, args ...condition.Value) error {
	return condition.In(subr, condition.Misc(message, args...))
}

// FromObject makes the kernel's bytes of an address object, or of a vector that
// the program built.
func FromObject(w heap.Word) ([]byte, error) {
	kernel, plain, set, ok := w.Sockaddr()
	if ok && !set {
		return canonical(kernel), nil
	}
	vector := w
	if ok {
		vector = plain
	}
	elements, ok := vector.Vector()
	if !ok || len(elements) == 0 {
		return nil, condition.In(subr, condition.WrongType(1, w))
	}
	family, err := number.Signed(elements[0], math.MinInt16, math.MaxInt16)
	if err != nil {
		return nil, err
	}
	switch uint16(family) {
	case unix.AF_INET:
		if len(elements) != 3 {
			return nil, misc("invalid inet address representation: ~A", w)
		}
		return inetElements(elements)
	case unix.AF_INET6:
		if len(elements) != 5 {
			return nil, misc("invalid inet6 address representation: ~A", w)
		}
		return inet6Elements(elements)
	case unix.AF_UNIX:
		if len(elements) != 2 {
			return nil, misc("invalid unix address representation: ~A", w)
		}
		return localElements(elements)
	}
	return nil, misc("unrecognised address family: ~A", int(uint16(family)))
}

func inetElements(elements []heap.Word) ([]byte, error) {
	ip, err := number.Long32(elements[1])
	if err != nil {
		return nil, err
	}
	port, err := number.Unsigned(elements[2], 0, math.MaxUint16)
	return inet(ip, uint16(port)), err
}

func inet6Elements(elements []heap.Word) ([]byte, error) {
	ip, err := ToInet6(elements[1])
	if err != nil {
		return nil, err
	}
	port, err := number.Unsigned(elements[2], 0, math.MaxUint16)
	if err != nil {
		return nil, err
	}
	flowinfo, err := number.Unsigned(elements[3], 0, math.MaxUint32)
	if err != nil {
		return nil, err
	}
	scope, err := number.Long32(elements[4])
	return inet6(ip, uint16(port), uint32(flowinfo), scope), err
}

func localElements(elements []heap.Word) ([]byte, error) {
	w := elements[1]
	if w == heap.False {
		return local(nil), nil
	}
	s, ok := w.Text()
	if !ok {
		return nil, misc("invalid unix address path: ~A", w)
	}
	name := text.ToLocale(s)
	if bytes.IndexByte(name, 0) > 0 {
		return nil, misc("unix address path contains nul characters: ~A", w)
	}
	// A path has room for the NUL that libguile puts behind it; an abstract
	// name has none.
	room := pathSize - 1
	if len(name) > 0 && name[0] == 0 {
		room = pathSize
	}
	if len(name) > room {
		return nil, misc("unix address path too long: ~A", w)
	}
	return local(name), nil
}
