package export

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/biter777/countries"
)

//go:embed data/states.tsv
var statesTSV string

// stateNumbers are the numbers of a state in two public lists.
type stateNumbers struct{ cow, gw string }

var states = sync.OnceValue(func() map[string]stateNumbers {
	m := map[string]stateNumbers{}
	for _, line := range strings.Split(statesTSV, "\n") {
		if f := strings.Split(line, "\t"); len(f) == 3 && line[0] != '#' {
			m[f[0]] = stateNumbers{f[1], f[2]}
		}
	}
	return m
})

// countryName is the short English name of an alpha-3 code, the code itself
// where it is none.
func countryName(alpha3 string) string {
	if c := byAlpha3(alpha3); c.IsValid() {
		return c.String()
	}
	return alpha3
}

func byAlpha3(code string) countries.CountryCode {
	if len(code) != 3 {
		return countries.Unknown
	}
	if c := countries.ByName(code); c.IsValid() && c.Alpha3() == code {
		return c
	}
	return countries.Unknown
}

// fips is the FIPS 10-4 code that GDELT uses for countries, "" if unknown.
func fips(alpha3 string) string {
	if c := byAlpha3(alpha3); c.IsValid() {
		if f := c.FIPS(); len(f) == 2 {
			return f
		}
	}
	return ""
}

// alpha2 is the lower-cased two-letter code that FollowTheMoney uses.
func alpha2(alpha3 string) string {
	if alpha3 == "XKX" {
		return "xk"
	}
	if c := byAlpha3(alpha3); c.IsValid() {
		return strings.ToLower(c.Alpha2())
	}
	return ""
}

// ucdpRegion is the region that UCDP files a state under, by its
// Gleditsch-Ward number.
func ucdpRegion(gw string) string {
	n, err := strconv.Atoi(gw)
	switch {
	case err != nil:
		return ""
	case n < 200:
		return "Americas"
	case n < 400:
		return "Europe"
	case n < 630:
		return "Africa"
	case n < 700:
		return "Middle East"
	}
	return "Asia"
}
