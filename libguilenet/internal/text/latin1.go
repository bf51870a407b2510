package text

var latin1 = charsets["ISO-8859-1"]

// FromLatin1 reads bytes that are a character each.
func FromLatin1(b []byte) string {
	return latin1.Decode(b)
}

// ToLatin1 gives a string's characters as a byte each; ok is false if there is
// one that does not fit.
func ToLatin1(s string) (b []byte, ok bool) {
	return latin1.Encode(s), isNarrow(s)
}
