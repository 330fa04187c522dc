package lexicon

import (
	"fmt"
	"slices"
	"strings"
)

// parseCoding reads "TYPE[.mode] ACTORS > RECIPIENTS; act:claim X > Y" or "none".
func parseCoding(s string) ([]Coding, error) {
	if s == "none" {
		return nil, nil
	}
	var out []Coding
	for _, part := range strings.Split(s, ";") {
		f := strings.Fields(part)
		if len(f) != 4 || f[2] != ">" {
			return nil, fmt.Errorf("%q is not \"TYPE actors > recipients\"", strings.TrimSpace(part))
		}
		var c Coding
		if act, ok := strings.CutPrefix(f[0], "act:"); ok {
			if !slices.Contains(Acts(), act) {
				return nil, fmt.Errorf("unknown act %q", act)
			}
			c.Act = act
		} else {
			c.Type, c.Mode, _ = strings.Cut(f[0], ".")
		}
		var err error
		if c.Actors, err = codes(f[1]); err != nil {
			return nil, err
		}
		if c.Recipients, err = codes(f[3]); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func codes(s string) ([]string, error) {
	if s == "-" {
		return nil, nil
	}
	cs := strings.Split(s, ",")
	for _, c := range cs {
		if len(c) < 3 || c != strings.ToUpper(c) {
			return nil, fmt.Errorf("%q is not a country or sector code", c)
		}
	}
	return cs, nil
}
