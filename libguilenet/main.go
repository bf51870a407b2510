// Command libguilenet is the library: built with -buildmode=c-shared, it
// exports GNU Guile's C API for networking. The C files of this folder are the
// veneer, which is what programs call; the Go files are the core, which the
// veneer asks through the one door in door.go. A chapter of the API has its
// veneer and its core under one name.
package main

func main() {}
