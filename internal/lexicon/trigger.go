package lexicon

import (
	"fmt"
	"slices"
	"strings"
)

// NeedKind says how a word of a trigger beyond its lemma must be met.
type NeedKind uint8

// Kinds of needs.
const (
	Particle  NeedKind = iota + 1 // Word is the phrasal particle: "carry out"
	Slot                          // the slot Word is filled (by Noun, if not ""): "meet with", "come under fire"; "to" is also met by an infinitive in comp
	Either                        // Word is particle or filled slot, as the parser will have it: "call on", "take over"
	Dependent                     // some dependent other than those of the slots named has the lemma (or form) Noun: "lay down arms", "take hostage"
)

// Need is one such word.
type Need struct {
	Kind NeedKind
	Word string // particle or preposition
	Noun string // lemma
}

// Trigger is one word or expression that evokes an entry. Written forms:
//
//	meet                  Lemma meet
//	meet with             meet + Slot with
//	carry out             carry + Particle out
//	back down from        back + Particle down + Slot from
//	call on               call + Either on
//	lay down arm          lay + Particle down + Dependent arm
//	put end to            put + Dependent end + Slot to
//	come under fire from  come + Slot under (fire) + Slot from
//	peace talk            (noun) Before [peace], Lemma talk
//	round of talk         (noun) round + Slot of (talk)
//	in favour of          (adj) Lead in, Lemma favour, Slot of
//
// Articles are left out.
type Trigger struct {
	Lemma  string
	Before []string // modifiers that must stand before a noun or adjective, as compound or adjective, in any order
	Lead   string   // preposition before a predicative noun: "in favour of"
	Needs  []Need
	text   string
}

// String gives the trigger as it was written.
func (t *Trigger) String() string { return t.text }

// Has says that the trigger needs a word of a kind.
func (t *Trigger) Has(kind NeedKind) bool {
	return slices.ContainsFunc(t.Needs, func(n Need) bool { return n.Kind == kind })
}

// weight counts the words beyond the lemma: longer triggers are more specific.
func (t *Trigger) weight() int {
	n := len(t.Before) + len(t.Needs)
	for _, need := range t.Needs {
		if need.Kind == Slot && need.Noun != "" {
			n++
		}
	}
	if t.Lead != "" {
		n++
	}
	return n
}

const (
	sureParticles = " up out off down away back apart aside ahead forward together "
	eitherWords   = " in on over through by around about along across under round "
	sureSlots     = " with to from against at for between among amongst into of toward towards after before near upon onto behind within without as inside outside per via despite during than amid alongside beyond like regarding concerning following including until since according past opposite throughout besides except beside beneath below above atop versus "
)

func in(set, word string) bool { return strings.Contains(set, " "+word+" ") }

// SlotName says whether s names a slot of a frame: subj, obj, iobj, comp or a
// preposition.
func SlotName(s string) bool {
	switch s {
	case "subj", "obj", "iobj", "comp":
		return true
	}
	return s != "" && !strings.Contains(s, " ") && (in(sureSlots, s) || in(eitherWords, s) || in(sureParticles, s))
}

type triggerKind uint8

const (
	verbTrigger triggerKind = iota
	nounTrigger
	adjTrigger
)

// parseTrigger reads the written form of a trigger.
func parseTrigger(s string, kind triggerKind) (Trigger, error) {
	t := Trigger{text: s}
	words := strings.Fields(s)
	if len(words) == 0 || strings.Join(words, " ") != s {
		return t, fmt.Errorf("trigger %q: empty or badly spaced", s)
	}
	function := func(w string) bool { return in(sureParticles, w) || in(eitherWords, w) || in(sureSlots, w) }
	for _, w := range words {
		if w == "a" || w == "an" || w == "the" {
			return t, fmt.Errorf("trigger %q: articles are left out", s)
		}
		if kind == verbTrigger && w != strings.ToLower(w) {
			return t, fmt.Errorf("trigger %q: lemmas are lower case", s)
		}
	}
	i := 1
	if kind == verbTrigger {
		if len(words) > 1 && words[0] == "be" {
			return t, fmt.Errorf("trigger %q: write what follows \"be\" under adj", s)
		}
		t.Lemma = words[0]
	} else {
		i = 0
		if kind == adjTrigger && slices.ContainsFunc(words, func(w string) bool { return !function(w) }) && function(words[0]) {
			t.Lead, i = words[0], 1
			for i < len(words)-1 && function(words[i]) {
				t.Lead += " " + words[i] // "out of question"
				i++
			}
		}
		j := i
		if j < len(words) && (kind == nounTrigger || t.Lead == "") {
			j++ // "back channel", "behind", "about to": the first word is the head or before it
		}
		for j < len(words) && !function(words[j]) {
			j++
		}
		if j == i {
			return t, fmt.Errorf("trigger %q: no head word", s)
		}
		t.Before, t.Lemma, i = words[i:j-1:j-1], words[j-1], j
	}
	for i < len(words) {
		w := words[i]
		i++
		switch {
		case in(sureParticles, w):
			t.Needs = append(t.Needs, Need{Kind: Particle, Word: w})
		case in(eitherWords, w) || in(sureSlots, w):
			switch {
			case i == len(words) && in(sureSlots, w):
				t.Needs = append(t.Needs, Need{Kind: Slot, Word: w})
			case i == len(words):
				t.Needs = append(t.Needs, Need{Kind: Either, Word: w})
			case !function(words[i]):
				for i < len(words)-1 && !function(words[i+1]) {
					i++ // the head of the phrase is its last word
				}
				t.Needs = append(t.Needs, Need{Kind: Slot, Word: w, Noun: words[i]})
				i++
			case in(eitherWords, w):
				t.Needs = append(t.Needs, Need{Kind: Particle, Word: w})
			default:
				return t, fmt.Errorf("trigger %q: %q cannot stand before %q", s, w, words[i])
			}
		default:
			t.Needs = append(t.Needs, Need{Kind: Dependent, Noun: w})
		}
	}
	return t, nil
}
