package extract_test

import (
	"strings"
	"testing"

	"rapporteur/internal/extract"
	"rapporteur/internal/link"
	"rapporteur/internal/text"
)

func TestAttributions(t *testing.T) {
	k, err := knowledge()
	if err != nil {
		t.Fatal(err)
	}
	const mayor = "the/the/DET/DT/2/det mayor/mayor/NOUN/NN/3/nsubj "
	for _, c := range []struct{ name, rows, want string }{
		{"clause-under-a-verb-of-saying", mayor + "said/say/VERB/VBD/0/root that/that/SCONJ/IN/6/mark trams/tram/NOUN/NNS/6/nsubj stop/stop/VERB/VBP/3/ccomp",
			"the mayor: that trams stop"},
		{"quote-around-the-cue-and-after-it", "“/“/PUNCT/``/3/punct Trams/tram/NOUN/NNS/3/nsubj stop/stop/VERB/VBP/8/ccomp ,/,/PUNCT/,/3/punct ”/”/PUNCT/''/3/punct the/the/DET/DT/7/det mayor/mayor/NOUN/NN/8/nsubj said/say/VERB/VBD/0/root ././PUNCT/./8/punct" +
			"| “/“/PUNCT/``/3/punct Buses/bus/NOUN/NNS/3/nsubj run/run/VERB/VBP/0/root ././PUNCT/./3/punct ”/”/PUNCT/''/3/punct",
			"the mayor: “ Trams stop , ” … “ Buses run . ”"},
		{"the-next-quote-has-its-own-cue", "“/“/PUNCT/``/3/punct Trams/tram/NOUN/NNS/3/nsubj stop/stop/VERB/VBP/7/ccomp ,/,/PUNCT/,/3/punct ”/”/PUNCT/''/3/punct Ana/Ana/PROPN/NNP/7/nsubj said/say/VERB/VBD/0/root ././PUNCT/./7/punct" +
			"| “/“/PUNCT/``/3/punct Buses/bus/NOUN/NNS/3/nsubj run/run/VERB/VBP/7/ccomp ,/,/PUNCT/,/3/punct ”/”/PUNCT/''/3/punct Ivo/Ivo/PROPN/NNP/7/nsubj said/say/VERB/VBD/0/root ././PUNCT/./7/punct",
			"Ana: “ Trams stop , ” / Ivo: “ Buses run , ”"},
		{"according-to", "Trams/tram/NOUN/NNS/2/nsubj stop/stop/VERB/VBP/0/root ,/,/PUNCT/,/7/punct according/accord/VERB/VBG/7/case to/to/ADP/IN/4/fixed the/the/DET/DT/7/det mayor/mayor/NOUN/NN/2/obl",
			"the mayor: Trams stop"},
		{"a-wish", mayor + "wants/want/VERB/VBZ/0/root trams/tram/NOUN/NNS/3/obj to/to/PART/TO/6/mark stop/stop/VERB/VB/3/xcomp", "the mayor: trams to stop"},
		{"a-noun-with-its-owner", "the/the/DET/DT/2/det mayor/mayor/NOUN/NN/4/nmod:poss 's/'s/PART/POS/2/case claim/claim/NOUN/NN/8/nsubj that/that/SCONJ/IN/7/mark trams/tram/NOUN/NNS/7/nsubj stop/stop/VERB/VBP/4/acl amused/amuse/VERB/VBD/0/root",
			"the mayor: that trams stop"},
		{"relative-pronoun-is-the-source", "Ana/Ana/PROPN/NNP/7/nsubj who/who/PRON/WP/3/nsubj said/say/VERB/VBD/1/acl:relcl trams/tram/NOUN/NNS/5/nsubj stop/stop/VERB/VBP/3/ccomp was/be/AUX/VBD/7/cop wrong/wrong/ADJ/JJ/0/root",
			"who: trams stop"},
		{"speaker-before-a-colon", "ANA/ANA/PROPN/NNP/0/root :/:/PUNCT/:/1/punct Trams/tram/NOUN/NNS/4/nsubj stop/stop/VERB/VBP/1/parataxis", "ANA: Trams stop"},
		{"signed-quote", "“/“/PUNCT/``/3/punct Trams/tram/NOUN/NNS/4/nsubj never/never/ADV/RB/4/advmod stop/stop/VERB/VBP/0/root ././PUNCT/./4/punct ”/”/PUNCT/''/4/punct —/—/PUNCT/:/8/punct Ana/Ana/PROPN/NNP/4/parataxis Ruiz/Ruiz/PROPN/NNP/8/flat",
			"Ana Ruiz: “ Trams never stop . ”"},
		{"first-words-hung-elsewhere", "Ana/Ana/PROPN/NNP/2/nsubj says/say/VERB/VBZ/0/root old/old/ADJ/JJ/4/amod trams/tram/NOUN/NNS/2/obj stop/stop/VERB/VBP/2/ccomp", "Ana: old trams stop"},
		{"a-deed-is-no-cue", mayor + "stopped/stop/VERB/VBD/0/root trams/tram/NOUN/NNS/3/obj", ""},
		{"thought-inside-a-quote", "“/“/PUNCT/``/3/punct I/I/PRON/PRP/3/nsubj think/think/VERB/VBP/0/root trams/tram/NOUN/NNS/5/nsubj stop/stop/VERB/VBP/3/ccomp ”/”/PUNCT/''/3/punct", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := hand(t, c.rows)
			var got []string
			for _, a := range extract.Attributions(d, link.Find(d, k.Register), k.Lexicon) {
				got = append(got, words(d.Text, a.Source)+": "+words(d.Text, a.Content))
			}
			if s := strings.Join(got, " / "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

func words(s string, spans []text.Span) string {
	var out []string
	for _, sp := range spans {
		out = append(out, sp.In(s))
	}
	return strings.Join(out, " … ")
}
