package printer

import (
	"math"
	"strconv"
	"strings"
)

// The powers of ten that are written without an exponent: from leastPower up to
// plainPower, or to as many zeros behind the digits.
const (
	leastPower = -3
	plainPower = 6
	plainZeros = 3
)

// realNumber gives the written form of a real number: the fewest digits that mean
// it, and a point.
func realNumber(x float64) string {
	switch {
	case math.IsNaN(x):
		return "+nan.0"
	case math.IsInf(x, 1):
		return "+inf.0"
	case math.IsInf(x, -1):
		return "-inf.0"
	}
	scientific := strconv.FormatFloat(x, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(scientific, "e")
	power, _ := strconv.Atoi(exponent)
	digits := len(strings.Trim(mantissa, "-")) - strings.Count(mantissa, ".")
	text, suffix := mantissa, ""
	if power < leastPower || power > max(plainPower, digits-1+plainZeros) {
		suffix = "e" + strconv.Itoa(power)
	} else {
		text = strconv.FormatFloat(x, 'f', -1, 64)
	}
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text + suffix
}

// complexNumber gives the written form of a complex number.
func complexNumber(re, im float64) string {
	imaginary := realNumber(im)
	if !strings.HasPrefix(imaginary, "+") && !strings.HasPrefix(imaginary, "-") {
		imaginary = "+" + imaginary
	}
	return realNumber(re) + imaginary + "i"
}
