// Package text converts between strings, which are UTF-8 in the heap, and the
// bytes of C strings and of ports.
package text

// Codeset names the character set of the host's locale, which may change at any
// time. The library sets it to the C library's nl_langinfo.
var Codeset = func() string { return "ANSI_X3.4-1968" }

// ToLocale gives a string in the encoding of the host's locale; what that
// cannot express becomes something similar or a question mark.
func ToLocale(s string) []byte {
	if isASCII(s) {
		return []byte(s)
	}
	return Named(Codeset()).Transliterate(s)
}

// FromLocale reads bytes in the encoding of the host's locale; what they
// cannot mean becomes a question mark.
func FromLocale(b []byte) string {
	if isASCII(b) {
		return string(b)
	}
	return Named(Codeset()).Decode(b)
}
