package link

import (
	"rapporteur/internal/doc"
	"rapporteur/internal/register"
)

// Unnamed is somebody whom a text does not name but by the place where a thing
// happens.
type Unnamed string

// The unnamed of a country.
const (
	People      Unnamed = "state"   // whom a place stands for: "shells hit the port of Elbonia City"
	Authorities Unnamed = "gov"     // who arrests, tries and forbids there
	Attackers   Unnamed = "unknown" // who lays bombs and shoots there
)

// Unnamed gives the actor that stands for the unnamed of a country (ISO 3166-1
// alpha-3) in which a place of the text lies or to which somebody belongs: an actor of the text itself where
// it names that state or government, otherwise a latent one. It is -1 where no
// place and nobody is of the country.
func (l *Links) Unnamed(country string, who Unnamed) int {
	if i, ok := l.latent[string(who)+"/"+country]; ok {
		return i
	}
	return -1
}

// latent enters the unnamed of the countries in which the places lie that the
// text names and to which its actors belong. Dictionaries of a user's, with codes of their own, have none.
func (b *builder) latent() {
	b.l.latent = map[string]int{}
	if b.reg.BringsAgents() {
		return
	}
	at := func(country string, m doc.Mention) {
		if _, ok := b.l.latent[string(People)+"/"+country]; ok || country == "" {
			return
		}
		for _, who := range []Unnamed{People, Authorities} {
			if ra := b.reg.ByID(string(who) + "/" + country); ra != nil {
				n := len(b.l.Actors)
				a := b.known(ra)
				if a == n {
					b.l.Actors[a].Latent, b.l.Actors[a].Mentions = true, []doc.Mention{m}
					b.l.Actors[a].Why = append(b.l.Actors[a].Why, "“"+b.d.TextOf(m.Start, m.End)+"” is of that country")
				}
				b.l.latent[string(who)+"/"+country] = a
			}
		}
		b.l.latent[string(Attackers)+"/"+country] = b.actor("unknown:"+country, func(a *Actor) {
			a.Name, a.Kind, a.Country, a.Sector, a.Code = "unidentified attackers", register.ArmedGroup, country, "UAF", country+"UAF"
			a.Plural, a.Latent, a.Mentions = true, true, []doc.Mention{m}
			a.Why = append(a.Why, "nobody is named; “"+b.d.TextOf(m.Start, m.End)+"” is of "+country)
		})
	}
	named := len(b.l.Actors)
	for _, p := range b.d.Places {
		if a := b.l.At(p.End - 1); a >= 0 && b.l.Actors[a].Country != p.Country {
			continue // who is meant by a place that several claim is not for us to say
		}
		at(p.Country, doc.Mention{Start: p.Start, End: p.End, Head: p.Start, Kind: "name"})
	}
	for _, a := range b.l.Actors[:named:named] {
		if len(a.Mentions) > 0 {
			at(a.Country, a.Mentions[0])
		}
	}
}
