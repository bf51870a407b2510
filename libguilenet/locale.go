package main

/*
#include "locale.h"
#include "output.h"
#include <langinfo.h>
#include <stdlib.h>
*/
import "C"

import (
	"bytes"
	"unsafe"

	"guilenet/libguilenet/internal/text"
)

func init() {
	text.Codeset = func() string {
		return C.GoString(C.nl_langinfo(C.CODESET))
	}
	text.Iconv = iconv
}

func iconv(to, from string, in []byte) (converted []byte, replaced int, ok bool) {
	cTo, cFrom := C.CString(to), C.CString(from)
	defer C.free(unsafe.Pointer(cTo))
	defer C.free(unsafe.Pointer(cFrom))
	var size, marks C.size_t
	out := C.locale_convert(cTo, cFrom, unsafe.Pointer(unsafe.SliceData(in)), C.size_t(len(in)), &size, &marks)
	if out == nil {
		return nil, 0, false
	}
	defer C.free(unsafe.Pointer(out))
	return bytes.Clone(unsafe.Slice((*byte)(unsafe.Pointer(out)), size)), int(marks), true
}

// portCharset is the character set of every port.
func portCharset() text.Charset {
	return text.Named(C.GoString(C.port_charset()))
}
