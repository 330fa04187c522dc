package link

import (
	"slices"
	"sort"
	"strings"

	"rapporteur/internal/register"
)

// home weighs the countries that the document speaks of. A nominal without a
// country of its own ("the government", "police") gets the weightiest one of
// its surroundings.
func (b *builder) home() {
	b.named, b.placed = map[string]bool{}, map[string]bool{}
	for _, p := range b.d.Places {
		b.named[p.Country] = true
		b.placed[p.Country] = p.Country != ""
	}
	for _, nm := range b.spans {
		for _, h := range nm.hits {
			if h.Actor.Kind != register.Person {
				b.named[h.Actor.Country] = true
			}
		}
	}
	w := map[string]float64{}
	for _, nm := range b.spans {
		for _, h := range nm.hits {
			if b.namesake(nm, h) {
				continue
			}
			c := h.Actor.Country
			if c == "" || !h.Actor.ValidAt(b.day) {
				continue
			}
			x := 1.0
			if h.As == register.AsSurname {
				if b.remote(h.Actor) {
					continue
				}
				x = 0.3
			}
			w[c] += x
			break
		}
	}
	for _, p := range b.d.Places {
		if p.Country != "" {
			w[p.Country]++
		}
	}
	for c, x := range w {
		b.homes = append(b.homes, weighted{c, x})
	}
	sort.Slice(b.homes, func(i, j int) bool {
		return b.homes[i].weight > b.homes[j].weight || b.homes[i].weight == b.homes[j].weight && b.homes[i].country < b.homes[j].country
	})
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

// nominals finds descriptions that stand for actors: "rebels", "the Turkish
// government", "villagers in Gyumri", "Taliban fighters".
func (b *builder) nominals() {
	d := b.d
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if b.l.at[i] != 0 || t.UPOS != "NOUN" && t.UPOS != "PROPN" && !(t.UPOS == "ADJ" && nominalised(t.Deprel)) {
			continue
		}
		switch t.Deprel {
		case "compound", "flat", "fixed", "amod", "nmod:desc", "goeswith":
			continue
		}
		if b.apposed(i) {
			continue
		}
		lo := i
		for _, k := range b.l.kids[i] {
			switch d.Tokens[k].Deprel {
			case "compound", "amod", "nmod:poss", "nummod", "nmod:desc", "flat":
				if s, _ := b.subtree(int(k)); s < lo && int(k) < i {
					lo = s
				}
			}
		}
		hi := b.wording(lo, i)
		from := b.lastOwner(lo, i)
		desc := b.reg.Describe(b.words[from:hi], b.day)
		if desc.Head == "terrorist" && !strings.EqualFold(t.Lemma, "terrorist") {
			// "a terrorist attack" says what somebody calls the deed, not who did it
			words := slices.DeleteFunc(slices.Clone(b.words[lo:i+1]), func(w string) bool { return strings.EqualFold(w, "terrorist") })
			desc = b.reg.Describe(words, b.day)
		}
		if desc.Kind == "" || len(desc.Agents) > 0 && !desc.Last || desc.Thing && t.UPOS == "NOUN" && len(desc.Agents) == 0 {
			continue
		}
		if from > lo {
			b.several(i, lo, from, desc) // else it stands for the parties named in it
			continue
		}
		b.nominal(i, lo, hi, desc)
		for k := i + 1; k < hi; k++ {
			b.l.at[k] = b.l.at[i]
		}
	}
}

// lastOwner is where the last of several coordinated modifiers before token i
// begins, lo where there is one at most: "Hungarian and Romanian officials".
func (b *builder) lastOwner(lo, i int) int {
	for j := i - 1; j > lo; j-- {
		if t := &b.d.Tokens[j]; t.UPOS == "CCONJ" && b.d.Tokens[t.Head].Deprel == "conj" {
			return j + 1
		}
	}
	return lo
}

// wording is the end of the description whose head is token i and whose words
// begin at lo: it goes on behind the head where an agent of the user's
// dictionaries does ("attorney general").
func (b *builder) wording(lo, i int) (hi int) {
	hi = i + 1
	if !b.reg.BringsAgents() {
		return hi
	}
	end := b.d.Sentences[b.d.Tokens[i].Sent].End
	for j := lo; j <= i; j++ {
		if n, a := b.reg.Agent(b.words[:end], j); a != nil && a.Pattern != "" {
			hi = max(hi, j+n)
		}
	}
	return hi
}

// fromBehind is the party behind "from" right after token end-1, where the parser
// hung it on a verb that takes nobody from anywhere: "met students from Chad";
// -1 for none.
func (b *builder) fromBehind(i, end int) int {
	d := b.d
	if end >= len(d.Tokens) || !strings.EqualFold(d.Tokens[end].Form, "from") {
		return -1
	}
	k, v := d.Tokens[end].Head, d.Tokens[i].Head
	if k < 0 || v < 0 || d.Tokens[k].Head != v || d.Tokens[k].Deprel != "obl" {
		return -1
	}
	switch strings.ToLower(d.Tokens[v].Lemma) {
	case "meet", "arrest", "detain", "kill", "wound", "injure", "attack", "kidnap", "abduct", "murder", "assassinate", "jail", "imprison", "beat", "visit", "host", "welcome",
		"invite", "greet", "see", "grant", "give", "deny", "free", "release", "hold", "shoot", "behead", "hang", "execute", "sentence", "question", "accept", "interview", "criticise", "criticize", "condemn", "accuse", "blame", "praise", "thank", "support", "help", "train", "tell", "urge", "warn", "consult":
		return b.partyUnder(k)
	}
	return -1
}

// apposed gives a description the person whose name stands behind it, a plural
// the several that do: "the head of the community, Tural Ganjaliyev", "the
// neighbours Chad and Niger". The name may hang on the last noun of the
// description ("of the community") where that describes no person.
func (b *builder) apposed(i int) bool {
	for _, k := range b.l.kids[i] {
		if b.d.Tokens[k].Deprel == "appos" && int(k) > i && strings.Contains(b.d.Tokens[i].Feats, "Number=Plur") {
			if all := b.l.Of(int(k)); len(all) > 1 && b.l.At(int(k)) >= 0 {
				b.l.at[i] = b.l.at[k]
				b.together(i, all)
				return true
			}
		}
		if a := b.l.At(int(k)); a >= 0 && int(k) > i && b.d.Tokens[k].Deprel == "appos" && sideNoun(b.d.Tokens[i].Lemma) {
			b.l.at[i] = int32(a) + 1
			return true
		}
	}
	person := b.titleWord(strings.ToLower(b.d.Tokens[i].Lemma))
	var find func(h, depth int) int
	find = func(h, depth int) int {
		for _, k32 := range b.l.kids[h] {
			k := int(k32)
			if k < h {
				continue
			}
			if r := b.d.Tokens[k].Deprel; r == "appos" || r == "flat" || person && h == i && b.l.names(k) {
				if a := b.l.At(k); a >= 0 && b.l.Actors[a].Kind == register.Person {
					return a
				}
			}
			if person && depth < 3 && b.l.CaseIs(k, "of", "for", "in", "to", "on") && !b.titleWord(strings.ToLower(b.d.Tokens[k].Lemma)) {
				if a := find(k, depth+1); a >= 0 {
					return a
				}
			}
		}
		return -1
	}
	a := find(i, 0)
	if a < 0 {
		return false
	}
	b.l.at[i] = int32(a) + 1
	return true
}

// sideNoun says that a noun tells what somebody is to another: "its ally Chad".
func sideNoun(lemma string) bool {
	switch strings.ToLower(lemma) {
	case "ally", "neighbour", "neighbor", "rival", "foe", "enemy", "partner", "adversary", "friend", "patron":
		return true
	}
	return false
}

func nominalised(rel string) bool {
	switch rel {
	case "nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod", "obl:agent", "conj":
		return true
	}
	return false
}

func (b *builder) nominal(i, lo, hi int, desc register.Description) {
	d := b.d
	// "President Boris Yeltsin" with the title as head: the person named.
	for _, k32 := range b.l.kids[i] {
		k := int(k32)
		switch d.Tokens[k].Deprel {
		case "flat", "appos", "nmod:desc", "compound":
			if a := b.l.At(k); a >= 0 && k > i && b.l.Actors[a].Kind == register.Person && desc.Kind == register.Person {
				b.l.at[i] = int32(a) + 1
				b.office(a, lo, i+1)
				return
			}
		}
	}
	if (desc.Group || d.Tokens[i].XPOS == "NNS") && b.several(i, lo, lo, desc) {
		return
	}
	// A party inside the phrase gives country and code.
	owner := -1
	how := ""
	kids := b.l.kids[i]
	for k := i + 1; k < hi; k++ {
		kids = append(kids[:len(kids):len(kids)], b.l.kids[k]...)
	}
	for _, k32 := range kids {
		k := int(k32)
		switch r := d.Tokens[k].Deprel; r {
		case "compound", "amod", "nmod:poss":
			if a := b.partyUnder(k); a >= 0 {
				owner, how = a, "named before it"
			}
		case "nmod":
			if owner < 0 && b.l.CaseIs(k, "of", "from", "in", "for", "at", "within", "inside") {
				if a := b.partyUnder(k); a >= 0 {
					owner, how = a, "named behind it"
				}
			}
		}
	}
	if owner < 0 && desc.Of == nil {
		if a := b.fromBehind(i, hi); a >= 0 {
			owner, how = a, "named behind it"
		}
	}
	lemma := strings.ToLower(d.Tokens[i].Lemma)
	country, sector, code := desc.Country, desc.Sector, desc.Code
	key := ""
	dict := desc.Coded()
	if owner >= 0 {
		o := b.l.Actors[owner]
		if country == "" {
			country = o.Country
		}
		if country == "" && o.Kind == register.People && !b.reg.BringsAgents() { // a faith has no country, its people here do
			country, how = b.around(i)
		}
		if o.dict || len(desc.Agents) > 0 {
			code, dict = b.composed(&o, desc), true
		} else if o.Kind != register.State && o.Kind != register.People && o.Kind != register.Person && o.Code != "" {
			// People of a body are coded as the body.
			code = o.Code
			if sector == "" || sector == "UNK" || desc.Group {
				sector = o.Sector
			}
		}
		if desc.Group && o.Kind == register.ArmedGroup && !o.dict {
			b.mention(owner, lo, i+1, i, "nominal") // "Taliban fighters" are the Taliban
			return
		}
		key = "nom:" + o.Key + ":" + lemma
		if full := b.fullName(i); full > i+1 { // "the country's Ministry of Health" is not its Ministry of Defence
			key += ":" + strings.ToLower(d.TextOf(i, full))
		}
	} else {
		for _, k := range b.l.kids[i] { // "villagers in Gyumri"
			if country == "" && d.Tokens[k].Deprel == "nmod" {
				s, e := b.subtree(int(k))
				if c := b.countryIn(s, e); c != "" {
					country, how = c, "place named behind it"
				}
			}
		}
		if country == "" && b.takesUp(i, lo, desc) {
			return
		}
		if a := b.inFull(i, lo, lemma, desc); a >= 0 && country == "" {
			b.mention(a, lo, i+1, i, "nominal")
			return
		}
		if country == "" && (len(desc.Agents) > 0 || !b.reg.BringsAgents() && !ofAllStates(sector)) {
			country, how = b.around(i)
		}
		key = "nom:" + country + ":" + lemma
	}
	if country == "" && !dict && strings.HasPrefix(code, "IMG") && (owner < 0 || b.l.Actors[owner].Known == nil) {
		country, how = b.around(i)
	}
	if country != "" && !dict && strings.HasPrefix(code, "IMG") { // Islamists of a country, not the movement across countries
		code = country + code[3:]
	}
	if code == "" && (country != "" || !b.reg.BringsAgents()) {
		code = country + sector
	}
	s := lo
	for s < i && (d.Tokens[s].UPOS == "DET" || d.Tokens[s].UPOS == "PUNCT" || d.Tokens[s].UPOS == "NUM" || d.Tokens[s].UPOS == "CCONJ") {
		s++
	}
	of := ""
	for _, k := range b.l.kids[i] { // "the country's parliament" is that of the state so called
		if t := &d.Tokens[k]; owner >= 0 && t.Deprel == "nmod:poss" && t.UPOS == "NOUN" && land(strings.ToLower(t.Lemma)) && b.l.At(int(k)) == owner {
			_, s = b.subtree(int(k))
			of = " of " + b.l.Actors[owner].Name
		}
	}
	a := b.actor(key, func(a *Actor) {
		end := b.fullName(i)
		if d.Tokens[i].UPOS == "NOUN" && s < lo+desc.Words && !dict {
			end = min(end, lo+desc.Words)
		}
		a.Name, a.Kind, a.Country, a.Sector, a.Code, a.Plural, a.dict = d.TextOf(s, end)+of, desc.Kind, country, sector, code, desc.Group, dict
		a.Why = append(a.Why, "described as “"+a.Name+"”")
		if how != "" && country != "" {
			a.Why = append(a.Why, "country "+country+": "+how)
		}
	})
	b.mention(a, lo, i+1, i, "nominal")
}

// ofAllStates says that bodies of a sector belong to no country.
func ofAllStates(sector string) bool { return sector == "IGO" || sector == "UNO" || sector == "EUR" }

// fullName is the end of a capitalised description with what stands behind "of"
// in capitals, too: "Ministry of Foreign Affairs"; i+1 for all others.
func (b *builder) fullName(i int) int {
	if !capital(b.d.Tokens[i].Form) {
		return i + 1
	}
	for _, k := range b.l.kids[i] {
		if b.d.Tokens[k].Deprel == "nmod" && int(k) > i && capital(b.d.Tokens[k].Form) && b.l.CaseIs(int(k), "of", "for") && b.l.at[k] == 0 {
			if s, e := b.subtree(int(k)); s == i+1 && e-s <= 6 {
				return e
			}
		}
	}
	return i + 1
}

func capital(form string) bool { return form != strings.ToLower(form) }

// inFull is the one party of the text before that was described by the same
// words and by whose it is: "the Russian foreign ministry" for "the ministry";
// -1 for none or several.
func (b *builder) inFull(i, lo int, lemma string, desc register.Description) int {
	for lo < i && b.d.Tokens[lo].UPOS == "DET" {
		lo++
	}
	short := " " + strings.ToLower(b.d.TextOf(lo, i+1))
	found := -1
	for a := range b.l.Actors {
		o := &b.l.Actors[a]
		if o.Kind != desc.Kind || o.Plural != desc.Group || !strings.HasPrefix(o.Key, "nom:") || !strings.HasSuffix(o.Key, ":"+lemma) || !strings.HasSuffix(strings.ToLower(o.Name), short) {
			continue
		}
		if len(o.Mentions) == 0 || o.Mentions[0].Head >= i || found >= 0 {
			return -1
		}
		found = a
	}
	return found
}

// composed is the code of a description whose owner has a code of the user's
// dictionaries, or which their agents name.
func (b *builder) composed(owner *Actor, desc register.Description) string {
	base := owner.Code
	if base == "" {
		base = owner.Country
	}
	if len(desc.Agents) > 0 || desc.Sector == "" {
		return b.reg.ComposeAll(base, desc.Agents)
	}
	return b.reg.Compose(base, &register.Agent{Sector: desc.Sector})
}

// several splits a plural whose owners are coordinated into one actor an
// owner: "the foreign ministers of Armenia and Azerbaijan", "US and Russian
// officials". The words from token from on, without an owner at their
// beginning, name each of them.
func (b *builder) several(i, lo, from int, desc register.Description) bool {
	var owners, behind []int
	for _, k32 := range b.l.kids[i] {
		k := int(k32)
		r := b.d.Tokens[k].Deprel
		if r != "compound" && r != "amod" && r != "nmod:poss" && !(r == "nmod" && b.l.CaseIs(k, "of", "from", "in")) {
			continue
		}
		for _, o := range b.l.Of(k) {
			if own := &b.l.Actors[o]; own.Country == "" && !own.dict {
				continue
			}
			if r == "nmod" {
				behind = appendOnce(behind, o)
			} else {
				owners = appendOnce(owners, o)
			}
		}
	}
	if len(owners) == 0 { // "Malian soldiers in Chad" are Mali's alone
		owners = behind
	}
	if len(owners) < 2 || len(owners) > 6 {
		return false
	}
	s := from
	for s < i && (b.l.At(s) >= 0 || b.d.Tokens[s].UPOS != "NOUN" && b.d.Tokens[s].UPOS != "ADJ" && b.d.Tokens[s].UPOS != "PROPN") {
		s++
	}
	lemma := strings.ToLower(b.d.Tokens[i].Lemma)
	var group []int
	for _, o := range owners {
		own := b.l.Actors[o]
		a := b.actor("nom:"+own.Key+":"+lemma, func(a *Actor) {
			a.Name, a.Kind, a.Country, a.Sector, a.Plural = b.d.TextOf(s, i+1)+" of "+own.Name, desc.Kind, own.Country, desc.Sector, true
			a.Code = own.Country + desc.Sector
			if own.dict || len(desc.Agents) > 0 {
				a.Code, a.dict = b.composed(&own, desc), true
			}
			a.Why = append(a.Why, "one of several owners of “"+b.d.TextOf(lo, i+1)+"”: "+own.Name)
		})
		b.mention(a, lo, i+1, i, "nominal")
		group = append(group, a)
	}
	b.together(i, group)
	return true
}

// partyUnder is the actor that a modifier names, itself or by its own
// modifiers ("Iraqi Defense Ministry spokesman").
func (b *builder) partyUnder(k int) int {
	if a := b.l.At(k); a >= 0 {
		return a
	}
	for _, c := range b.l.kids[k] {
		switch b.d.Tokens[c].Deprel {
		case "compound", "amod", "nmod:poss", "flat":
			if a := b.l.At(int(c)); a >= 0 {
				return a
			}
		}
	}
	return -1
}
