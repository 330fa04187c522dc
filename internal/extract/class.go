package extract

import (
	"strconv"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/register"
)

// isA says whether the phrase headed by token h belongs to a semantic class:
// by what the document's layers know of it, or by the class files.
func (x *extractor) isA(h int, class string) bool {
	t := &x.d.Tokens[h]
	a := x.who.At(h)
	kind := register.Kind("")
	if a >= 0 {
		kind = x.who.Actors[a].Kind
	}
	switch class {
	case "actor":
		if a >= 0 || personal(t) {
			return true
		}
	case "person":
		if kind == register.Person || kind == register.Office || personal(t) && !strings.EqualFold(t.Form, "it") {
			return true
		}
		if e := x.d.EntityAt(h); e != nil && e.Type == doc.Person {
			return true
		}
	case "organisation":
		if crowd := a >= 0 && x.who.Actors[a].Plural && x.who.Actors[a].Sector == "CVL"; crowd { // "300 people"
			break
		}
		if kind == register.Organization || kind == register.Government || kind == register.ArmedGroup || kind == register.Community || kind == register.Outlet {
			return true
		}
	case "state":
		if kind == register.State || kind == register.Government {
			return true
		}
	case "people":
		if kind == register.People {
			return true
		}
	case "group":
		if len(x.who.Of(h)) > 1 { // "Chad and Niger"
			return true
		}
		if a >= 0 && (x.who.Actors[a].Plural || kind == register.People || kind == register.ArmedGroup) || strings.EqualFold(t.Form, "they") || strings.EqualFold(t.Form, "them") {
			return true
		}
	case "place":
		if x.placeAt(h) >= 0 || kind == register.State && x.who.Actors[a].Known != nil && x.who.Actors[a].Known.Dictionary() {
			return true // a state of the user's, which no gazetteer has
		}
		if e := x.d.EntityAt(h); e != nil && e.Type == doc.Place {
			return true
		}
	case "number":
		return t.UPOS == "NUM"
	case "money":
		if t.XPOS == "$" || t.UPOS == "SYM" {
			return true
		}
		switch strings.ToLower(t.Lemma) {
		case "dollar", "euro", "pound", "million", "billion", "yen", "rouble", "ruble", "rupee", "franc", "peso", "dinar", "lira", "shilling", "krona", "krone", "riyal", "rial", "yuan", "rand", "won", "florin", "ducat", "money", "cash", "fund", "funds", "funding", "loan", "grant":
			return true
		}
		return false
	case "event":
		if i := x.d.FrameAt(h); i >= 0 && x.d.Frames[i].Kind == doc.Nominal && len(x.lex.Noun(x.d.Frames[i].Lemma)) > 0 {
			return true
		}
	case "clause":
		i := x.d.FrameAt(h)
		return i >= 0 && x.d.Frames[i].Kind != doc.Nominal
	case "date":
		return x.timexAt(h) >= 0
	case "name": // a name, whatever it names
		return t.UPOS == "PROPN"
	}
	if n := x.antecedent(h); n >= 0 {
		h, t = n, &x.d.Tokens[n]
	}
	lemma := strings.ToLower(t.Lemma)
	if x.lex.In(class, lemma) || x.lex.In(class, strings.ToLower(t.Form)) {
		return true
	}
	if kind == register.Person && x.holds(a, class) {
		return true
	}
	for _, k := range x.who.Kids(h) {
		if c := &x.d.Tokens[k]; c.Deprel == "compound" || c.Deprel == "amod" || c.Deprel == "compound:prt" {
			w := strings.ToLower(c.Lemma)
			if int(k) < h && x.lex.In(class, w+" "+lemma) || int(k) > h && x.lex.In(class, lemma+" "+w) {
				return true
			}
		}
	}
	return false
}

// holds says that a person is called by a title of the class, or is known to
// hold an office: "President Zubin" is a leader.
func (x *extractor) holds(a int, class string) bool {
	p := &x.who.Actors[a]
	for _, o := range p.Offices {
		for i := o.Start; i < o.End; i++ {
			if t := &x.d.Tokens[i]; x.lex.In(class, strings.ToLower(t.Lemma)) {
				return true
			}
			if t := &x.d.Tokens[i]; t.Deprel == "nmod" || t.UPOS == "ADP" {
				break // "son of the president"
			}
		}
	}
	return (class == "leader" || class == "official") && p.Known != nil && p.Sector == "GOV"
}

func personal(t *doc.Token) bool {
	if t.UPOS != "PRON" {
		return false
	}
	switch strings.ToLower(t.Form) {
	case "he", "him", "she", "her", "they", "them", "we", "us", "i", "me", "who", "whom", "it", "his", "their", "our", "its":
		return true
	}
	return false
}

var numerals = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
	"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

// number reads the count that modifies the phrase headed by h: "12 people",
// "two soldiers", "at least 1,200 civilians", "one of them". Vague counts
// ("dozens", "hundreds") give -1.
func (x *extractor) number(h int) int {
	n := -1
	for _, k := range x.who.Kids(h) {
		t := &x.d.Tokens[k]
		if t.Deprel == "nummod" {
			n = x.numeral(int(k))
		}
	}
	if n < 0 && x.d.Tokens[h].UPOS == "NUM" {
		n = x.numeral(h)
	}
	if n < 0 && x.d.Tokens[h].UPOS == "NOUN" {
		for _, k := range x.who.Kids(h) {
			if t := &x.d.Tokens[k]; t.Deprel == "det" && (t.Form == "a" || t.Form == "A" || t.Form == "an" || t.Form == "An") && x.isA(h, "person") {
				n = 1
			}
		}
	}
	return n
}

func (x *extractor) numeral(i int) int {
	n := 0
	word := strings.ToLower(x.d.Tokens[i].Form)
	if v, ok := numerals[word]; ok {
		n = v
	} else if v, err := strconv.Atoi(strings.ReplaceAll(word, ",", "")); err == nil && v < 1e9 && v >= 0 {
		n = v
	} else if tens, unit, ok := strings.Cut(word, "-"); ok && numerals[tens] >= 20 && numerals[unit] < 10 && numerals[unit] > 0 {
		n = numerals[tens] + numerals[unit]
	} else if !multiplier(word) {
		return -1
	}
	for _, k := range x.who.Kids(i) {
		if t := &x.d.Tokens[k]; t.Deprel == "compound" || t.Deprel == "flat" || t.Deprel == "nummod" {
			if m := x.numeral(int(k)); m > 0 && multiplier(word) {
				return m * factor(word)
			}
		}
	}
	if multiplier(word) {
		return -1
	}
	return n
}

func multiplier(w string) bool { return factor(w) > 0 }

func factor(w string) int {
	switch w {
	case "hundred":
		return 100
	case "thousand":
		return 1000
	case "million":
		return 1_000_000
	}
	return 0
}
