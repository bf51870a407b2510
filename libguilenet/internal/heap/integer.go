package heap

import (
	"math/big"
	"math/bits"
	"unsafe"
)

// Int64 makes an integer.
func (cache *Cache) Int64(n int64) (Word, error) {
	if n >= MinFixnum && n <= MaxFixnum {
		return FromFixnum(n), nil
	}
	return cache.Integer(big.NewInt(n))
}

// Integer makes an integer of any size.
func (cache *Cache) Integer(n *big.Int) (Word, error) {
	if n.IsInt64() {
		if v := n.Int64(); v >= MinFixnum && v <= MaxFixnum {
			return FromFixnum(v), nil
		}
	}
	limbs := n.Bits()
	var flags uint8
	if n.Sign() < 0 {
		flags = IntegerNegative
	}
	if len(limbs) >= 1<<16 {
		return 0, ErrMemory
	}
	var (
		c     *Cell
		index uint32
		to    unsafe.Pointer
		err   error
	)
	if len(limbs) > IntegerInline {
		c, index, to, err = cache.takeWith(uint64(len(limbs)) * 8)
		if err == nil {
			*part[unsafe.Pointer](c) = to
		}
	} else if c, index, err = cache.take(); err == nil {
		to = unsafe.Pointer(&c.part)
	}
	if err != nil {
		return 0, err
	}
	for i, limb := range limbs {
		unsafe.Slice((*uint64)(to), len(limbs))[i] = uint64(limb)
	}
	return publish(c, index, KindInteger, flags, uint16(len(limbs))), nil
}

// IsInteger says whether w is an integer.
func (w Word) IsInteger() bool {
	return w.IsFixnum() || w.is(KindInteger) != nil
}

// Integer gives the value of an integer.
func (w Word) Integer() (n *big.Int, ok bool) {
	if w.IsFixnum() {
		return big.NewInt(w.Fixnum()), true
	}
	c := w.is(KindInteger)
	if c == nil {
		return nil, false
	}
	head, from := c.load(), unsafe.Pointer(&c.part)
	if head.small() > IntegerInline {
		from = *part[unsafe.Pointer](c)
	}
	limbs := make([]big.Word, head.small())
	for i, limb := range unsafe.Slice((*uint64)(from), head.small()) {
		limbs[i] = big.Word(limb)
	}
	n = new(big.Int).SetBits(limbs)
	if head.flags()&IntegerNegative != 0 {
		n.Neg(n)
	}
	return n, true
}

// Int64 gives the value of an integer that fits.
func (w Word) Int64() (n int64, ok bool) {
	if w.IsFixnum() {
		return w.Fixnum(), true
	}
	if i, isInteger := w.Integer(); isInteger && i.IsInt64() {
		return i.Int64(), true
	}
	return 0, false
}

// A limb is 64 bits here and in math/big.
const _ = uint(bits.UintSize - 64)
