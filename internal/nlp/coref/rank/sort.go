package rank

import "sort"

// order sorts mentions by start, the longer first, then by head.
func order(ms []Mention) {
	sort.SliceStable(ms, func(i, j int) bool {
		a, b := &ms[i], &ms[j]
		switch {
		case a.Start != b.Start:
			return a.Start < b.Start
		case a.End != b.End:
			return a.End > b.End
		}
		return a.Head < b.Head
	})
}
