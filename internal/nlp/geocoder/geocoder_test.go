package geocoder

import (
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/gazetteer"
	"rapporteur/internal/text"
)

// mark reads toponyms in [brackets] out of a sentence.
func mark(s string) Input {
	var in Input
	var b strings.Builder
	start := -1
	for _, r := range s {
		switch r {
		case '[':
			start = b.Len()
		case ']':
			in.Toponyms = append(in.Toponyms, Toponym{Span: text.Span{Start: text.Offset(start), End: text.Offset(b.Len())}})
		default:
			b.WriteRune(r)
		}
	}
	in.Text = b.String()
	return in
}

func open(t testing.TB) *Geocoder {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	return New(g)
}

// TestResolve: each case is invented. want lists, per toponym, state, kind and
// a part of "name, region".
func TestResolve(t *testing.T) {
	c := open(t)
	for _, x := range []struct {
		phenomenon, text string
		want             []string
	}{
		{"largest-by-default", "A bomb went off in [Paris] on Monday.", []string{"FRA city Paris"}},
		{"contained-after-comma", "A tornado hit [Paris], [Texas], on Monday.", []string{"USA city Paris, Texas", "USA region Texas"}},
		{"contained-abbreviated", "Police in [Portland], Ore., and [Portland], Maine, met.", []string{"USA city Portland, Oregon", "USA city Portland, Maine"}},
		{"contained-in", "Fighters left [Tripoli] in northern Lebanon.", []string{"LBN city Tripoli"}},
		{"adjective-before", "Shells fell on the Libyan city of [Tripoli].", []string{"LBY city Tripoli"}},
		{"possessive-before", "The army entered Ukraine's [Donetsk].", []string{"UKR * Donetsk"}},
		{"states-around", "The Venezuelan opposition marched. Caracas denied it. In [Valencia] the Venezuelan police fired.", []string{"VEN city Valencia"}},
		{"one-sense", "Guards in [Cambridge], Massachusetts, said nothing. Later [Cambridge] was quiet.", []string{"USA city Cambridge, Massachusetts", "USA city Cambridge, Massachusetts"}},
		{"state-or-region", "The storm crossed [Alabama] and [Georgia] before it reached [South Carolina].", []string{"USA region Alabama", "USA region Georgia", "USA region South Carolina"}},
		{"list-of-states", "Envoys of [Mexico], [Canada] and [China] met.", []string{"MEX country Mexico", "CAN country Canada", "CHN country China"}},
		{"type-word", "Clashes in [Aleppo province] went on.", []string{"SYR region Aleppo"}},
		{"direction", "Clashes in northern [Aleppo] and [eastern Ukraine] went on.", []string{"SYR * Aleppo", "UKR area eastern Ukraine"}},
		{"nationality", "A [Kenyan] court ruled.", []string{"KEN country Kenya"}},
		{"disputed-names", "Shelling of [Stepanakert] and [Shusha] was reported.", []string{"AZE city", "AZE city"}},
		{"other-spelling", "Jets struck [Khan Sheikhoun] in Syria.", []string{"SYR city"}},
		{"near-the-others", "Trucks drove from [Springfield] to [Chicago], then to [Peoria], all in one day.", []string{"USA city Springfield, Illinois", "USA city Chicago", "USA city Peoria, Illinois"}},
		{"capital-abbreviated", "Talks in [Washington], D.C., ended.", []string{"USA city Washington, District"}},
		{"landmark", "Aides at the [Kremlin] and the [White House] spoke.", []string{"RUS site Kremlin", "USA site White House"}},
		{"water", "The ship left the [Black Sea] through the [Bosphorus].", []string{" water Black Sea", "TUR water Bosphorus"}},
		{"camp", "Refugees in [Zaatari camp] protested.", []string{"JOR site Zaatari"}},
		{"own-name-is-no-container", "Parents in [Santa Ana], California, wrote to the City of [Santa Ana], the Santa Ana schools and others.", []string{"USA city Santa Ana, California", "USA city Santa Ana, California"}},
		{"named-twice", "The plane left [New York], [New York], at noon.", []string{"USA city New York City", "USA * New York"}},
		{"prefix-never-a-place", "The [South] voted.", []string{"USA area"}},
	} {
		in := mark(x.text)
		for i, r := range c.Resolve(in) {
			kind, rest, _ := strings.Cut(strings.TrimPrefix(x.want[i], ""), " ")
			country := kind
			kind, rest, _ = strings.Cut(rest, " ")
			full := r.Place.Name + ", " + r.Place.Region
			names := append([]string{full}, r.Place.Aliases...)
			ok := r.Place.Country == country && (kind == "*" || string(r.Place.Kind) == kind) && !r.Coarse
			if !ok || !slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, rest) }) {
				t.Errorf("%s: %q is %s %s %q, want %q; reasons:\n\t%s", x.phenomenon, in.Toponyms[i].Span.In(in.Text), r.Place.Country, r.Place.Kind, full, x.want[i], strings.Join(r.Reasons, "\n\t"))
			}
		}
	}
}

func TestUnknownIsCoarse(t *testing.T) {
	c := open(t)
	for _, x := range []struct{ text, want string }{
		{"Villagers of [Qwxzydorf], Bavaria, fled.", "Bavaria"},
		{"Near Homs and [Homs] the village of [Qwxzyville] burned.", "Homs"},
		{"The Kenyan army entered [Qwxzyville]. Kenya denied it.", "Kenya"},
		{"[Qwxzyville] burned.", ""},
	} {
		in := mark(x.text)
		rs := c.Resolve(in)
		r := rs[len(rs)-1]
		if !r.Coarse || r.Place.Name != x.want || len(r.Reasons) == 0 {
			t.Errorf("%q: %q, coarse %v, want %q (%v)", x.text, r.Place.Name, r.Coarse, x.want, r.Reasons)
		}
	}
}

func TestHome(t *testing.T) {
	c := open(t)
	for url, want := range map[string]string{"https://www.example.co.uk/a": "GBR", "https://example.ng/": "NGA", "https://example.com/": "", "nonsense": ""} {
		if got := HomeOf(c.g, url); got != want {
			t.Errorf("HomeOf(%q) = %q, want %q", url, got, want)
		}
	}
	for name, want := range map[string]string{"The Times of India": "IND", "Kyiv Post": "UKR", "The Daily Herald": ""} {
		if got := c.HomeOfOutlet(name); got != want {
			t.Errorf("HomeOfOutlet(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestHomeDecidesOnlyTies(t *testing.T) {
	c := open(t)
	in := mark("The mayor of [Hamilton] resigned.")
	in.Home = "NZL"
	if r := c.Resolve(in)[0]; r.Place.Country == "" {
		t.Error("Hamilton is unknown")
	}
	in = mark("The mayor of [Paris] resigned.")
	in.Home = "USA"
	if r := c.Resolve(in)[0]; r.Place.Country != "FRA" {
		t.Errorf("Paris is in %s for an American outlet", r.Place.Country)
	}
}

func TestOutletTown(t *testing.T) {
	c := open(t)
	in := mark("The mayor of [Portland] spoke at the county fair.")
	in.Home, in.Near = "USA", []float64{43.9, -70.2}
	if r := c.Resolve(in)[0]; r.Place.Region != "Maine" {
		t.Errorf("Portland is in %s, %s for a paper of Maine", r.Place.Region, r.Place.Country)
	}
}

// FuzzResolve: any text and span give as many results as toponyms, the same
// each time, and never a panic.
func FuzzResolve(f *testing.F) {
	c := open(f)
	f.Add("Fighting in Homs, Syria, went on near St. Louis, Mo.", 12, 16)
	f.Add("\xff\xfe(,", 0, 2)
	f.Add("the of in Paris's", 10, 15)
	f.Fuzz(func(t *testing.T, s string, from, to int) {
		if from < 0 || to > len(s) || from > to {
			return
		}
		in := Input{Text: s, Toponyms: []Toponym{{Span: text.Span{Start: text.Offset(from), End: text.Offset(to)}}}}
		a, b := c.Resolve(in), c.Resolve(in)
		if len(a) != 1 || a[0].Place.Ref != b[0].Place.Ref || !slices.Equal(a[0].Reasons, b[0].Reasons) {
			t.Errorf("%q: %v and %v", s, a, b)
		}
	})
}
