package heap

// Port is what a port's cell says at one moment.
type Port struct {
	FD                          int
	Open, Input, Output, Socket bool
	Name                        Word
}

// Port gives a port's description.
func (w Word) Port() (port Port, ok bool) {
	c := w.is(KindPort)
	if c == nil {
		return Port{}, false
	}
	p := part[PortPart](c)
	return Port{
		FD:     int(p.FD),
		Open:   c.flags&PortOpen != 0,
		Input:  c.flags&PortInput != 0,
		Output: c.flags&PortOutput != 0,
		Socket: c.flags&PortSocket != 0,
		Name:   p.Name,
	}, true
}

// SocketPort makes an open port of a socket's descriptor.
func (cache *Cache) SocketPort(fd int) (Word, error) {
	c, index, err := cache.take()
	if err != nil {
		return 0, err
	}
	p := part[PortPart](c)
	p.FD, p.Revealed, p.Name = int32(fd), 0, False
	return publish(c, index, KindPort,
		PortOpen|PortInput|PortOutput|PortSocket|PortUnbuffered, 0), nil
}
