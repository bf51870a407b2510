package heap

// Element is the type of a bytevector's elements. To most procedures they are
// bytes; it shows in the written form and in comparisons.
type Element uint16

// The types of elements. VU8 is that of a bytevector whose type nobody named.
const (
	VU8 Element = iota
	U8
	S8
	U16
	S16
	U32
	S32
	U64
	S64
	F32
	F64
	C32
	C64
)

var elements = [...]struct {
	name string
	size int
}{
	VU8: {"vu8", 1},
	U8:  {"u8", 1}, S8: {"s8", 1},
	U16: {"u16", 2}, S16: {"s16", 2},
	U32: {"u32", 4}, S32: {"s32", 4},
	U64: {"u64", 8}, S64: {"s64", 8},
	F32: {"f32", 4}, F64: {"f64", 8},
	C32: {"c32", 8}, C64: {"c64", 16},
}

// String gives the type's name, as it is written.
func (e Element) String() string {
	return elements[e].name
}

// Size is the number of bytes of one element.
func (e Element) Size() int {
	return elements[e].size
}

// ElementNamed finds a type by its name.
func ElementNamed(name string) (e Element, ok bool) {
	for i, element := range elements {
		if element.name == name {
			return Element(i), true
		}
	}
	return 0, false
}
