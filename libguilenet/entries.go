package main

/*
#include "door.h"
*/
import "C"

import (
	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/netdb"
	"guilenet/libguilenet/internal/printer"
	"guilenet/libguilenet/internal/text"
)

// entries is the core's side of entries.def, chapter by chapter. Where the
// veneer does all that can succeed, the row only says what is refused.
var entries = [C.ENTRY_COUNT]entry{
	C.ENTRY_core_ready:  ready,
	C.ENTRY_core_relist: relist,
	C.ENTRY_core_mark:   mark,
	C.ENTRY_core_sweep:  sweep,

	// Identity
	C.ENTRY_scm_to_bool: toBool,
	C.ENTRY_scm_equal_p: equalP,

	// Integers
	C.ENTRY_scm_to_signed_integer:   toSignedInteger,
	C.ENTRY_scm_to_unsigned_integer: toUnsignedInteger,
	C.ENTRY_scm_number_to_string:    numberToString,
	C.ENTRY_scm_string_to_number:    stringToNumber,

	// Lists
	C.ENTRY_scm_car:       noPair("a"),
	C.ENTRY_scm_cdr:       noPair("d"),
	C.ENTRY_scm_caar:      noPair("aa"),
	C.ENTRY_scm_cadr:      noPair("da"),
	C.ENTRY_scm_cdar:      noPair("ad"),
	C.ENTRY_scm_cddr:      noPair("dd"),
	C.ENTRY_scm_caddr:     noPair("dda"),
	C.ENTRY_scm_cdddr:     noPair("ddd"),
	C.ENTRY_scm_cadddr:    noPair("ddda"),
	C.ENTRY_scm_set_car_x: wrongType(1, "mutable pair"),
	C.ENTRY_scm_set_cdr_x: wrongType(1, "mutable pair"),
	C.ENTRY_scm_length:    wrongType(1, ""),
	C.ENTRY_scm_list_ref:  listRef,
	C.ENTRY_scm_list_tail: listTail,
	C.ENTRY_scm_reverse:   reverse,
	C.ENTRY_scm_append:    appendLists,

	// Vectors
	C.ENTRY_scm_make_vector:    makeVector,
	C.ENTRY_scm_c_make_vector:  makeVectorOfSize,
	C.ENTRY_scm_vector:         wrongType(1, ""),
	C.ENTRY_scm_vector_length:  wrongType(1, ""),
	C.ENTRY_scm_vector_ref:     vectorRef,
	C.ENTRY_scm_vector_set_x:   vectorSet,
	C.ENTRY_scm_vector_to_list: vectorToList,

	// Bytevectors
	C.ENTRY_scm_make_bytevector:       makeBytevector,
	C.ENTRY_scm_bytevector_length:     wrongType(1, "bytevector"),
	C.ENTRY_SCM_BYTEVECTOR_CONTENTS:   wrongType(1, "bytevector"),
	C.ENTRY_scm_c_bytevector_ref:      noByte(bytesOf),
	C.ENTRY_scm_c_bytevector_set_x:    noByte(mutableOf),
	C.ENTRY_scm_bytevector_u8_ref:     noByte(bytesOf),
	C.ENTRY_scm_bytevector_u8_set_x:   bytevectorSet,
	C.ENTRY_scm_bytevector_fill_x:     bytevectorFill,
	C.ENTRY_scm_bytevector_copy:       wrongType(1, "bytevector"),
	C.ENTRY_scm_bytevector_copy_x:     bytevectorCopyTo,
	C.ENTRY_scm_bytevector_eq_p:       bytevectorEqual,
	C.ENTRY_scm_bytevector_to_u8_list: bytevectorToList,
	C.ENTRY_scm_u8_list_to_bytevector: listToBytevector,
	C.ENTRY_scm_string_to_utf8:        stringToUTF8,
	C.ENTRY_scm_utf8_to_string:        utf8ToString,

	// Foreign memory
	C.ENTRY_scm_to_pointer:            wrongType(1, "POINTER_P"),
	C.ENTRY_scm_pointer_to_bytevector: pointerToBytevector,
	C.ENTRY_scm_bytevector_to_pointer: bytevectorToPointer,

	// Strings
	C.ENTRY_scm_from_locale_stringn: stringFrom(fromLocale),
	C.ENTRY_scm_from_utf8_stringn:   stringFrom(fromUTF8),
	C.ENTRY_scm_from_latin1_stringn: stringFrom(fromLatin1),
	C.ENTRY_scm_to_locale_stringn:   toLocale,
	C.ENTRY_scm_to_utf8_stringn:     toUTF8,
	C.ENTRY_scm_to_latin1_stringn:   toLatin1,
	C.ENTRY_scm_c_string_length:     expecting("string"),
	C.ENTRY_scm_string_length:       wrongType(1, "string"),
	C.ENTRY_scm_string_equal_p:      stringEqual,
	C.ENTRY_scm_string_append:       stringAppend,

	// Symbols
	C.ENTRY_scm_from_locale_symboln: symbolFrom(fromLocale),
	C.ENTRY_scm_from_utf8_symboln:   symbolFrom(fromUTF8),
	C.ENTRY_scm_from_latin1_symboln: symbolFrom(fromLatin1),
	C.ENTRY_scm_symbol_to_string:    symbolToString,
	C.ENTRY_scm_string_to_symbol:    stringToSymbol,

	// Printing
	C.ENTRY_scm_object_to_string: objectToString,
	C.ENTRY_scm_write:            printed((*printer.Printer).Write),
	C.ENTRY_scm_display:          printed((*printer.Printer).Display),
	C.ENTRY_scm_newline:          newline,
	C.ENTRY_scm_simple_format:    simpleFormat,

	// Constants
	C.ENTRY_scm_c_lookup:     lookup,
	C.ENTRY_scm_variable_ref: wrongType(1, "variable"),

	// Conditions
	C.ENTRY_core_message:     message,
	C.ENTRY_core_exit_status: exitStatus,
	C.ENTRY_scm_c_catch:      wrongType(1, ""),
	C.ENTRY_scm_throw:        throwRefused,
	C.ENTRY_scm_strerror:     strerror,

	// Ports
	C.ENTRY_scm_port_closed_p:     wrongType(1, "port"),
	C.ENTRY_scm_close_port:        wrongType(1, "port"),
	C.ENTRY_scm_close:             closeDescriptor,
	C.ENTRY_scm_close_input_port:  wrongType(1, "input port"),
	C.ENTRY_scm_close_output_port: wrongType(1, "output port"),
	C.ENTRY_scm_port_mode:         portMode,

	// Ports and file descriptors
	C.ENTRY_scm_fileno:              portOnly,
	C.ENTRY_scm_fdopen:              fdopen,
	C.ENTRY_scm_fdes_to_port:        fdesToPort,
	C.ENTRY_scm_port_revealed:       portRevealed,
	C.ENTRY_scm_set_port_revealed_x: setPortRevealed,
	C.ENTRY_scm_dup2:                dup2Refused,
	C.ENTRY_scm_isatty_p:            isTerminal,
	C.ENTRY_scm_fcntl:               fcntlRefused,
	C.ENTRY_scm_select:              selectPrepare,
	C.ENTRY_core_timeout:            timeoutRefused,

	// Reading
	C.ENTRY_scm_c_read:              noInput,
	C.ENTRY_scm_get_byte_or_eof:     expecting("open port"),
	C.ENTRY_scm_peek_byte_or_eof:    expecting("open port"),
	C.ENTRY_scm_unget_byte:          expecting("open port"),
	C.ENTRY_scm_get_u8:              noInput,
	C.ENTRY_scm_lookahead_u8:        noInput,
	C.ENTRY_scm_get_bytevector_n:    getBytevectorRefused,
	C.ENTRY_scm_get_bytevector_n_x:  getBytevectorIntoRefused,
	C.ENTRY_scm_get_bytevector_some: noInput,
	C.ENTRY_scm_get_bytevector_all:  noInput,
	C.ENTRY_scm_read_line:           noInput,
	C.ENTRY_core_line:               read(text.Charset.Read),
	C.ENTRY_scm_char_ready_p:        noInput,
	C.ENTRY_scm_drain_input:         noInput,
	C.ENTRY_core_drained:            read(text.Charset.Decode),

	// Writing
	C.ENTRY_scm_c_write:        noOutput,
	C.ENTRY_scm_lfwrite:        textTo(noBufferPort),
	C.ENTRY_scm_puts:           textTo(noTextPort),
	C.ENTRY_scm_putc:           textTo(noTextPort),
	C.ENTRY_scm_put_u8:         putU8Refused,
	C.ENTRY_scm_put_bytevector: putBytevectorRefused,

	// Buffering
	C.ENTRY_scm_setvbuf:      setvbuf,
	C.ENTRY_scm_force_output: noOutput,
	C.ENTRY_scm_flush:        expecting("port"),

	// Sockets
	C.ENTRY_scm_socket:      socketRefused,
	C.ENTRY_scm_socketpair:  socketpairRefused,
	C.ENTRY_scm_getsockopt:  getsockopt,
	C.ENTRY_scm_setsockopt:  setsockopt,
	C.ENTRY_scm_shutdown:    shutdown,
	C.ENTRY_scm_connect:     destination,
	C.ENTRY_scm_bind:        destination,
	C.ENTRY_scm_listen:      listen,
	C.ENTRY_scm_accept:      portOnly,
	C.ENTRY_scm_accept4:     accept4Refused,
	C.ENTRY_scm_getsockname: portOnly,
	C.ENTRY_scm_getpeername: portOnly,
	C.ENTRY_scm_recv:        transferRefused,
	C.ENTRY_scm_send:        transferRefused,
	C.ENTRY_scm_recvfrom:    recvfromRefused,
	C.ENTRY_scm_sendto:      sendto,

	// Socket addresses
	C.ENTRY_scm_make_socket_address:   makeSocketAddress,
	C.ENTRY_scm_c_make_socket_address: cMakeSocketAddress,
	C.ENTRY_scm_from_sockaddr:         fromSockaddr,
	C.ENTRY_scm_to_sockaddr:           toSockaddr,

	// Address conversion
	C.ENTRY_scm_inet_pton:     inetPton,
	C.ENTRY_scm_inet_ntop:     inetNtop,
	C.ENTRY_scm_inet_netof:    inetNetof,
	C.ENTRY_scm_lnaof:         lnaof,
	C.ENTRY_scm_inet_makeaddr: inetMakeaddr,

	// Databases
	C.ENTRY_scm_gethost:     asked(netdb.Hosts),
	C.ENTRY_core_host:       hostEntry,
	C.ENTRY_scm_getnet:      asked(netdb.Networks),
	C.ENTRY_core_net:        netEntry,
	C.ENTRY_scm_getproto:    asked(netdb.Protocols),
	C.ENTRY_core_protocol:   protocolEntry,
	C.ENTRY_scm_getserv:     asked(netdb.Services),
	C.ENTRY_core_service:    serviceEntry,
	C.ENTRY_scm_gethostname: gethostname,

	// Addresses for names
	C.ENTRY_core_addresses:   addresses,
	C.ENTRY_scm_getaddrinfo:  getaddrinfo,
	C.ENTRY_scm_gai_strerror: gaiStrerror,
}

// ready is called once at each start of the core, to wait for Go's runtime.
func ready(call) (heap.Word, error) {
	closePoller()
	return heap.Unspecified, nil
}

// wrongType refuses the argument at a position, counted from 1, which was to
// be of the expected type; "" does not name it.
func wrongType(position int, expected string) entry {
	return func(c call) (heap.Word, error) {
		if expected == "" {
			return 0, condition.WrongType(position, c.word(position-1))
		}
		return 0, condition.WrongTypeExpecting(position, c.word(position-1), expected)
	}
}

// expecting refuses argument 1, which was to be of a type, without saying that
// it is the first.
func expecting(expected string) entry {
	return func(c call) (heap.Word, error) {
		return 0, condition.Expecting(expected, c.word(0))
	}
}
