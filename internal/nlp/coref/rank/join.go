package rank

// Join puts two mentions that are one by their place in the sentence into one
// entity: a phrase and the name apposed to it ("the chairman, Ali Hasanov"), a
// phrase of office and the name that ends it ("head of community Tural
// Ganjaliyev"), and a name and its short form in brackets. of is changed.
func Join(ms []Mention, of []int) {
	to := map[int]int{} // entity -> the one it went into
	root := func(e int) int {
		for {
			next, ok := to[e]
			if !ok {
				return e
			}
			if up, ok := to[next]; ok {
				to[e] = up
			}
			e = next
		}
	}
	defer func() {
		for k := range of {
			of[k] = root(of[k])
		}
	}()
	for i := range ms {
		m := &ms[i]
		if m.Kind != Name || m.Coord {
			continue
		}
		// the phrases around it start before it: look back a few mentions
		for j := i - 1; j >= 0 && i-j <= 12; j-- {
			a := &ms[j]
			if a.sent != m.sent {
				break
			}
			if a.End < m.End || a.Coord {
				continue
			}
			if len(a.name) > 0 && m.apposed == a.Head && a.Kind == Nominal || a.Kind == Nominal && a.holder == m.End && equal(a.name, m.name) || m.apposed == a.Head && a.Kind == Name && aliasOf(a, m) == aliasAcronym {
				if from, into := root(of[i]), root(of[j]); from != into {
					to[from] = into
				}
				break
			}
		}
	}
}
