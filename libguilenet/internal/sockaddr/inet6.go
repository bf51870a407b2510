package sockaddr

import (
	"math/big"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
)

// FromInet6 is the integer of an IPv6 address.
func FromInet6(address [16]byte) *big.Int {
	return new(big.Int).SetBytes(address[:])
}

// ToInet6 is the address of an integer.
func ToInet6(w heap.Word) (address [16]byte, err error) {
	n, ok := w.Integer()
	if !ok {
		return address, condition.In("scm_to_ipv6", condition.Expecting("integer", w))
	}
	if n.Sign() < 0 || n.BitLen() > 128 {
		return address, condition.BadValue(w)
	}
	n.FillBytes(address[:])
	return address, nil
}
