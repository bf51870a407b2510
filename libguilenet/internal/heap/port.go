package heap

import (
	"iter"
	"sync/atomic"
)

// Port is what a port's cell says at one moment.
type Port struct {
	FD                          int
	Revealed                    int
	Open, Input, Output, Socket bool
	Unbuffered                  bool
	Name                        Word
}

// Port gives a port's description.
func (w Word) Port() (port Port, ok bool) {
	c := w.is(KindPort)
	if c == nil {
		return Port{}, false
	}
	p, flags := part[PortPart](c), c.load().flags()
	return Port{
		FD:         int(atomic.LoadInt32(&p.FD)),
		Revealed:   int(atomic.LoadInt32(&p.Revealed)),
		Open:       flags&PortOpen != 0,
		Input:      flags&PortInput != 0,
		Output:     flags&PortOutput != 0,
		Socket:     flags&PortSocket != 0,
		Unbuffered: flags&PortUnbuffered != 0,
		Name:       p.Name,
	}, true
}

// Descriptor gives the descriptor of an open port.
func (w Word) Descriptor() (fd int, ok bool) {
	c := w.cell()
	if c == nil {
		return 0, false
	}
	if h := c.load(); h.kind() != KindPort || h.flags()&PortOpen == 0 {
		return 0, false
	}
	return int(atomic.LoadInt32(&part[PortPart](c).FD)), true
}

// SocketPort makes an open port of a socket's descriptor.
func (cache *Cache) SocketPort(fd int) (Word, error) {
	return cache.OpenPort(fd, PortInput|PortOutput|PortSocket|PortUnbuffered, False)
}

// OpenPort makes an open port on a descriptor, by the flags for input, output,
// and so on. The name is a string or a symbol, or False.
func (cache *Cache) OpenPort(fd int, flags uint8, name Word) (Word, error) {
	c, index, err := cache.take()
	if err != nil {
		return 0, err
	}
	p := part[PortPart](c)
	p.FD, p.Revealed, p.Name = int32(fd), 0, name
	p.Buffers = nil
	return publish(c, index, KindPort, PortOpen|flags, 0), nil
}

// ClosePort marks a port closed, and says whether it was open: the caller has
// to close the descriptor then.
func (w Word) ClosePort() bool {
	c := w.is(KindPort)
	return atomic.AndUint64(&c.head, ^uint64(PortOpen<<flagsShift))&(PortOpen<<flagsShift) != 0
}

// PortsOn gives the open ports on a descriptor.
func PortsOn(fd int) iter.Seq[Word] {
	return func(yield func(Word) bool) {
		for index, c := range cells() {
			head := c.load()
			if head.kind() == KindPort && head.flags()&PortOpen != 0 &&
				atomic.LoadInt32(&part[PortPart](c).FD) == int32(fd) && !yield(head.handle(index)) {
				return
			}
		}
	}
}

// SetRevealed sets a port's revealed count.
func (w Word) SetRevealed(count int) {
	atomic.StoreInt32(&part[PortPart](w.is(KindPort)).Revealed, int32(count))
}

// MovePort puts a port on another descriptor. It is no longer revealed.
func (w Word) MovePort(fd int) {
	p := part[PortPart](w.is(KindPort))
	atomic.StoreInt32(&p.Revealed, 0)
	atomic.StoreInt32(&p.FD, int32(fd))
}
