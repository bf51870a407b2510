package number

import (
	"math/big"
	"unicode"
)

// noDigit is above every digit.
const noDigit = 36

// digit gives the value of a digit: one of any script, or a letter for 10 to
// 35.
func digit(r rune) int {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0')
	case 'a' <= r && r <= 'z':
		return int(r-'a') + 10
	case 'A' <= r && r <= 'Z':
		return int(r-'A') + 10
	case r < 0x80:
		return noDigit
	}
	return decimalDigit(r)
}

// decimalDigit looks a digit beyond ASCII up: the scripts' digits are in runs
// of ten, and a range of Unicode's table is some such runs.
func decimalDigit(r rune) int {
	for _, run := range unicode.Nd.R16 {
		if rune(run.Lo) <= r && r <= rune(run.Hi) {
			return int(r-rune(run.Lo)) % 10
		}
	}
	for _, run := range unicode.Nd.R32 {
		if rune(run.Lo) <= r && r <= rune(run.Hi) {
			return int(r-rune(run.Lo)) % 10
		}
	}
	return noDigit
}

// value is the number that digits are in a radix. It halves them, so that a
// long text costs a few long multiplications and not one for each digit.
func value(digits []byte, radix int) *big.Int {
	const short = 32
	n := new(big.Int)
	if len(digits) > short {
		middle := len(digits) / 2
		n.Mul(value(digits[:middle], radix), power(radix, len(digits)-middle))
		return n.Add(n, value(digits[middle:], radix))
	}
	base, d := big.NewInt(int64(radix)), new(big.Int)
	for _, digit := range digits {
		n.Add(n.Mul(n, base), d.SetUint64(uint64(digit)))
	}
	return n
}

func power(radix, n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(int64(radix)), big.NewInt(int64(n)), nil)
}
