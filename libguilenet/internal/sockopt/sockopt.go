// Package sockopt has the values of socket options: between Guile's and the
// bytes that getsockopt(2) and setsockopt(2) take.
package sockopt

import (
	"encoding/binary"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
)

// Room is what the largest value of an option takes.
const Room = 64

// A form is how an option's value looks. Value may be refused as setsockopt's
// argument 4.
type form struct {
	encode func(value heap.Word) ([]byte, error)
	decode func(cache *heap.Cache, value []byte) (heap.Word, error)
}

type option struct{ level, name int }

// forms has the options whose value is no plain integer.
var forms = map[option]form{
	{unix.SOL_SOCKET, unix.SO_LINGER}:          {encodeLinger, decodeLinger},
	{unix.IPPROTO_IP, unix.IP_ADD_MEMBERSHIP}:  {encodeMembership, decodeInt},
	{unix.IPPROTO_IP, unix.IP_DROP_MEMBERSHIP}: {encodeMembership, decodeInt},
	{unix.IPPROTO_IP, unix.IP_MULTICAST_IF}:    {encodeInterface, decodeAddress},
}

func of(level, name int) form {
	if f, ok := forms[option{level, name}]; ok {
		return f
	}
	return form{encodeInt, decodeInt}
}

// Encode makes the bytes of an option's value.
func Encode(level, name int, value heap.Word) ([]byte, error) {
	return of(level, name).encode(value)
}

// Decode makes the value of an option's bytes.
func Decode(cache *heap.Cache, level, name int, value []byte) (heap.Word, error) {
	return of(level, name).decode(cache, value)
}

var native = binary.NativeEndian

func encodeInt(value heap.Word) ([]byte, error) {
	n, err := number.Int(value)
	return native.AppendUint32(nil, uint32(n)), err
}

// decodeInt reads an int, of a longer value the first; or the 64-bit number of
// the few options that have one. A value shorter than an int is padded.
func decodeInt(cache *heap.Cache, value []byte) (heap.Word, error) {
	if len(value) == 8 {
		return cache.Int64(int64(native.Uint64(value)))
	}
	var padded [4]byte
	copy(padded[:], value)
	return heap.FromFixnum(int64(int32(native.Uint32(padded[:])))), nil
}

func pair(value heap.Word) (car, cdr heap.Word, err error) {
	car, cdr, ok := value.Pair()
	if !ok {
		err = condition.WrongType(4, value)
	}
	return
}

// The value of SO_LINGER is (ENABLE . TIMEOUT), in seconds.
func encodeLinger(value heap.Word) ([]byte, error) {
	enable, timeout, err := pair(value)
	if err != nil {
		return nil, err
	}
	onoff, err := number.Int(enable)
	if err != nil {
		return nil, err
	}
	linger, err := number.Int(timeout)
	return native.AppendUint32(native.AppendUint32(nil, uint32(onoff)), uint32(linger)), err
}

func decodeLinger(cache *heap.Cache, value []byte) (heap.Word, error) {
	var whole [8]byte
	copy(whole[:], value)
	return cache.Cons(heap.FromFixnum(int64(int32(native.Uint32(whole[:])))),
		heap.FromFixnum(int64(int32(native.Uint32(whole[4:])))))
}

// anInterface puts a host-order address, or the index of an interface, behind
// the group of a struct ip_mreqn. No interface has an address in 0.0.0.0/8, so
// what lies there, but for INADDR_ANY, is an index.
func anInterface(group uint32, value heap.Word) ([]byte, error) {
	n, err := number.Long32(value)
	if err != nil {
		return nil, err
	}
	address, index := n, uint32(0)
	if n < 1<<24 {
		address, index = 0, n
	}
	b := binary.BigEndian.AppendUint32(nil, group)
	b = binary.BigEndian.AppendUint32(b, address)
	return native.AppendUint32(b, index), nil
}

// The value of IP_ADD_MEMBERSHIP and IP_DROP_MEMBERSHIP is (MULTIADDR .
// INTERFACE).
func encodeMembership(value heap.Word) ([]byte, error) {
	multiaddr, where, err := pair(value)
	if err != nil {
		return nil, err
	}
	group, err := number.Long32(multiaddr)
	if err != nil {
		return nil, err
	}
	return anInterface(group, where)
}

// The value of IP_MULTICAST_IF is an interface.
func encodeInterface(value heap.Word) ([]byte, error) {
	return anInterface(0, value)
}

func decodeAddress(_ *heap.Cache, value []byte) (heap.Word, error) {
	var whole [4]byte
	copy(whole[:], value)
	return heap.FromFixnum(int64(binary.BigEndian.Uint32(whole[:]))), nil
}
