// Package constant has the constants that Guile has variables for, by name.
package constant

import "golang.org/x/sys/unix"

type number struct {
	name  string
	value int64
}

type errno struct {
	name  string
	value unix.Errno
}

// all has every constant, at a place that is the same in every process of one
// build of the library.
var all = func() []number {
	all := make([]number, 0, len(sockets)+len(addrinfo)+len(files)+len(errnos))
	all = append(all, sockets...)
	all = append(all, addrinfo...)
	all = append(all, files...)
	for _, e := range errnos {
		all = append(all, number{e.name, int64(e.value)})
	}
	return all
}()

// Find gives the place of a name among all names, and its value.
func Find(name string) (place int, value int64, ok bool) {
	for i, c := range all {
		if c.name == name {
			return i, c.value, true
		}
	}
	return 0, 0, false
}
