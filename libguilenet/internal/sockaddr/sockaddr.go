// Package sockaddr has socket addresses in their three forms: the kernel's
// bytes, the arguments of a call (family, address, and the rest in a list), and
// Guile's vectors: #(AF_INET address port), #(AF_INET6 address port flowinfo
// scope-id), #(AF_UNIX path). Addresses and ports are in host byte order;
// flow information and scope are as the kernel has them.
package sockaddr

import (
	"bytes"
	"encoding/binary"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/text"
)

const (
	inetSize  = 16
	inet6Size = 28
	pathStart = 2
	// pathSize is that of sun_path.
	pathSize = 108
)

var native = binary.NativeEndian

func inet(address uint32, port uint16) []byte {
	b := make([]byte, inetSize)
	native.PutUint16(b, unix.AF_INET)
	binary.BigEndian.PutUint16(b[2:], port)
	binary.BigEndian.PutUint32(b[4:], address)
	return b
}

func inet6(address [16]byte, port uint16, flowinfo, scope uint32) []byte {
	b := make([]byte, inet6Size)
	native.PutUint16(b, unix.AF_INET6)
	binary.BigEndian.PutUint16(b[2:], port)
	native.PutUint32(b[4:], flowinfo)
	copy(b[8:], address[:])
	native.PutUint32(b[24:], scope)
	return b
}

func local(path []byte) []byte {
	return append(native.AppendUint16(nil, unix.AF_UNIX), path...)
}

// Family gives the address family of the kernel's bytes, 0 if there are none.
func Family(kernel []byte) uint16 {
	if len(kernel) < pathStart {
		return 0
	}
	return native.Uint16(kernel)
}

// Size gives the size of a family's structure. Where it is not fixed, it is
// the least.
func Size(family uint16) (size int, fixed bool) {
	switch family {
	case unix.AF_INET:
		return inetSize, true
	case unix.AF_INET6:
		return inet6Size, true
	}
	return pathStart, false
}

// Known says whether the kernel's bytes are whole and of a family that has a
// form as a vector.
func Known(kernel []byte) bool {
	switch family := Family(kernel); family {
	case unix.AF_INET, unix.AF_INET6:
		size, _ := Size(family)
		return len(kernel) >= size
	case unix.AF_UNIX:
		return true
	}
	return false
}

// path gives the path of an AF_UNIX address. An abstract name, which a NUL
// begins, has all its bytes; any other ends at a NUL.
func path(kernel []byte) []byte {
	name := kernel[pathStart:]
	if len(name) > 0 && name[0] == 0 && bytes.Count(name, []byte{0}) < len(name) {
		return name
	}
	name, _, _ = bytes.Cut(name, []byte{0})
	return name
}

// canonical gives an address's bytes and no more: the kernel counts the NUL
// behind a path, and the program's structure may be longer than its family's.
func canonical(kernel []byte) []byte {
	switch Family(kernel) {
	case unix.AF_INET:
		b := bytes.Clone(kernel[:inetSize])
		clear(b[8:])
		return b
	case unix.AF_INET6:
		return bytes.Clone(kernel[:inet6Size])
	}
	return local(path(kernel))
}

// FromKernel makes an address object of a struct sockaddr. Its size is taken on
// trust only for a path, which has no other end than a NUL.
func FromKernel(cache *heap.Cache, kernel []byte) (heap.Word, error) {
	if !Known(kernel) {
		return 0, condition.Misc("unrecognised address family: ~A", int(int16(Family(kernel))))
	}
	b := canonical(kernel)
	if len(b) > pathStart+pathSize {
		return Vector(cache, b)
	}
	return cache.Sockaddr(b)
}

// Vector makes the vector form of the kernel's bytes, which are Known.
func Vector(cache *heap.Cache, kernel []byte) (heap.Word, error) {
	small := func(n uint32) heap.Word { return heap.FromFixnum(int64(n)) }
	switch Family(kernel) {
	case unix.AF_INET:
		return cache.Vector(small(unix.AF_INET),
			small(binary.BigEndian.Uint32(kernel[4:])),
			small(uint32(binary.BigEndian.Uint16(kernel[2:]))))
	case unix.AF_INET6:
		address, err := cache.Integer(FromInet6([16]byte(kernel[8:24])))
		if err != nil {
			return 0, err
		}
		return cache.Vector(small(unix.AF_INET6), address,
			small(uint32(binary.BigEndian.Uint16(kernel[2:]))),
			small(native.Uint32(kernel[4:])), small(native.Uint32(kernel[24:])))
	}
	name := heap.False
	if p := path(kernel); len(p) > 0 {
		var err error
		if name, err = cache.String(text.FromLocale(p)); err != nil {
			return 0, err
		}
	}
	return cache.Vector(small(unix.AF_UNIX), name)
}

// Plain gives the plain vector of an address object, which is made when
// someone first asks and is the same from then on; any other value is its own.
func Plain(cache *heap.Cache, w heap.Word) (heap.Word, error) {
	kernel, plain, _, ok := w.Sockaddr()
	if !ok {
		return w, nil
	}
	if plain != 0 {
		return plain, nil
	}
	plain, err := Vector(cache, kernel)
	if err != nil {
		return 0, err
	}
	return w.SetPlain(plain), nil
}
