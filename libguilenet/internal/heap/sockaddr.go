package heap

import (
	"sync/atomic"
	"unsafe"
)

// Sockaddr makes an address object of the kernel's bytes.
func (cache *Cache) Sockaddr(kernel []byte) (Word, error) {
	var (
		c     *Cell
		index uint32
		to    unsafe.Pointer
		err   error
	)
	if len(kernel) > SockaddrInline {
		if c, index, to, err = cache.takeWith(uint64(len(kernel))); err == nil {
			part[SockaddrPart](c).More = to
		}
	} else if c, index, err = cache.take(); err == nil {
		to = unsafe.Pointer(&part[SockaddrPart](c).More)
	}
	if err != nil {
		return 0, err
	}
	copy(unsafe.Slice((*byte)(to), len(kernel)), kernel)
	part[SockaddrPart](c).Plain = 0
	return publish(c, index, KindSockaddr, 0, uint16(len(kernel))), nil
}

// Sockaddr gives an address object's bytes, in place, and its plain vector, 0
// if none was made. set says that the vector was changed since, so that the
// bytes no longer speak for the object.
func (w Word) Sockaddr() (kernel []byte, plain Word, set, ok bool) {
	c := w.is(KindSockaddr)
	if c == nil {
		return nil, 0, false, false
	}
	// Asked before the vector, which is there before the mark.
	set = c.load().flags()&SockaddrSet != 0
	p, length := part[SockaddrPart](c), c.load().small()
	from := unsafe.Pointer(&p.More)
	if length > SockaddrInline {
		from = p.More
	}
	return unsafe.Slice((*byte)(from), length),
		Word(atomic.LoadUint64((*uint64)(&p.Plain))), set, true
}

// SetPlain makes vector the plain form of an address object, unless it has
// one; it gives the one that it has then.
func (w Word) SetPlain(vector Word) Word {
	p := (*uint64)(&part[SockaddrPart](w.is(KindSockaddr)).Plain)
	if atomic.CompareAndSwapUint64(p, 0, uint64(vector)) {
		return vector
	}
	return Word(atomic.LoadUint64(p))
}

// MarkSet notes that an address object's plain vector, which it has, is about to
// be changed; for any other value it does nothing.
func (w Word) MarkSet() {
	if c := w.is(KindSockaddr); c != nil {
		atomic.OrUint64(&c.head, SockaddrSet<<flagsShift)
	}
}
