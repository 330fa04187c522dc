package extract_test

import (
	"slices"
	"strings"
	"testing"
)

func TestContacts(t *testing.T) {
	const meets = "Rivera/Rivera/PROPN/NNP/2/nsubj met/meet/VERB/VBD/0/root with/with/ADP/IN/4/case Quispe/Quispe/PROPN/NNP/2/obl "
	two := [][2]int{{0, 1}, {3, 4}}
	for _, tt := range []struct {
		phenomenon   string
		made         made
		stage        string // "" for no contact
		participants string
		place        string
	}{
		{"met with", made{rows: meets, people: two}, "held", "Quispe Rivera", ""},
		{"a place of the meeting", made{rows: meets + "in/in/ADP/IN/6/case Lima/Lima/PROPN/NNP/2/obl", people: two,
			places: map[[2]int]string{{5, 6}: "Lima"}}, "held", "Quispe Rivera", "Lima"},
		{"the place of what they talk about is no venue", made{rows: meets + "on/on/ADP/IN/8/case the/the/DET/DT/8/det Lima/Lima/PROPN/NNP/8/compound conflict/conflict/NOUN/NN/2/obl",
			people: two, places: map[[2]int]string{{6, 7}: "Lima"}}, "held", "Quispe Rivera", ""},
		{"dated ahead of publication", made{rows: "Rivera/Rivera/PROPN/NNP/2/nsubj meets/meet/VERB/VBZ/0/root with/with/ADP/IN/4/case Quispe/Quispe/PROPN/NNP/2/obl tomorrow/tomorrow/NOUN/NN/2/obl:unmarked",
			people: two, times: map[[2]int]string{{4, 5}: "2020-02-15"}}, "announced", "Quispe Rivera", ""},
		{"asked, not told", made{rows: "Is/be/AUX/VBZ/3/aux Rivera/Rivera/PROPN/NNP/3/nsubj meeting/meet/VERB/VBG/0/root Quispe/Quispe/PROPN/NNP/3/obj ?/?/PUNCT/./3/punct",
			people: [][2]int{{1, 2}, {3, 4}}}, "announced", "Quispe Rivera", ""},
		{"due to, read as a preposition", made{rows: "Rivera/Rivera/PROPN/NNP/5/nsubj was/be/AUX/VBD/5/cop due/due/ADJ/JJ/5/case to/to/PART/TO/5/mark meet/meet/VERB/VB/0/root Quispe/Quispe/PROPN/NNP/5/obj",
			people: [][2]int{{0, 1}, {5, 6}}}, "announced", "Quispe Rivera", ""},
		{"who acts in a call", made{rows: "In/in/ADP/IN/4/case a/a/DET/DT/4/det phone/phone/NOUN/NN/4/compound call/call/NOUN/NN/8/obl with/with/ADP/IN/6/case Quispe/Quispe/PROPN/NNP/4/nmod Rivera/Rivera/PROPN/NNP/8/nsubj wept/weep/VERB/VBD/0/root",
			people: [][2]int{{5, 6}, {6, 7}}}, "held", "Quispe Rivera", "telephone"},
		{"whom a meeting brings together", made{rows: "A/a/DET/DT/2/det meeting/meeting/NOUN/NN/7/nsubj involving/involve/VERB/VBG/2/acl Rivera/Rivera/PROPN/NNP/3/obj of/of/ADP/IN/6/case Peru/Peru/PROPN/NNP/2/nmod opened/open/VERB/VBD/0/root",
			people: [][2]int{{3, 4}}}, "held", "Peru Rivera", ""},
		{"a news conference is no contact", made{rows: "Rivera/Rivera/PROPN/NNP/2/nsubj held/hold/VERB/VBD/0/root a/a/DET/DT/5/det news/news/NOUN/NN/5/compound conference/conference/NOUN/NN/2/obj", people: [][2]int{{0, 1}}}, "", "", ""},
		{"who came to meet met", made{rows: "Rivera/Rivera/PROPN/NNP/2/nsubj flew/fly/VERB/VBD/0/root home/home/ADV/RB/2/advmod to/to/PART/TO/5/mark meet/meet/VERB/VB/2/advcl with/with/ADP/IN/7/case Quispe/Quispe/PROPN/NNP/5/obl",
			people: [][2]int{{0, 1}, {6, 7}}}, "held", "Quispe Rivera", ""},
		{"who visits is a guest of who met him", made{rows: meets + "|Rivera/Rivera/PROPN/NNP/2/nsubj visited/visit/VERB/VBD/0/root Quispe/Quispe/PROPN/NNP/2/obj",
			people: [][2]int{{0, 1}, {3, 4}, {4, 5}, {6, 7}}}, "held", "Quispe Rivera", ""},
		{"with whom it was held", made{rows: "A/a/DET/DT/2/det meeting/meeting/NOUN/NN/10/nsubj of/of/ADP/IN/4/case Peru/Peru/PROPN/NNP/2/nmod which/which/PRON/WDT/6/nsubj took/take/VERB/VBD/2/acl:relcl place/place/NOUN/NN/6/obj with/with/ADP/IN/9/case Rivera/Rivera/PROPN/NNP/6/obl opened/open/VERB/VBD/0/root",
			people: [][2]int{{8, 9}}}, "held", "Peru Rivera", ""},
		{"a reporter who speaks to somebody interviews", made{rows: "Reporter/reporter/NOUN/NN/2/nmod:desc Rivera/Rivera/PROPN/NNP/3/nsubj spoke/speak/VERB/VBD/0/root to/to/ADP/IN/5/case Quispe/Quispe/PROPN/NNP/3/obl",
			people: [][2]int{{1, 2}, {4, 5}}}, "", "", ""},
		{"what is to come by its own form", made{rows: "Rivera/Rivera/PROPN/NNP/4/nsubj will/will/AUX/MD/4/aux be/be/AUX/VB/4/aux meeting/meet/VERB/VBG/0/root with/with/ADP/IN/6/case Quispe/Quispe/PROPN/NNP/4/obl",
			people: [][2]int{{0, 1}, {5, 6}}}, "announced", "Quispe Rivera", ""},
		{"a letter is said, not met", made{rows: "Rivera/Rivera/PROPN/NNP/2/nsubj wrote/write/VERB/VBD/0/root to/to/ADP/IN/4/case Quispe/Quispe/PROPN/NNP/2/obl", people: [][2]int{{0, 1}, {3, 4}}}, "", "", ""},
		{"whose tomb is visited does not attend", made{rows: "Rivera/Rivera/PROPN/NNP/2/nsubj visited/visit/VERB/VBD/0/root the/the/DET/DT/4/det tomb/tomb/NOUN/NN/2/obj of/of/ADP/IN/6/case Quispe/Quispe/PROPN/NNP/4/nmod", people: [][2]int{{0, 1}, {5, 6}}}, "", "", ""},
		{"an interview is no contact", made{rows: "Rivera/Rivera/PROPN/NNP/2/nsubj spoke/speak/VERB/VBD/0/root to/to/ADP/IN/4/case reporters/reporter/NOUN/NNS/2/obl", people: [][2]int{{0, 1}}}, "", "", ""},
	} {
		f, who, _ := read(t, tt.made)
		if tt.stage == "" {
			if len(f.Contacts) > 0 {
				t.Errorf("%s: a contact: %+v", tt.phenomenon, f.Contacts)
			}
			continue
		}
		if len(f.Contacts) != 1 {
			t.Errorf("%s: %d contacts, want 1: %+v", tt.phenomenon, len(f.Contacts), f.Contacts)
			continue
		}
		c := f.Contacts[0]
		var names []string
		for _, p := range c.Participants {
			names = append(names, who.Actors[p].Name)
		}
		slices.Sort(names)
		place := c.PlaceName
		if c.Place > 0 {
			place = tt.place // the only one there is
		}
		if got := strings.Join(names, " "); c.Stage != tt.stage || got != tt.participants || place != tt.place || c.Place > 0 != (len(tt.made.places) > 0 && tt.place != "") {
			t.Errorf("%s: %s %q at %q (%d), want %s %q at %q", tt.phenomenon, c.Stage, got, place, c.Place, tt.stage, tt.participants, tt.place)
		}
	}
}
