package stackroom

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A goroutine starts with a few KiB; it must survive the growth, and so must
// what it keeps on its stack.
func TestGrowKeepsTheStack(t *testing.T) {
	done := make(chan [64]int)
	go func() {
		var kept [64]int
		for i := range kept {
			kept[i] = i
			Grow()
		}
		done <- kept
	}()
	for i, v := range <-done {
		assert.Equal(t, i, v)
	}
}
