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

// HomeOfOutlet guesses the state of an outlet from the places in its name
// ("Kyiv Post", "The Times of India"), "" if it has none.
func (c *Geocoder) HomeOfOutlet(name string) string {
	words := capitalised(name)
	for i := range words {
		for n := min(3, len(words)-i); n >= 1; n-- {
			last := words[i+n-1]
			part := name[words[i].start : last.start+len(last.s)]
			if q, _ := c.cueOf(part); q.country != "" {
				return q.country
			}
			if vague(part) {
				continue
			}
			for _, m := range c.g.Find(part) {
				if b := c.g.Brief(m.Ref); m.Form <= gazetteer.Alternate && b.Kind == gazetteer.City && b.Population >= 500_000 {
					return b.Country
				}
			}
		}
	}
	return ""
}
