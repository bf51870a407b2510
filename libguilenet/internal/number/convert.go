// Package number has the integers: their conversion to C's types, and their
// text.
package number

import (
	"math/big"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
)

// NotExact is the refusal of what is no exact integer.
func NotExact(w heap.Word) error {
	return condition.Expecting("exact integer", w)
}

// Signed converts w to a C type that holds min to max.
func Signed(w heap.Word, min, max int64) (int64, error) {
	if w.IsFixnum() {
		if n := w.Fixnum(); n >= min && n <= max {
			return n, nil
		}
	}
	n, ok := w.Integer()
	if !ok {
		return 0, NotExact(w)
	}
	if !n.IsInt64() || n.Int64() < min || n.Int64() > max {
		return 0, condition.ValueRange(big.NewInt(min), big.NewInt(max), w)
	}
	return n.Int64(), nil
}

// Unsigned is the same for an unsigned type.
func Unsigned(w heap.Word, min, max uint64) (uint64, error) {
	n, ok := w.Integer()
	if !ok {
		return 0, NotExact(w)
	}
	if !n.IsUint64() || n.Uint64() < min || n.Uint64() > max {
		return 0, condition.ValueRange(new(big.Int).SetUint64(min), new(big.Int).SetUint64(max), w)
	}
	return n.Uint64(), nil
}

// Int converts w to a C int.
func Int(w heap.Word) (int, error) {
	n, err := Signed(w, -1<<31, 1<<31-1)
	return int(n), err
}

// OptionalInt is Int, with 0 for an argument that was not given.
func OptionalInt(w heap.Word) (int, error) {
	if w == heap.Undefined {
		return 0, nil
	}
	return Int(w)
}

// Size converts w to a C size_t.
func Size(w heap.Word) (uint64, error) {
	return Unsigned(w, 0, 1<<64-1)
}

// Long32 converts what libguile reads as an unsigned long and cuts to 32 bits;
// what does not fit is out of range here.
func Long32(w heap.Word) (uint32, error) {
	n, err := Unsigned(w, 0, 1<<64-1)
	if err == nil && n > 1<<32-1 {
		_, err = Unsigned(w, 0, 1<<32-1)
	}
	return uint32(n), err
}
