// Package netdb has the arguments and the failures of look-ups in the network
// databases.
package netdb

import (
	"bytes"
	"math"

	"golang.org/x/sys/unix"

	"guilenet/libguilenet/internal/condition"
	"guilenet/libguilenet/internal/heap"
	"guilenet/libguilenet/internal/number"
	"guilenet/libguilenet/internal/text"
)

// Database is one of the four.
type Database struct {
	// read reads a number as libguile does, and most is the largest that an entry
	// can have.
	read func(heap.Word) (uint64, error)
	most uint64
	// missing is the message where there is no entry.
	missing string
}

// The databases.
var (
	Hosts     = &Database{read: number.Size, most: math.MaxUint32}
	Networks  = &Database{read: number.Size, most: math.MaxUint32, missing: "no such network ~A"}
	Protocols = &Database{read: number.Size, most: math.MaxInt32, missing: "no such protocol ~A"}
	Services  = &Database{read: port, most: math.MaxUint16, missing: "no such service ~A"}
)

// port reads what libguile takes for a C int; a negative one is larger than any
// port.
func port(w heap.Word) (uint64, error) {
	n, err := number.Int(w)
	return uint64(n), err
}

// Name reads a string as the C library takes it.
func Name(w heap.Word) ([]byte, error) {
	s, ok := w.Text()
	if !ok {
		return nil, condition.Expecting("string", w)
	}
	name := text.ToLocale(s)
	if bytes.IndexByte(name, 0) >= 0 {
		return nil, condition.Nul(w)
	}
	return name, nil
}

// Number reads the number that w is looked for by. One that is too large for
// any entry is missing.
func (d *Database) Number(w heap.Word) (uint32, error) {
	n, err := d.read(w)
	if err == nil && n > d.most {
		err = d.Missing(w, 0, HostNotFound)
	}
	return uint32(n), err
}

// What the C library says of a host that it did not find, in h_errno; 0 if it
// says nothing.
const (
	Internal     = -1
	HostNotFound = 1
	TryAgain     = 2
	NoRecovery   = 3
	NoData       = 4
)

var hostFailures = map[int]condition.Condition{
	HostNotFound: {Key: "host-not-found", Message: "Unknown host"},
	TryAgain:     {Key: "try-again", Message: "Host name lookup failure"},
	NoRecovery:   {Key: "no-recovery", Message: "Unknown server error"},
	NoData:       {Key: "no-data", Message: "No address associated with name"},
}

// Missing is a look-up for w that found no entry. errno is 0 unless the C
// library could not look; hostError is for hosts alone.
func (d *Database) Missing(w heap.Word, errno unix.Errno, hostError int) error {
	if d == Hosts {
		return missingHost(errno, hostError)
	}
	if errno == 0 {
		errno = unix.ENOENT
	}
	return &condition.Condition{
		Key: condition.SystemError, Message: d.missing,
		Args: condition.List{w}, Data: condition.List{int(errno)},
	}
}

func missingHost(errno unix.Errno, hostError int) error {
	if hostError == Internal || hostError == 0 && errno != 0 {
		return condition.System(errno)
	}
	failure, ok := hostFailures[hostError]
	if !ok {
		return condition.Misc("Unknown resolver error")
	}
	failure.Data = condition.List{}
	return &failure
}
