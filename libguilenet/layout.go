package main

/*
#include "door.h"
*/
import "C"

import (
	"unsafe"

	"guilenet/libguilenet/internal/heap"
)

// Every assignment in this file fails to compile where cell.h and internal/heap
// disagree: an array's length is part of its type.

// The constants.
var (
	_ [C.CELL_TAG]struct{}             = [heap.Tag]struct{}{}
	_ [C.CELL_GENERATION_BITS]struct{} = [heap.GenerationBits]struct{}{}
	_ [C.CELL_SIZE]struct{}            = [heap.CellSize]struct{}{}
	_ [C.SEGMENT_BITS]struct{}         = [heap.SegmentBits]struct{}{}
	_ [C.SEGMENT_COUNT]struct{}        = [heap.SegmentCount]struct{}{}
	_ [C.SYMBOL_BUCKETS]struct{}       = [heap.SymbolBuckets]struct{}{}
	_ [C.CONSTANT_PLACES]struct{}      = [heap.ConstantPlaces]struct{}{}
	_ [C.CACHE_CELLS]struct{}          = [heap.CacheCells]struct{}{}
	_ [C.LEAST_CELLS]struct{}          = [heap.LeastCells]struct{}{}
	_ [C.LEAST_BYTES]struct{}          = [heap.LeastBytes]struct{}{}
	_ [C.COUNTED_PAYLOAD]struct{}      = [heap.CountedPayload]struct{}{}
	_ [C.INTEGER_INLINE]struct{}       = [heap.IntegerInline]struct{}{}
	_ [C.SOCKADDR_INLINE]struct{}      = [heap.SockaddrInline]struct{}{}

	_ [C.KIND_FREE]struct{}       = [heap.KindFree]struct{}{}
	_ [C.KIND_PAIR]struct{}       = [heap.KindPair]struct{}{}
	_ [C.KIND_INTEGER]struct{}    = [heap.KindInteger]struct{}{}
	_ [C.KIND_STRING]struct{}     = [heap.KindString]struct{}{}
	_ [C.KIND_SYMBOL]struct{}     = [heap.KindSymbol]struct{}{}
	_ [C.KIND_VECTOR]struct{}     = [heap.KindVector]struct{}{}
	_ [C.KIND_BYTEVECTOR]struct{} = [heap.KindBytevector]struct{}{}
	_ [C.KIND_POINTER]struct{}    = [heap.KindPointer]struct{}{}
	_ [C.KIND_PORT]struct{}       = [heap.KindPort]struct{}{}
	_ [C.KIND_SOCKADDR]struct{}   = [heap.KindSockaddr]struct{}{}
	_ [C.KIND_VARIABLE]struct{}   = [heap.KindVariable]struct{}{}
	_ [C.KIND_ROOT]struct{}       = [heap.KindRoot]struct{}{}
	_ [C.KIND_COUNT]struct{}      = [heap.KindCount]struct{}{}

	_ [C.INTEGER_NEGATIVE]struct{}   = [heap.IntegerNegative]struct{}{}
	_ [C.PORT_OPEN]struct{}          = [heap.PortOpen]struct{}{}
	_ [C.PORT_INPUT]struct{}         = [heap.PortInput]struct{}{}
	_ [C.PORT_OUTPUT]struct{}        = [heap.PortOutput]struct{}{}
	_ [C.PORT_SOCKET]struct{}        = [heap.PortSocket]struct{}{}
	_ [C.PORT_UNBUFFERED]struct{}    = [heap.PortUnbuffered]struct{}{}
	_ [C.PORT_LINE]struct{}          = [heap.PortLine]struct{}{}
	_ [C.PORT_BEGUN]struct{}         = [heap.PortBegun]struct{}{}
	_ [C.PORT_BURIED]struct{}        = [heap.PortBuried]struct{}{}
	_ [C.SOCKADDR_SET]struct{}       = [heap.SockaddrSet]struct{}{}
	_ [C.BYTEVECTOR_FOREIGN]struct{} = [heap.BytevectorForeign]struct{}{}

	_ [C.FIXED_empty_bytevector]struct{} = [heap.FixedEmptyBytevector]struct{}{}

	_ [C.WORD_FALSE]struct{}       = [heap.False]struct{}{}
	_ [C.WORD_NIL]struct{}         = [heap.Nil]struct{}{}
	_ [C.WORD_EOL]struct{}         = [heap.EmptyList]struct{}{}
	_ [C.WORD_TRUE]struct{}        = [heap.True]struct{}{}
	_ [C.WORD_UNSPECIFIED]struct{} = [heap.Unspecified]struct{}{}
	_ [C.WORD_UNDEFINED]struct{}   = [heap.Undefined]struct{}{}
	_ [C.WORD_EOF]struct{}         = [heap.EOF]struct{}{}
)

// The sizes.
var (
	_ [C.sizeof_struct_cell]struct{}            = [unsafe.Sizeof(heap.Cell{})]struct{}{}
	_ [C.sizeof_struct_segment]struct{}         = [heap.SegmentSize]struct{}{}
	_ [C.sizeof_struct_heap]struct{}            = [unsafe.Sizeof(heap.Table{})]struct{}{}
	_ [C.sizeof_struct_cache]struct{}           = [unsafe.Sizeof(heap.Cache{})]struct{}{}
	_ [C.sizeof_struct_pair_part]struct{}       = [unsafe.Sizeof(heap.PairPart{})]struct{}{}
	_ [C.sizeof_struct_string_part]struct{}     = [unsafe.Sizeof(heap.StringPart{})]struct{}{}
	_ [C.sizeof_struct_symbol_part]struct{}     = [unsafe.Sizeof(heap.SymbolPart{})]struct{}{}
	_ [C.sizeof_struct_vector_part]struct{}     = [unsafe.Sizeof(heap.VectorPart{})]struct{}{}
	_ [C.sizeof_struct_bytevector_part]struct{} = [unsafe.Sizeof(heap.BytevectorPart{})]struct{}{}
	_ [C.sizeof_struct_pointer_part]struct{}    = [unsafe.Sizeof(heap.PointerPart{})]struct{}{}
	_ [C.sizeof_struct_port_part]struct{}       = [unsafe.Sizeof(heap.PortPart{})]struct{}{}
	_ [C.sizeof_struct_sockaddr_part]struct{}   = [unsafe.Sizeof(heap.SockaddrPart{})]struct{}{}
	_ [C.sizeof_struct_variable_part]struct{}   = [unsafe.Sizeof(heap.VariablePart{})]struct{}{}
)

// The offsets.
var (
	_ [unsafe.Offsetof(C.struct_heap{}.segments)]struct{}            = [unsafe.Offsetof(heap.Table{}.Segments)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.symbols)]struct{}             = [unsafe.Offsetof(heap.Table{}.Symbols)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.constants)]struct{}           = [unsafe.Offsetof(heap.Table{}.Constants)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.free)]struct{}                = [unsafe.Offsetof(heap.Table{}.Free)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.top)]struct{}                 = [unsafe.Offsetof(heap.Table{}.Top)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.cells)]struct{}               = [unsafe.Offsetof(heap.Table{}.Cells)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.bytes)]struct{}               = [unsafe.Offsetof(heap.Table{}.Bytes)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.cells_limit)]struct{}         = [unsafe.Offsetof(heap.Table{}.CellsLimit)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.bytes_limit)]struct{}         = [unsafe.Offsetof(heap.Table{}.BytesLimit)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.live)]struct{}                = [unsafe.Offsetof(heap.Table{}.Live)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.roots)]struct{}               = [unsafe.Offsetof(heap.Table{}.Roots)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.fixed)]struct{}               = [unsafe.Offsetof(heap.Table{}.Fixed)]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.cycle)]struct{}               = [unsafe.Offsetof(heap.Table{}.Cycle)]struct{}{}
	_ [unsafe.Offsetof(C.struct_segment{}.marks)]struct{}            = [heap.MarksOffset]struct{}{}
	_ [unsafe.Offsetof(C.struct_heap{}.debug)]struct{}               = [unsafe.Offsetof(heap.Table{}.Debug)]struct{}{}
	_ [unsafe.Offsetof(C.struct_segment{}.makers)]struct{}           = [heap.MakersOffset]struct{}{}
	_ [unsafe.Offsetof(C.struct_segment{}.counts)]struct{}           = [heap.CountsOffset]struct{}{}
	_ [unsafe.Offsetof(C.struct_segment{}.counted)]struct{}          = [heap.CountedOffset]struct{}{}
	_ [unsafe.Offsetof(C.struct_cache{}.count)]struct{}              = [unsafe.Offsetof(heap.Cache{}.Count)]struct{}{}
	_ [unsafe.Offsetof(C.struct_cache{}.maker)]struct{}              = [unsafe.Offsetof(heap.Cache{}.Maker)]struct{}{}
	_ [unsafe.Offsetof(C.struct_cache{}.cells)]struct{}              = [unsafe.Offsetof(heap.Cache{}.Cells)]struct{}{}
	_ [unsafe.Offsetof(C.struct_pair_part{}.car)]struct{}            = [unsafe.Offsetof(heap.PairPart{}.Car)]struct{}{}
	_ [unsafe.Offsetof(C.struct_pair_part{}.cdr)]struct{}            = [unsafe.Offsetof(heap.PairPart{}.Cdr)]struct{}{}
	_ [unsafe.Offsetof(C.struct_string_part{}.bytes)]struct{}        = [unsafe.Offsetof(heap.StringPart{}.Bytes)]struct{}{}
	_ [unsafe.Offsetof(C.struct_string_part{}.size)]struct{}         = [unsafe.Offsetof(heap.StringPart{}.Size)]struct{}{}
	_ [unsafe.Offsetof(C.struct_string_part{}.length)]struct{}       = [unsafe.Offsetof(heap.StringPart{}.Length)]struct{}{}
	_ [unsafe.Offsetof(C.struct_symbol_part{}.bytes)]struct{}        = [unsafe.Offsetof(heap.SymbolPart{}.Bytes)]struct{}{}
	_ [unsafe.Offsetof(C.struct_symbol_part{}.size)]struct{}         = [unsafe.Offsetof(heap.SymbolPart{}.Size)]struct{}{}
	_ [unsafe.Offsetof(C.struct_symbol_part{}.length)]struct{}       = [unsafe.Offsetof(heap.SymbolPart{}.Length)]struct{}{}
	_ [unsafe.Offsetof(C.struct_symbol_part{}.hash)]struct{}         = [unsafe.Offsetof(heap.SymbolPart{}.Hash)]struct{}{}
	_ [unsafe.Offsetof(C.struct_symbol_part{}.next)]struct{}         = [unsafe.Offsetof(heap.SymbolPart{}.Next)]struct{}{}
	_ [unsafe.Offsetof(C.struct_vector_part{}.elements)]struct{}     = [unsafe.Offsetof(heap.VectorPart{}.Elements)]struct{}{}
	_ [unsafe.Offsetof(C.struct_vector_part{}.length)]struct{}       = [unsafe.Offsetof(heap.VectorPart{}.Length)]struct{}{}
	_ [unsafe.Offsetof(C.struct_bytevector_part{}.contents)]struct{} = [unsafe.Offsetof(heap.BytevectorPart{}.Contents)]struct{}{}
	_ [unsafe.Offsetof(C.struct_bytevector_part{}.length)]struct{}   = [unsafe.Offsetof(heap.BytevectorPart{}.Length)]struct{}{}
	_ [unsafe.Offsetof(C.struct_bytevector_part{}.parent)]struct{}   = [unsafe.Offsetof(heap.BytevectorPart{}.Parent)]struct{}{}
	_ [unsafe.Offsetof(C.struct_pointer_part{}.address)]struct{}     = [unsafe.Offsetof(heap.PointerPart{}.Address)]struct{}{}
	_ [unsafe.Offsetof(C.struct_pointer_part{}.finalizer)]struct{}   = [unsafe.Offsetof(heap.PointerPart{}.Finalizer)]struct{}{}
	_ [unsafe.Offsetof(C.struct_pointer_part{}.parent)]struct{}      = [unsafe.Offsetof(heap.PointerPart{}.Parent)]struct{}{}
	_ [unsafe.Offsetof(C.struct_port_part{}.fd)]struct{}             = [unsafe.Offsetof(heap.PortPart{}.FD)]struct{}{}
	_ [unsafe.Offsetof(C.struct_port_part{}.revealed)]struct{}       = [unsafe.Offsetof(heap.PortPart{}.Revealed)]struct{}{}
	_ [unsafe.Offsetof(C.struct_port_part{}.name)]struct{}           = [unsafe.Offsetof(heap.PortPart{}.Name)]struct{}{}
	_ [unsafe.Offsetof(C.struct_port_part{}.buffers)]struct{}        = [unsafe.Offsetof(heap.PortPart{}.Buffers)]struct{}{}
	_ [unsafe.Offsetof(C.struct_sockaddr_part{}.plain)]struct{}      = [unsafe.Offsetof(heap.SockaddrPart{}.Plain)]struct{}{}
)
