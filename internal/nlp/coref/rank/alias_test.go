package rank

import (
	"strings"
	"testing"
)

func named(s string) *Mention {
	m := &Mention{Kind: Name}
	for _, w := range strings.Fields(s) {
		m.name = append(m.name, Plain(w))
		m.capitals += strings.ToUpper(w[:1])
	}
	return m
}

func TestAlias(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want alias
	}{
		{"Tural Ganjaliyev", "Tural Ganjaliyev", aliasExact},
		{"Ganjaliyev", "Tural Ganjaliyev", aliasLast},
		{"Tural", "Tural Ganjaliyev", aliasFirst},
		{"Minsk Group", "OSCE Minsk Group", aliasPart},
		{"OSCE", "Organization Security Cooperation Europe", aliasAcronym},
		{"Kadyrov", "Ramzan Kadirov", aliasSpelling},
		{"Moammar Gaddafi", "Muammar Qadhafi", aliasSpelling},
		{"Mohammed Javad Zarif", "Mohammad Javad Zarif", aliasSpelling},
		{"J. Harlow", "John Harlow", aliasSpelling},
		{"Nino Burjanadze", "Anri Burjanadze", aliasClash},
		{"Armenia", "Azerbaijan", aliasNone},
		{"Iran", "Iraq", aliasNone},
		{"Mali", "Malawi", aliasNone},
		{"Austria", "Australia", aliasNone},
		{"Niger", "Nigeria", aliasNone},
		{"Slovakia", "Slovenia", aliasNone},
	} {
		x, y := named(strings.ReplaceAll(c.a, ".", "")), named(c.b)
		if got := aliasOf(x, y); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := aliasOf(y, x); got != c.want {
			t.Errorf("%s, %s the other way: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{"Erdoğan": "erdogan", "Kovač": "kovac", "ƏLIYEV": "aliyev", "Öz": "oz", "Plain": "plain"} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}
