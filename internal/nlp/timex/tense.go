package timex

import (
	"strings"

	"rapporteur/internal/doc"
)

// cue says what a word tells of the time of its clause: -1 past, +1 future.
func cue(d *doc.Document, i int) int {
	f := strings.ToLower(d.Tokens[i].Form)
	switch f {
	case "will", "'ll", "’ll", "shall", "wo", "gonna":
		return 1
	case "scheduled", "expected", "due", "slated", "planned", "expects", "plans", "upcoming", "hopes", "intends", "expire", "expires", "payable", "effective":
		for k := max(0, i-3); k < i; k++ { // had been due
			switch strings.ToLower(d.Tokens[k].Form) {
			case "had", "was", "were":
				return -1
			}
		}
		return 1
	case "was", "were", "had", "did", "said", "went", "came", "took", "made", "told", "met", "held", "began", "fell", "rose", "gave", "got", "left", "led", "won", "lost", "saw",
		"found", "became", "brought", "sent", "spoke", "wrote", "ran", "put", "kept", "struck", "shot", "fought", "sold", "bought", "broke", "chose", "drew", "flew", "grew", "knew", "lay", "rode", "sought", "stood", "threw", "withdrew":
		return -1
	}
	if d.Has(doc.Tags) {
		switch d.Tokens[i].XPOS {
		case "VBD":
			return -1
		case "":
		default:
			return 0
		}
	}
	if len(f) > 4 && strings.HasSuffix(f, "ed") && f[0] == d.Tokens[i].Form[0] {
		return -1
	}
	return 0
}

// direction says which way from the reference an expression without a year
// points: -1 back, +1 ahead, 0 if the clause does not tell. With a tree the
// verb above the expression decides, else the nearest verb-like word.
func direction(d *doc.Document, e *expr) int {
	if d.Has(doc.Tree) {
		if v, ok := byTree(d, e); ok {
			return v
		}
	}
	sent := d.Sentences[d.Tokens[e.start].Sent]
	const reach = 14
	best, bestDist := 0, 1<<30
	for k := e.start - 1; k >= sent.Start && e.start-k <= reach; k-- {
		if c := cue(d, k); c != 0 {
			if c < 0 && k > sent.Start && d.Tokens[k-1].Form == "be" { // will be held
				continue
			}
			best, bestDist = c, e.start-k
			if c < 0 && k > sent.Start && infinitiveAhead(d, k) {
				best = 1
			}
			break
		}
		if strings.EqualFold(d.Tokens[k].Form, "to") && k+1 < e.start && e.start-k <= 8 && baseVerb(d, k+1) {
			// "to meet on Friday": ahead if something is planned
			for q := k - 1; q >= sent.Start && k-q <= 4; q-- {
				switch strings.ToLower(d.Tokens[q].Form) {
				case "scheduled", "expected", "due", "slated", "plans", "planned", "agreed", "set", "is", "are", "vowed", "promised", "wants", "hopes", "intends", "decided", "ready":
					return 1
				}
			}
		}
	}
	for k := e.end; k < sent.End && k-e.end < reach; k++ {
		if c := cue(d, k); c != 0 {
			if c < 0 && d.Tokens[k-1].Form == "be" {
				continue
			}
			if k-e.end+2 < bestDist {
				best = c
			}
			break
		}
	}
	return best
}

// infinitiveAhead: "was to meet", "was due".
func infinitiveAhead(d *doc.Document, k int) bool {
	f := strings.ToLower(d.Tokens[k].Form)
	return (f == "was" || f == "were") && k+1 < len(d.Tokens) && d.Tokens[k+1].Form == "due"
}

func baseVerb(d *doc.Document, i int) bool {
	if i >= len(d.Tokens) {
		return false
	}
	if d.Has(doc.Tags) && d.Tokens[i].XPOS != "" {
		return d.Tokens[i].XPOS == "VB"
	}
	f := d.Tokens[i].Form
	return f != "" && f[0] >= 'a' && f[0] <= 'z' && f != "the" && f != "a" && f != "an"
}

// byTree climbs from the expression to its verb and reads tense and
// auxiliaries.
func byTree(d *doc.Document, e *expr) (int, bool) {
	i := e.end - 1
	for k := e.start; k < e.end; k++ { // the head of the expression
		h := d.Tokens[k].Head
		if h < e.start || h >= e.end {
			i = k
			break
		}
	}
	for steps := 0; steps < 8 && i >= 0; steps++ {
		h := d.Tokens[i].Head
		if h < 0 {
			break
		}
		i = h
		t := &d.Tokens[i]
		if t.UPOS != "VERB" && t.UPOS != "AUX" && t.UPOS != "ADJ" && !hasCopula(d, i) {
			continue
		}
		if v, ok := verbTime(d, i); ok {
			return v, true
		}
	}
	return 0, false
}

func hasCopula(d *doc.Document, i int) bool {
	s := d.Sentences[d.Tokens[i].Sent]
	for k := max(s.Start, i-8); k < min(s.End, i+4); k++ {
		if d.Tokens[k].Head == i && d.Tokens[k].Deprel == "cop" {
			return true
		}
	}
	return false
}

// verbTime reads the time of one verb off itself and its auxiliaries.
func verbTime(d *doc.Document, i int) (int, bool) {
	t := &d.Tokens[i]
	s := d.Sentences[t.Sent]
	past, future, to, have := strings.Contains(t.Feats, "Tense=Past") && strings.Contains(t.Feats, "VerbForm=Fin"), false, false, false
	for k := max(s.Start, i-10); k < min(s.End, i+6); k++ {
		if d.Tokens[k].Head != i {
			continue
		}
		a := strings.ToLower(d.Tokens[k].Form)
		switch {
		case d.Tokens[k].Deprel == "mark" && a == "to":
			to = true
		case strings.HasPrefix(d.Tokens[k].Deprel, "aux"), d.Tokens[k].Deprel == "cop":
			switch a {
			case "will", "'ll", "’ll", "shall", "wo":
				future = true
			case "was", "were", "had", "did", "would", "could":
				past = true
			case "has", "have", "'ve", "’ve":
				have = true
			}
		}
	}
	switch {
	case future:
		return 1, true
	case past || have:
		return -1, true
	}
	switch strings.ToLower(t.Form) {
	case "scheduled", "expected", "due", "slated", "planned", "expects", "plans", "going":
		return 1, true
	}
	if to {
		switch h := t.Head; {
		case h < 0:
			return 1, true
		default:
			switch strings.ToLower(d.Tokens[h].Form) {
			case "scheduled", "expected", "due", "slated", "planned", "expects", "plans", "plan", "agreed", "set", "going", "vowed", "promised", "wants", "hopes", "intends", "ready", "decided", "is", "are", "called", "urged":
				return 1, true
			}
		}
		return 0, false // the verb above decides
	}
	if strings.Contains(t.Feats, "VerbForm=Part") || strings.Contains(t.Feats, "VerbForm=Ger") {
		return 0, false
	}
	if strings.Contains(t.Feats, "Tense=Pres") {
		return 0, true
	}
	return 0, false
}
