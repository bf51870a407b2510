// Package sockopt has the values of socket options: between Guile's and the
// bytes that getsockopt(2) and setsockopt(2) take.
package sockopt

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/big"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/sockaddr"
	"guilenet/libguilenet/internal/text"
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

// forms has the options whose value is no C int. Those that the kernel lets
// nobody set, or read, are ints in that direction, for it to refuse.
var forms = map[option]form{
	{unix.SOL_SOCKET, unix.SO_LINGER}:          {encodeLinger, decodeLinger},
	{unix.SOL_SOCKET, unix.SO_RCVTIMEO}:        {encodeTimeout, decodeTimeout},
	{unix.SOL_SOCKET, unix.SO_SNDTIMEO}:        {encodeTimeout, decodeTimeout},
	{unix.SOL_SOCKET, unix.SO_PEERCRED}:        {encodeInt, decodeCredentials},
	{unix.SOL_SOCKET, unix.SO_BINDTODEVICE}:    {encodeName, decodeName},
	{unix.SOL_SOCKET, unix.SO_MAX_PACING_RATE}: {encodeRate, decodeUint64},
	{unix.SOL_SOCKET, unix.SO_COOKIE}:          {encodeInt, decodeUint64},
	{unix.SOL_SOCKET, unix.SO_NETNS_COOKIE}:    {encodeInt, decodeUint64},
	{unix.IPPROTO_IP, unix.IP_ADD_MEMBERSHIP}:  {encodeMembership, decodeInt},
	{unix.IPPROTO_IP, unix.IP_DROP_MEMBERSHIP}: {encodeMembership, decodeInt},
	{unix.IPPROTO_IP, unix.IP_MULTICAST_IF}:    {encodeInterface, decodeAddress},
	{unix.IPPROTO_IPV6, unix.IPV6_JOIN_GROUP}:  {encodeMembership6, decodeInt},
	{unix.IPPROTO_IPV6, unix.IPV6_LEAVE_GROUP}: {encodeMembership6, decodeInt},
	{unix.IPPROTO_TCP, unix.TCP_CONGESTION}:    {encodeName, decodeName},
}

// EachFormed gives the options of forms.
func EachFormed(yield func(level, name int)) {
	for o := range forms {
		yield(o.level, o.name)
	}
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

// padded gives the first size bytes of a value, with zeros for what the kernel
// left out.
func padded(value []byte, size int) []byte {
	whole := make([]byte, size)
	copy(whole, value)
	return whole
}

func encodeInt(value heap.Word) ([]byte, error) {
	n, err := number.Int(value)
	return native.AppendUint32(nil, uint32(n)), err
}

func intAt(value []byte) heap.Word {
	return heap.FromFixnum(int64(int32(native.Uint32(value))))
}

func unsignedAt(value []byte) heap.Word {
	return heap.FromFixnum(int64(native.Uint32(value)))
}

// decodeInt reads an int, of a longer value the first.
func decodeInt(_ *heap.Cache, value []byte) (heap.Word, error) {
	return intAt(padded(value, 4)), nil
}

func decodeUint64(cache *heap.Cache, value []byte) (heap.Word, error) {
	return cache.Integer(new(big.Int).SetUint64(native.Uint64(padded(value, 8))))
}

// encodeRate makes an int of what fits one, as for any option, since to the
// kernel an int of -1 is no limit; and else a number of 64 bits.
func encodeRate(value heap.Word) ([]byte, error) {
	if b, err := encodeInt(value); err == nil {
		return b, nil
	}
	n, err := number.Unsigned(value, 0, math.MaxUint64)
	return native.AppendUint64(nil, n), err
}

// fields reads a pair of two numbers.
func fields[A, B any](value heap.Word, car func(heap.Word) (A, error),
	cdr func(heap.Word) (B, error)) (a A, b B, err error) {
	first, second, ok := value.Pair()
	if !ok {
		err = condition.WrongType(4, value)
		return
	}
	if a, err = car(first); err == nil {
		b, err = cdr(second)
	}
	return
}

// The value of SO_LINGER is (ENABLE . TIMEOUT), in seconds.
func encodeLinger(value heap.Word) ([]byte, error) {
	enable, timeout, err := fields(value, number.Int, number.Int)
	return native.AppendUint32(native.AppendUint32(nil, uint32(enable)), uint32(timeout)), err
}

func decodeLinger(cache *heap.Cache, value []byte) (heap.Word, error) {
	whole := padded(value, 8)
	return cache.Cons(intAt(whole), intAt(whole[4:]))
}

func long(w heap.Word) (int64, error) {
	return number.Signed(w, math.MinInt64, math.MaxInt64)
}

// The value of SO_RCVTIMEO and SO_SNDTIMEO is (SECONDS . MICROSECONDS).
func encodeTimeout(value heap.Word) ([]byte, error) {
	seconds, microseconds, err := fields(value, long, long)
	return native.AppendUint64(native.AppendUint64(nil, uint64(seconds)), uint64(microseconds)), err
}

func decodeTimeout(cache *heap.Cache, value []byte) (heap.Word, error) {
	whole := padded(value, 16)
	seconds, err := cache.Int64(int64(native.Uint64(whole)))
	if err != nil {
		return 0, err
	}
	microseconds, err := cache.Int64(int64(native.Uint64(whole[8:])))
	if err != nil {
		return 0, err
	}
	return cache.Cons(seconds, microseconds)
}

// The value of SO_PEERCRED is #(pid uid gid).
func decodeCredentials(cache *heap.Cache, value []byte) (heap.Word, error) {
	whole := padded(value, 12)
	return cache.Vector(intAt(whole), unsignedAt(whole[4:]), unsignedAt(whole[8:]))
}

// nameRoom is that of the kernel's names of devices and of congestion controls;
// it cuts longer ones.
const nameRoom = 15

// The value of SO_BINDTODEVICE and TCP_CONGESTION is a string.
func encodeName(value heap.Word) ([]byte, error) {
	s, ok := value.Text()
	if !ok {
		return nil, condition.Expecting("string", value)
	}
	name := text.ToLocale(s)
	if bytes.IndexByte(name, 0) >= 0 {
		return nil, condition.Nul(value)
	}
	if len(name) > nameRoom {
		return nil, condition.Range(4, value)
	}
	return name, nil
}

func decodeName(cache *heap.Cache, value []byte) (heap.Word, error) {
	name, _, _ := bytes.Cut(value, []byte{0})
	return cache.String(text.FromLocale(name))
}

// onInterface puts a host-order address, or the index of an interface, behind
// the group of a struct ip_mreqn. No interface has an address in 0.0.0.0/8, so
// what lies there, but for INADDR_ANY, is an index.
func onInterface(group, where uint32) []byte {
	address, index := where, uint32(0)
	if where < 1<<24 {
		address, index = 0, where
	}
	b := binary.BigEndian.AppendUint32(nil, group)
	b = binary.BigEndian.AppendUint32(b, address)
	return native.AppendUint32(b, index)
}

// The value of IP_ADD_MEMBERSHIP and IP_DROP_MEMBERSHIP is (MULTIADDR .
// INTERFACE).
func encodeMembership(value heap.Word) ([]byte, error) {
	group, where, err := fields(value, number.Long32, number.Long32)
	return onInterface(group, where), err
}

// The value of IP_MULTICAST_IF is an interface.
func encodeInterface(value heap.Word) ([]byte, error) {
	where, err := number.Long32(value)
	return onInterface(0, where), err
}

func decodeAddress(_ *heap.Cache, value []byte) (heap.Word, error) {
	return heap.FromFixnum(int64(binary.BigEndian.Uint32(padded(value, 4)))), nil
}

func interfaceIndex(w heap.Word) (uint32, error) {
	n, err := number.Unsigned(w, 0, math.MaxUint32)
	return uint32(n), err
}

// The value of IPV6_JOIN_GROUP and IPV6_LEAVE_GROUP is (ADDRESS .
// INTERFACE-INDEX).
func encodeMembership6(value heap.Word) ([]byte, error) {
	group, index, err := fields(value, sockaddr.ToInet6, interfaceIndex)
	return native.AppendUint32(group[:], index), err
}
