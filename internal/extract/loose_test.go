package extract_test

import (
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/article"
	"rapporteur/internal/extract"
	"rapporteur/internal/link"
)

// Descriptions without a country or owner of their own take up who was named
// before.
func TestDescriptionsTakeUp(t *testing.T) {
	k, err := knowledge()
	if err != nil {
		t.Fatal(err)
	}
	const hezbollah = "Hezbollah/Hezbollah/PROPN/NNP/2/nsubj marched/march/VERB/VBD/0/root"
	const ministry = "the/the/DET/DT/4/det Chilean/Chilean/ADJ/JJ/4/amod trade/trade/NOUN/NN/4/compound ministry/ministry/NOUN/NN/5/nsubj slept/sleep/VERB/VBD/0/root"
	const leaders = "Emmanuel/Emmanuel/PROPN/NNP/3/nsubj Macron/Macron/PROPN/NNP/1/flat met/meet/VERB/VBD/0/root Olaf/Olaf/PROPN/NNP/3/obj Scholz/Scholz/PROPN/NNP/4/flat"
	const states = "Chile/Chile/PROPN/NNP/4/nsubj and/and/CCONJ/CC/3/cc Peru/Peru/PROPN/NNP/1/conj met/meet/VERB/VBD/0/root ,/,/PUNCT/,/4/punct as/as/SCONJ/IN/8/mark France/France/PROPN/NNP/8/nsubj asked/ask/VERB/VBD/4/advcl"
	for _, c := range []struct{ name, rows, noun, want string }{
		{"the-fighters-of-a-named-group", hezbollah + "| the/the/DET/DT/2/det militants/militant/NOUN/NNS/3/nsubj left/leave/VERB/VBD/0/root", "militants", "Hezbollah"},
		{"a-body-named-in-full-before", ministry + "| the/the/DET/DT/2/det ministry/ministry/NOUN/NN/3/nsubj left/leave/VERB/VBD/0/root", "ministry", "Chilean trade ministry"},
		{"the-body-named-last", ministry + "| the/the/DET/DT/3/det Peruvian/Peruvian/ADJ/JJ/3/amod ministry/ministry/NOUN/NN/4/nsubj slept/sleep/VERB/VBD/0/root| the/the/DET/DT/2/det ministry/ministry/NOUN/NN/3/nsubj left/leave/VERB/VBD/0/root", "ministry", "Peruvian ministry"},
		{"another-ministry", ministry + "| the/the/DET/DT/3/det health/health/NOUN/NN/3/compound ministry/ministry/NOUN/NN/4/nsubj left/leave/VERB/VBD/0/root", "ministry", "health ministry"},
		{"the-group", hezbollah + "| the/the/DET/DT/2/det group/group/NOUN/NN/3/nsubj left/leave/VERB/VBD/0/root", "group", "Hezbollah"},
		{"some-of-many-are-themselves", hezbollah + "| three/three/NUM/CD/2/nummod militants/militant/NOUN/NNS/3/nsubj left/leave/VERB/VBD/0/root", "militants", "militants"},
		{"the-president-named-before", leaders + "| the/the/DET/DT/2/det president/president/NOUN/NN/3/nsubj left/leave/VERB/VBD/0/root", "president", "Emmanuel Macron"},
		{"both-countries-are-the-two-coordinated", states + "| both/both/DET/DT/2/det countries/country/NOUN/NNS/3/nsubj left/leave/VERB/VBD/0/root", "countries", "Chile, Peru"},
		{"the-sides", states + "| the/the/DET/DT/2/det sides/side/NOUN/NNS/3/nsubj left/leave/VERB/VBD/0/root", "sides", "Chile, Peru"},
		{"the-two-leaders", leaders + "| the/the/DET/DT/3/det two/two/NUM/CD/3/nummod leaders/leader/NOUN/NNS/4/nsubj left/leave/VERB/VBD/0/root", "leaders", "Emmanuel Macron, Olaf Scholz"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := hand(t, c.rows)
			who := link.Find(d, k.Register)
			i := len(d.Tokens) - 1 // the last one of its form
			for d.Tokens[i].Form != c.noun {
				i--
			}
			var got []string
			for _, a := range who.Of(i) {
				got = append(got, who.Actors[a].Name)
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("%q stands for %q, want %q", c.noun, s, c.want)
			}
		})
	}
}

// What the lexicon's words evoke is put before the judge even where a
// constraint on its arguments does not hold; without the judge it counts where
// its sentence tells nothing else of a party that is known.
func TestLooseCandidates(t *testing.T) {
	k, err := knowledge()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		subject string
		collect bool
		want    bool
	}{
		{"villagers/villager/NOUN/NNS", false, false},
		{"villagers/villager/NOUN/NNS", true, true},
		{"Serbia/Serbia/PROPN/NNP", false, true}, // a sentence that tells nothing else, of a party that is known
	} {
		d := hand(t, strings.Repeat("dogs/dog/NOUN/NNS/2/nsubj slept/sleep/VERB/VBD/0/root| ", 3)+
			c.subject+"/2/nsubj pounded/pound/VERB/VBD/0/root drums/drum/NOUN/NNS/2/obj")
		f := extract.Find(&article.Article{Text: d.Text, Body: d.Body}, d, link.Find(d, k.Register), k.Lexicon, extract.Options{Collect: c.collect})
		found := slices.ContainsFunc(f.Events, func(e extract.Event) bool { return e.Type == "ASSAULT" && len(e.Unmet) > 0 })
		if found != c.want {
			t.Errorf("%s, collect %v: a candidate of an entry whose constraints do not hold: %v, want %v", c.subject, c.collect, found, c.want)
		}
	}
}
