package heap

// Variable makes a variable.
func (cache *Cache) Variable(value Word) (Word, error) {
	c, index, err := cache.take()
	if err != nil {
		return 0, err
	}
	part[VariablePart](c).Value = value
	return publish(c, index, KindVariable, 0, 0), nil
}
