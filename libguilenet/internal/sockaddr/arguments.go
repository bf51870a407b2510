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

// FromArguments makes the kernel's bytes of an address in the arguments of a
// call: family, address, and a list of the rest, which is the argument at
// position for the condition if it is too short. What the address does not use
// of the list is given back.
func FromArguments(family int, address, args heap.Word, position int) (kernel []byte, rest heap.Word, err error) {
	switch family {
	case unix.AF_INET:
		var ip uint32
		var port uint16
		if ip, err = number.Long32(address); err != nil {
			return
		}
		if port, rest, err = portArgument(args, position); err != nil {
			return
		}
		return inet(ip, port), rest, nil
	case unix.AF_INET6:
		return inet6Arguments(address, args, position)
	case unix.AF_UNIX:
		name, err := pathArgument(address)
		return local(name), args, err
	}
	return nil, 0, condition.In("", condition.BadValue(heap.FromFixnum(int64(family))))
}

func inet6Arguments(address, args heap.Word, position int) (kernel []byte, rest heap.Word, err error) {
	var (
		port            uint16
		flowinfo, scope uint32
	)
	// The port is looked at before the address.
	if port, rest, err = portArgument(args, position); err != nil {
		return
	}
	if flowinfo, rest, err = optional32(rest); err != nil {
		return
	}
	if scope, rest, err = optional32(rest); err != nil {
		return
	}
	ip, err := ToInet6(address)
	if err != nil {
		return
	}
	return inet6(ip, port, flowinfo, scope), rest, nil
}

// portArgument takes a port, which libguile reads as an int and cuts, from a
// list.
func portArgument(args heap.Word, position int) (port uint16, rest heap.Word, err error) {
	w, rest, ok := args.Pair()
	if !ok {
		return 0, 0, condition.WrongTypeExpecting(position, args, "pair")
	}
	if _, err = number.Int(w); err != nil {
		return 0, 0, err
	}
	n, err := number.Unsigned(w, 0, math.MaxUint16)
	return uint16(n), rest, err
}

// optional32 takes a 32-bit number from a list, if there is one; what is no
// pair ends the list.
func optional32(args heap.Word) (n uint32, rest heap.Word, err error) {
	w, rest, ok := args.Pair()
	if !ok {
		return 0, args, nil
	}
	n, err = number.Long32(w)
	return n, rest, err
}

// pathArgument gives a path's bytes. A leading NUL makes it an abstract name,
// in which every byte counts; elsewhere a NUL would cut the path.
func pathArgument(w heap.Word) ([]byte, error) {
	s, ok := w.Text()
	if !ok {
		return nil, condition.Expecting("string", w)
	}
	name := text.ToLocale(s)
	if bytes.IndexByte(name, 0) > 0 {
		return nil, condition.Nul(w)
	}
	return name, nil
}
