package main

import (
	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/text"
)

// textTo makes the bytes of the program's text for a port. What refused says of
// a port that is none for output is Guile's.
func textTo(refused func(c call) error) entry {
	return func(c call) (heap.Word, error) {
		if openPortFor(c, false) != nil {
			if err := refused(c); err != nil {
				return 0, err
			}
		}
		b, err := characters(c)
		if err != nil {
			return 0, err
		}
		return 0, giveAway(c, portCharset().Encode(text.FromLatin1(b)))
	}
}

// noTextPort is what scm_puts and scm_putc say.
func noTextPort(c call) error {
	return condition.Expecting("output port", c.word(0))
}

// noBufferPort is what scm_lfwrite says: a port for input alone may have no
// text.
func noBufferPort(c call) error {
	if port, ok := c.word(0).Port(); !ok || !port.Open {
		return condition.In("port-auxiliary-write-buffer", condition.WrongTypeExpecting(1, c.word(0), "open port"))
	}
	if c.size == 0 {
		return nil
	}
	return noTextPort(c)
}

func putU8Refused(c call) (heap.Word, error) {
	if err := openPortFor(c, false); err != nil {
		return 0, err
	}
	_, err := number.Unsigned(c.word(1), 0, 255)
	return 0, err
}

func putBytevectorRefused(c call) (heap.Word, error) {
	if err := openPortFor(c, false); err != nil {
		return 0, err
	}
	contents, ok := c.word(1).Bytes()
	if !ok {
		return 0, condition.WrongTypeExpecting(2, c.word(1), "bytevector")
	}
	length := uint64(len(contents))
	start, err := number.Size(c.word(2))
	if err != nil {
		return 0, err
	}
	if start > length {
		return 0, badValue(c.word(2))
	}
	count, err := number.Size(c.word(3))
	if err == nil && count > length-start {
		err = badValue(c.word(3))
	}
	return 0, err
}
