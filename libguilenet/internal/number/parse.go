package number

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
)

// ReadRadix is the largest radix that numbers are read in. No digit is above
// 35 for all that.
const ReadRadix = math.MaxInt32

// The range of a decimal's exponent.
const (
	minExponent = -324
	maxExponent = 308
)

// ExponentError is the refusal of a decimal's exponent.
type ExponentError struct {
	Exponent *big.Int
}

func (e *ExponentError) Error() string {
	return fmt.Sprintf("exponent %v", e.Exponent)
}

var errNoNumber = errors.New("no number")

// Parse reads a number as Guile does, which has more of them: n is nil for a
// text that is no number, and for one that is no exact integer. An exponent
// out of range is an error wherever it stands.
func Parse(text string, radix int) (n *big.Int, err error) {
	p := parser{text: []rune(text), radix: radix}
	number, err := p.number()
	if err == errNoNumber {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return number.integer(), nil
}

// Reads says whether a text is a decimal number of any kind.
func Reads(text string) bool {
	p := parser{text: []rune(text), radix: 10, lenient: true}
	_, err := p.number()
	return err == nil
}

// A quotient is an exact number; without its parts it stands for every other
// number: inexact, complex, infinite.
type quotient struct {
	num, den *big.Int
}

var (
	otherNumber = quotient{}
	one         = big.NewInt(1)
)

func (q quotient) isZero() bool {
	return q.num != nil && q.num.Sign() == 0
}

// integer gives the integer that q is, or nil.
func (q quotient) integer() *big.Int {
	if q == otherNumber {
		return nil
	}
	n, rest := new(big.Int).QuoRem(q.num, q.den, new(big.Int))
	if rest.Sign() != 0 {
		return nil
	}
	return n
}

type parser struct {
	text  []rune
	at    int
	radix int
	// exactness is e, i, or 0 where the text does not say.
	exactness rune
	// lenient takes any exponent, whatever the number then is.
	lenient bool
}

func (p *parser) atEnd() bool {
	return p.at == len(p.text)
}

// peek gives the next character, a letter as a small one; -1 at the end.
func (p *parser) peek() rune {
	if p.atEnd() {
		return -1
	}
	r := p.text[p.at]
	if 'A' <= r && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}

// accept passes one of the characters, and gives it; 0 if none of them is next.
func (p *parser) accept(characters string) rune {
	r := p.peek()
	if r < 0 || !strings.ContainsRune(characters, r) {
		return 0
	}
	p.at++
	return r
}

// final passes the i that ends a complex number.
func (p *parser) final() bool {
	return p.accept("i") != 0 && p.atEnd()
}

var prefixRadix = map[rune]int{'b': 2, 'o': 8, 'd': 10, 'x': 16}

// prefixes passes #x and #e, each kind at most once.
func (p *parser) prefixes() error {
	radixGiven := false
	for p.accept("#") != 0 {
		letter := p.accept("bodxei")
		radix, isRadix := prefixRadix[letter]
		switch {
		case letter == 0, isRadix && radixGiven, !isRadix && p.exactness != 0:
			return errNoNumber
		case isRadix:
			p.radix, radixGiven = radix, true
		default:
			p.exactness = letter
		}
	}
	return nil
}

// number reads the whole text: a real number; one with an imaginary part or an
// angle; or an imaginary part alone. What is exactly 0 of these vanishes.
func (p *parser) number() (quotient, error) {
	if err := p.prefixes(); err != nil {
		return otherNumber, err
	}
	sign := p.accept("+-")
	if p.isUnit(sign) {
		return otherNumber, nil
	}
	number, err := p.real(sign)
	switch {
	case err != nil || p.atEnd():
		return number, err
	case p.accept("@") != 0:
		return p.polar(number)
	case p.peek() == '+' || p.peek() == '-':
		return p.rectangular(number)
	case sign == 0 || !p.final():
		return otherNumber, errNoNumber
	case number.isZero():
		return number, nil
	}
	return otherNumber, nil
}

// isUnit says whether the rest is the i of +i, which in a large radix is a
// digit.
func (p *parser) isUnit(sign rune) bool {
	return sign != 0 && p.peek() == 'i' && p.at+1 == len(p.text) && p.radix <= digit('i')
}

// polar reads the angle.
func (p *parser) polar(magnitude quotient) (quotient, error) {
	angle, err := p.real(p.accept("+-"))
	switch {
	case err != nil:
		return otherNumber, err
	case !p.atEnd():
		return otherNumber, errNoNumber
	case magnitude.isZero() || angle.isZero():
		return magnitude, nil
	}
	return otherNumber, nil
}

// rectangular reads the imaginary part.
func (p *parser) rectangular(realPart quotient) (quotient, error) {
	sign := p.accept("+-")
	if p.isUnit(sign) {
		return otherNumber, nil
	}
	imaginary, err := p.real(sign)
	switch {
	case err != nil:
		return otherNumber, err
	case !p.final():
		return otherNumber, errNoNumber
	case imaginary.isZero():
		return realPart, nil
	}
	return otherNumber, nil
}

// real reads a real number behind its sign, 0 if it has none.
func (p *parser) real(sign rune) (quotient, error) {
	if sign != 0 && p.special() {
		if p.exactness == 'e' {
			return otherNumber, errNoNumber
		}
		return otherNumber, nil
	}
	number, exact, err := p.unsigned()
	if err != nil || p.exactness == 'i' || !exact && p.exactness != 'e' {
		return otherNumber, err
	}
	if sign == '-' {
		number.num.Neg(number.num)
	}
	return number, nil
}

// special passes the name of an infinity or of what is no number, which may
// have more zeros.
func (p *parser) special() bool {
	const length = len("inf.0")
	if len(p.text)-p.at < length {
		return false
	}
	name := string(p.text[p.at : p.at+length])
	if !strings.EqualFold(name, "inf.0") && !strings.EqualFold(name, "nan.0") {
		return false
	}
	p.at += length
	if strings.EqualFold(name[:1], "n") {
		for p.accept("0") != 0 {
		}
	}
	return true
}

// unsigned reads digits, a quotient or, in radix 10, a decimal.
func (p *parser) unsigned() (number quotient, exact bool, err error) {
	var digits []byte
	pointFirst := p.peek() == '.' && p.at+1 < len(p.text) && isDecimalDigit(p.text[p.at+1])
	if p.radix == 10 && pointFirst {
		return p.decimal(nil, true)
	}
	digits, exact, err = p.digits()
	switch {
	case err != nil:
		return otherNumber, false, err
	case p.accept("/") != 0:
		below, belowExact, err := p.digits()
		number = quotient{value(digits, p.radix), value(below, p.radix)}
		if err != nil || number.den.Sign() == 0 {
			return otherNumber, false, errNoNumber
		}
		return number, exact && belowExact, nil
	case p.radix == 10:
		return p.decimal(digits, exact)
	}
	return quotient{value(digits, p.radix), one}, exact, nil
}

// digits reads digits, the first of them ASCII's, and then # for those that
// are not known.
func (p *parser) digits() (digits []byte, exact bool, err error) {
	if p.peek() < 0x80 {
		digits = p.known(nil)
	}
	if len(digits) == 0 {
		return nil, false, errNoNumber
	}
	all := p.unknown(digits)
	return all, len(all) == len(digits), nil
}

// known reads on behind digits.
func (p *parser) known(digits []byte) []byte {
	for limit := min(p.radix, noDigit); !p.atEnd(); p.at++ {
		d := digit(p.text[p.at])
		if d >= limit {
			break
		}
		digits = append(digits, byte(d))
	}
	return digits
}

// unknown reads on behind digits: # counts as 0.
func (p *parser) unknown(digits []byte) []byte {
	for p.accept("#") != 0 {
		digits = append(digits, 0)
	}
	return digits
}

// decimal reads a fraction and an exponent behind the digits of the whole
// part, which are all known if they are exact.
func (p *parser) decimal(digits []byte, exact bool) (quotient, bool, error) {
	shift := 0
	if p.accept(".") != 0 {
		whole := len(digits)
		if exact {
			digits = p.known(digits)
		}
		digits = p.unknown(digits)
		shift, exact = whole-len(digits), false
	}
	if p.accept("esfdl") != 0 {
		exponent, err := p.exponent()
		if err != nil {
			return otherNumber, false, err
		}
		shift, exact = shift+exponent, false
	}
	number := quotient{value(digits, p.radix), one}
	if shift < 0 {
		number.den = power(p.radix, -shift)
	} else {
		number.num.Mul(number.num, power(p.radix, shift))
	}
	return number, exact, nil
}

// exponent reads what is behind an exponent's mark.
func (p *parser) exponent() (int, error) {
	sign := p.accept("+-")
	if p.atEnd() || !isDecimalDigit(p.text[p.at]) {
		return 0, errNoNumber
	}
	n := value(p.known(nil), p.radix)
	if sign == '-' {
		n.Neg(n)
	}
	if !n.IsInt64() || n.Int64() < minExponent || n.Int64() > maxExponent {
		if p.lenient {
			return 0, nil
		}
		return 0, &ExponentError{n}
	}
	return int(n.Int64()), nil
}

func isDecimalDigit(r rune) bool {
	return digit(r) < 10
}
