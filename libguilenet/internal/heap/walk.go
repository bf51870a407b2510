package heap

import "iter"

// cells walks over every cell that was ever in use, free ones too.
func cells() iter.Seq2[uint32, *Cell] {
	return func(yield func(uint32, *Cell) bool) {
		for index, end := uint32(1), end(); index < end; index++ {
			if c := cellAt(index); c != nil && !yield(index, c) {
				return
			}
		}
	}
}
