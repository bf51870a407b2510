// Package stackroom makes room on a goroutine's stack. A host's signal handler
// that was installed without SA_ONSTACK runs on whatever stack the thread is
// on when the signal comes, and a goroutine's may be a few KiB.
package stackroom

// Grow returns with at least 64 KiB of stack below it, which stays until Go's
// collector shrinks the stack: so every crossing begins with it. It costs a
// comparison where the stack is large enough.
func Grow()
