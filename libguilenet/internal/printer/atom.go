package printer

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"

	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
)

var constants = map[heap.Word]string{
	heap.False:       "#f",
	heap.True:        "#t",
	heap.Nil:         "#nil",
	heap.EmptyList:   "()",
	heap.Unspecified: "#<unspecified>",
	heap.Undefined:   "#<undefined>",
	heap.EOF:         "#<eof>",
}

// atom prints what has no parts, or none that are printed like a list's.
func (p *Printer) atom(w heap.Word, kind heap.Kind, written bool) {
	if form := atoms[kind]; form != nil {
		form(p, w, written)
		return
	}
	p.immediate(w, written)
}

var atoms = [heap.KindCount]func(p *Printer, w heap.Word, written bool){
	heap.KindInteger:    (*Printer).integer,
	heap.KindString:     (*Printer).string,
	heap.KindSymbol:     (*Printer).symbol,
	heap.KindBytevector: (*Printer).bytevector,
	heap.KindPointer:    (*Printer).pointer,
	heap.KindPort:       (*Printer).port,
}

// immediate prints a word that is no handle. It may be no value at all.
func (p *Printer) immediate(w heap.Word, written bool) {
	if w.IsFixnum() {
		p.integer(w, written)
	} else if r, ok := w.Char(); ok {
		p.character(r, written)
	} else if name, ok := constants[w]; ok {
		p.Add(name)
	} else {
		p.Add(fmt.Sprintf("#<no value 0x%x>", uint64(w)))
	}
}

func (p *Printer) integer(w heap.Word, _ bool) {
	text, _ := number.Format(w, 10)
	p.Add(text)
}

func (p *Printer) bytevector(w heap.Word, _ bool) {
	contents, element, _ := w.Bytevector()
	size := element.Size()
	p.Add("#" + element.String() + "(")
	for i := 0; i+size <= len(contents); i += size {
		if i > 0 {
			p.Add(" ")
		}
		p.Add(elements[element](contents[i:]))
	}
	p.Add(")")
}

// elements are the written forms of a bytevector's elements, by their type.
var elements = [...]func([]byte) string{
	heap.VU8: func(b []byte) string { return strconv.Itoa(int(b[0])) },
	heap.U8:  func(b []byte) string { return strconv.Itoa(int(b[0])) },
	heap.S8:  func(b []byte) string { return strconv.Itoa(int(int8(b[0]))) },
	heap.U16: func(b []byte) string { return strconv.Itoa(int(native.Uint16(b))) },
	heap.S16: func(b []byte) string { return strconv.Itoa(int(int16(native.Uint16(b)))) },
	heap.U32: func(b []byte) string { return strconv.Itoa(int(native.Uint32(b))) },
	heap.S32: func(b []byte) string { return strconv.Itoa(int(int32(native.Uint32(b)))) },
	heap.U64: func(b []byte) string { return strconv.FormatUint(native.Uint64(b), 10) },
	heap.S64: func(b []byte) string { return strconv.FormatInt(int64(native.Uint64(b)), 10) },
	heap.F32: func(b []byte) string { return realNumber(single(b)) },
	heap.F64: func(b []byte) string { return realNumber(double(b)) },
	heap.C32: func(b []byte) string { return complexNumber(single(b), single(b[4:])) },
	heap.C64: func(b []byte) string { return complexNumber(double(b), double(b[8:])) },
}

var native = binary.NativeEndian

func single(b []byte) float64 {
	return float64(math.Float32frombits(native.Uint32(b)))
}

func double(b []byte) float64 {
	return math.Float64frombits(native.Uint64(b))
}

func (p *Printer) pointer(w heap.Word, _ bool) {
	address, _ := w.Pointer()
	p.Add(fmt.Sprintf("#<pointer 0x%x>", uintptr(address)))
}

// address tells objects apart where libguile has an address, in hexadecimal.
func address(w heap.Word) string {
	return strconv.FormatUint(uint64(uint32(w)), 16)
}

func (p *Printer) port(w heap.Word, _ bool) {
	port, _ := w.Port()
	if !port.Open {
		p.Add("#<closed: file " + address(w) + ">")
		return
	}
	mode := "input-output"
	switch {
	case !port.Output:
		mode = "input"
	case !port.Input:
		mode = "output"
	}
	kind := "file"
	if port.Socket {
		kind = "socket"
	}
	where := p.Terminal(port.FD)
	if where == "" {
		where = strconv.Itoa(port.FD)
	}
	p.Add("#<" + mode + ": ")
	switch port.Name.Kind() {
	case heap.KindString:
		p.string(port.Name, false)
	case heap.KindSymbol:
		p.symbol(port.Name, false)
	default:
		p.Add(kind)
	}
	p.Add(" " + where + ">")
}
