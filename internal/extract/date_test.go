package extract_test

import "testing"

func TestDates(t *testing.T) {
	const (
		attack = "Chile/Chile/PROPN/NNP/2/nsubj attacked/attack/VERB/VBD/0/root Peru/Peru/PROPN/NNP/2/obj "
		says   = "Rivera/Rivera/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root Monday/Monday/PROPN/NNP/2/obl:unmarked that/that/SCONJ/IN/6/mark he/he/PRON/PRP/6/nsubj "
	)
	for _, tt := range []struct {
		phenomenon string
		made       made
		typ, want  string
	}{
		{"its own time", made{rows: attack + "on/on/ADP/IN/5/case Monday/Monday/PROPN/NNP/2/obl", times: map[[2]int]string{{4, 5}: "2020-02-10"}}, "ASSAULT", "2020-02-10"},
		{"a deadline is not when it happened", made{rows: attack + "before/before/ADP/IN/5/case Monday/Monday/PROPN/NNP/2/obl", times: map[[2]int]string{{4, 5}: "2020-02-10"}}, "ASSAULT", "2020-02-14"},
		{"an act of words done in the saying", made{rows: says + "praised/praise/VERB/VBD/2/ccomp Peru/Peru/PROPN/NNP/6/obj", people: [][2]int{{0, 1}}, times: map[[2]int]string{{2, 3}: "2020-02-10"}}, "SUPPORT", "2020-02-10"},
		{"a deed not done in the saying", made{rows: says + "attacked/attack/VERB/VBD/2/ccomp Peru/Peru/PROPN/NNP/6/obj", people: [][2]int{{0, 1}}, times: map[[2]int]string{{2, 3}: "2020-02-10"}}, "ASSAULT", "2020-02-14"},
		{"said on the occasion told before", made{rows: says + "wept/weep/VERB/VBD/2/ccomp | Rivera/Rivera/PROPN/NNP/2/nsubj accused/accuse/VERB/VBD/0/root Peru/Peru/PROPN/NNP/2/obj",
			people: [][2]int{{0, 1}, {6, 7}}, times: map[[2]int]string{{2, 3}: "2020-02-10"}}, "ACCUSE", "2020-02-10"},
		{"recalled in the time of the sentence before", made{rows: "Peru/Peru/PROPN/NNP/2/nsubj voted/vote/VERB/VBD/0/root in/in/ADP/IN/4/case 1994/1994/NUM/CD/2/obl | Chile/Chile/PROPN/NNP/3/nsubj had/have/AUX/VBD/3/aux attacked/attack/VERB/VBN/0/root Peru/Peru/PROPN/NNP/3/obj",
			times: map[[2]int]string{{3, 4}: "1994"}}, "ASSAULT", "1994"},
		{"told in the time of the sentence before", made{rows: "Peru/Peru/PROPN/NNP/2/nsubj voted/vote/VERB/VBD/0/root Monday/Monday/PROPN/NNP/2/obl:unmarked | Chile/Chile/PROPN/NNP/2/nsubj attacked/attack/VERB/VBD/0/root Peru/Peru/PROPN/NNP/2/obj",
			times: map[[2]int]string{{2, 3}: "2020-02-10"}}, "ASSAULT", "2020-02-10"},
		{"of the day that the opening names", made{rows: "Peru/Peru/PROPN/NNP/2/nsubj voted/vote/VERB/VBD/0/root in/in/ADP/IN/4/case Lima/Lima/PROPN/NNP/2/obl on/on/ADP/IN/6/case Wednesday/Wednesday/PROPN/NNP/2/obl ¶ Chile/Chile/PROPN/NNP/2/nsubj attacks/attack/VERB/VBZ/0/root Peru/Peru/PROPN/NNP/2/obj",
			times: map[[2]int]string{{5, 6}: "2020-02-12"}}, "ASSAULT", "2020-02-12"},
		{"not of a day long before", made{rows: "Peru/Peru/PROPN/NNP/2/nsubj voted/vote/VERB/VBD/0/root in/in/ADP/IN/4/case Lima/Lima/PROPN/NNP/2/obl on/on/ADP/IN/6/case Wednesday/Wednesday/PROPN/NNP/2/obl ¶ Chile/Chile/PROPN/NNP/2/nsubj attacks/attack/VERB/VBZ/0/root Peru/Peru/PROPN/NNP/2/obj",
			times: map[[2]int]string{{5, 6}: "2020-02-10"}}, "ASSAULT", "2020-02-14"},
		{"promised without a date", made{rows: "Chile/Chile/PROPN/NNP/3/nsubj will/will/AUX/MD/3/aux accept/accept/VERB/VB/0/root the/the/DET/DT/5/det offer/offer/NOUN/NN/3/obj of/of/ADP/IN/7/case Peru/Peru/PROPN/NNP/5/nmod"}, "AGREE", "2020-02-14"},
		{"recalled without a date", made{rows: "Peru/Peru/PROPN/NNP/2/nsubj wept/weep/VERB/VBD/0/root since/since/SCONJ/IN/5/mark Chile/Chile/PROPN/NNP/5/nsubj attacked/attack/VERB/VBD/2/advcl Bolivia/Bolivia/PROPN/NNP/5/obj"}, "ASSAULT", "2020"},
	} {
		f, _, _ := read(t, tt.made)
		got, n := "", 0
		for i := range f.Events {
			if f.Events[i].Type == tt.typ {
				got, n = f.Events[i].When.String(), n+1
			}
		}
		if n != 1 || got != tt.want {
			t.Errorf("%s: %d of %s, dated %q, want %q: %+v", tt.phenomenon, n, tt.typ, got, tt.want, f.Events)
		}
	}
}
