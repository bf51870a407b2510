// Package stackroom makes room on a goroutine's stack. A host's signal handler
// that was installed without SA_ONSTACK runs on whatever stack the thread is
// on when the signal comes, and a goroutine's may be a few KiB.
package stackroom

// Grow returns with at least 64 KiB of stack below it. The library is built so
// that Go's collector never shrinks a stack (gcshrinkstackoff): it might in the
// middle of a call. A crossing may be on a new goroutine's stack, so every one
// begins with this. It costs a comparison where the stack is large enough.
func Grow()
