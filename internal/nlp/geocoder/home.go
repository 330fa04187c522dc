package geocoder

import (
	"net/url"
	"strings"

	"rapporteur/internal/gazetteer"
)

// HomeOf guesses the state of an outlet from the country domain of its
// address, "" if it has none or address is no URL.
func HomeOf(g *gazetteer.Gazetteer, address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	host := u.Hostname()
	tld := strings.ToUpper(host[strings.LastIndexByte(host, '.')+1:])
	switch tld {
	case "UK":
		return "GBR"
	case "CO", "TV", "ME", "IO", "FM", "AI", "CC", "TO", "LY", "AM": // sold to anyone
		return ""
	}
	return g.CountryByISO2(tld)
}
