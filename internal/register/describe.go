package register

import "strings"

// Agent is a common noun or noun phrase for persons or bodies.
type Agent struct {
	Noun   string
	Plural bool // this form is a plural
	Group  bool // this form names a group or a collective
	Kind   Kind
	Sector string
	// Title is the canonical office where the noun names one ("foreign minister").
	Title string
	// Use tells how the noun takes part in a description.
	Use Use
	// Pattern is the code of a PETRARCH agent dictionary, "~MIL" or "NGO~";
	// "" for the register's own nouns.
	Pattern string
	Source  Source
}

// Use is the part of a noun in a description.
type Use uint8

// Uses of agent nouns.
const (
	Head     Use = iota // decides the sector: "soldier"
	Weak                // leaves the sector to what stands beside it: "spokesman", "leader", "member"
	Modifier            // only before a head: "armed", "riot"
	Override            // before a head it wins: "opposition MP", "rebel commander"
)

func (l *loader) role(r *row) {
	b := bodyRole{id: r.get("role"), sector: r.get("sector"), kind: Kind(r.get("kind")), names: list(r.get("names"))}
	if b.kind == "" {
		b.kind = Organization
	}
	if !knownSector(b.sector) {
		l.ps.add(r.source(), "unknown sector %q", b.sector)
	}
	if !knownKind(b.kind) {
		l.ps.add(r.source(), "unknown kind %q", b.kind)
	}
	for i := range l.r.roles {
		if l.r.roles[i].id == b.id {
			if r.t.layer == 0 {
				l.ps.add(r.source(), "role %q is doubled", b.id)
			} else {
				l.r.roles[i] = b
			}
			return
		}
	}
	l.r.roles = append(l.r.roles, b)
}

func (l *loader) knownRole(id string) bool {
	for i := range l.r.roles {
		if l.r.roles[i].id == id {
			return true
		}
	}
	return false
}

func (l *loader) agent(r *row) {
	a := Agent{Kind: Kind(r.get("kind")), Sector: r.get("sector"), Title: r.get("title"), Source: r.source()}
	if a.Sector != "" && !knownSector(a.Sector) {
		l.ps.add(a.Source, "unknown sector %q", a.Sector)
	}
	if a.Kind != "" && !knownKind(a.Kind) {
		l.ps.add(a.Source, "unknown kind %q", a.Kind)
	}
	if r.get("use") == "collective" {
		for _, w := range list(r.get("nouns")) {
			l.collective[w] = true
		}
		return
	}
	if a.Title != "" {
		k, ok := l.title(a.Title)
		if !ok {
			l.ps.add(a.Source, "unknown title %q: see the files of kind offices", a.Title)
		} else {
			a.Title = l.r.titles[k].Name
		}
	}
	switch r.get("use") {
	case "":
	case "weak":
		a.Use = Weak
	case "mod":
		a.Use = Modifier
	case "over":
		a.Use = Override
	default:
		l.ps.add(a.Source, "use %q: allowed are weak, mod, over, collective and nothing", r.get("use"))
	}
	group := r.get("group")
	if group != "" && group != "no" {
		l.ps.add(a.Source, "group %q: allowed are no and nothing", group)
	}
	for _, noun := range list(r.get("nouns")) {
		one, many, _ := strings.Cut(noun, ">")
		a.Noun, a.Plural, a.Group = one, false, l.collective[lastWord(one)]
		if r.get("kind") == "" {
			a.Kind = Person
			if a.Group {
				a.Kind = Organization
			}
		}
		l.r.agents = append(l.r.agents, a)
		if a.Use == Modifier && a.Sector == "" || many == "-" {
			continue
		}
		if many == "" {
			many = plural(one)
		}
		a.Noun, a.Plural, a.Group = many, true, group != "no"
		l.r.agents = append(l.r.agents, a)
	}
}

func capitalised(w string) bool { return w != "" && w[0] >= 'A' && w[0] <= 'Z' }

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// plural forms the regular plural of the last word.
func plural(s string) string {
	n := len(s)
	switch {
	case strings.HasSuffix(s, "man") && !strings.HasSuffix(s, "human") && !strings.HasSuffix(s, "german") && !strings.HasSuffix(s, "shaman"):
		return s[:n-2] + "en"
	case n > 1 && s[n-1] == 'y' && !strings.ContainsRune("aeiou", rune(s[n-2])):
		return s[:n-1] + "ies"
	case strings.HasSuffix(s, "s"), strings.HasSuffix(s, "x"), strings.HasSuffix(s, "ch"), strings.HasSuffix(s, "sh"):
		return s + "es"
	case strings.HasSuffix(s, "person"):
		return s[:n-4] + "ople"
	}
	return s + "s"
}

func (l *loader) enterAgent(i int32) {
	a := &l.r.agents[i]
	layer := uint8(0)
	if a.Pattern != "" {
		layer = 1
	}
	as := AsName
	if a.Plural {
		as = asPlural
	}
	us, _ := units(nil, strings.TrimPrefix(a.Noun, "="))
	mask := uint64(0)
	if a.Noun != strings.ToLower(a.Noun) && a.Pattern == "" {
		mask = needs(us, false)
	}
	l.r.agentIx.add(us, mask, i, as, layer)
}

// Agent gives the longest description noun that starts at tokens[i]: the
// number of tokens and the entry, or 0 and nil.
func (r *Register) Agent(tokens []string, i int) (n int, a *Agent) {
	r.agentIx.walk(tokens, i, func(k int, us []unit, first int32) {
		r.agentIx.each(us, first, true, func(b *bearer) {
			if n != k {
				n, a = k, &r.agents[b.item]
			}
		})
	})
	return n, a
}

// Compose appends an agent's code to an actor's: "MDR" and ~MIL give MDRMIL,
// "PSE" and NGO~ give NGOPSE. Blocks of three letters that the code has already
// are not repeated. Without an actor code a PETRARCH pattern keeps "---".
func (r *Register) Compose(code string, a *Agent) string {
	if a == nil {
		return code
	}
	if a.Pattern == "" {
		if a.Sector == "" || international(code) {
			return code
		}
		if code == "" {
			return plover("", a.Sector)
		}
		return addBlocks(code, a.Sector)
	}
	if code == "" {
		code = "---"
	}
	before, after, _ := strings.Cut(a.Pattern, "~")
	return addBlocks(addBlocks(before, code), after)
}

// ComposeAll appends the codes of the dictionary agents of one phrase in the
// order of the text: "MSF Arnor diplomat" has NGO~ and ~GOV. The general ~PPL
// goes where another agent says more.
func (r *Register) ComposeAll(code string, agents []*Agent) string {
	for _, a := range agents {
		if a.Pattern == "~PPL" && len(agents) > 1 {
			continue
		}
		code = r.Compose(code, a)
	}
	return code
}

func addBlocks(code, more string) string {
	for len(more) >= 3 {
		block := more[:3]
		more = more[3:]
		has := false
		for k := 0; k+3 <= len(code); k += 3 {
			has = has || code[k:k+3] == block
		}
		if !has {
			code += block
		}
	}
	return code + more
}

func international(code string) bool {
	if len(code) < 3 {
		return false
	}
	switch code[:3] {
	case "IGO", "NGO", "IMG", "MNC", "ISM", "UNO", "EUR", "NGM":
		return true
	}
	return false
}

// Description is what the words of a noun phrase tell of somebody unknown.
type Description struct {
	Kind Kind
	// Sector is the leading PLOVER sector, Sectors all in order of weight:
	// "opposition MP" is OPP, LEG.
	Sector  string
	Sectors []string
	// Country is ISO alpha-3 or "".
	Country string
	// Of is the actor that the phrase names: the state of "Jordanian", the
	// group of "a Hamas official"; nil if none.
	Of *Actor
	// Title is the canonical office named ("foreign minister") or "".
	Title string
	// Group says that the phrase names several or a collective.
	Group bool
	// Former says so of an office: "ex-minister".
	Former bool
	// Head is the noun that decided, "" where none is known.
	Head string
	// Last says that it is the last noun of the phrase: "artillery", of
	// "artillery shells", is not.
	Last bool
	// Thing says that the last noun of the phrase is neither a noun for persons
	// or bodies nor part of a name: "sanctions", of "Iran sanctions". Such a
	// phrase is about the party named in it and is none itself.
	Thing bool
	// Words counts the words up to the end of the last noun or name known; all,
	// where a coordination or a clause comes before it.
	Words int
	// Code is the composed PLOVER or PETRARCH code, "" where nothing is known.
	Code string
	// Agents are the nouns of the user's agent dictionaries in the phrase, in
	// order of the text, without those behind "of" and the like.
	Agents []*Agent
}

// Coded says that the code comes of the user's dictionaries.
func (d *Description) Coded() bool {
	return d.Code != "" && (len(d.Agents) > 0 || d.Of != nil && d.Of.Dictionary())
}

// Describe reads the words of one noun phrase in their order ("a", "Jordanian",
// "opposition", "MP"; "spokeswoman", "of", "the", "foreign", "ministry") and
// tells kind, sector and country as far as its nouns give them. Dated codes of
// the user's dictionaries are those of the day at (YYYY-MM-DD or a prefix, ""
// for the default ones). The zero Description means that nothing is known.
func (r *Register) Describe(words []string, at string) Description {
	return r.describe(words, at, 0)
}

func (r *Register) describe(words []string, at string, depth int) Description {
	var d Description
	var head, mod, over *Agent
	var actor, state *Actor
	named, strange := false, false           // strange: the word before is an unknown name
	rest, headEnd, known := len(words), 0, 0 // known: the end of the last noun or name found
	for i := 0; i < len(words); {
		switch strings.ToLower(words[i]) {
		case "of", "from", "in", "for", "at", "with", "within":
			if i > 0 {
				rest = i
			}
		case "who", "which", "that", ",", "(", "and", "persona": // "persona non grata"
			if i > 0 {
				rest = -i
			}
		case "former", "ex", "ex-", "ousted", "deposed", "then", "late", "erstwhile", "onetime", "one-time":
			d.Former = true
		}
		if rest != len(words) {
			break
		}
		n, hs := r.Find(words, i)
		k, a := r.Agent(words, i)
		if strange && k == 1 && capitalised(words[i]) {
			k, a = 0, nil // "Peter King"
		}
		if n == 1 && hs[0].Actor.Kind == Person && (strange || i+1 < len(words) && capitalised(words[i+1])) {
			n = 0 // part of a longer name
		}
		strange = n == 0 && a == nil && capitalised(words[i])
		if a == nil && n == 0 {
			if low := strings.ToLower(words[i]); strings.HasPrefix(low, "ex-") && len(low) > 3 {
				d.Former = true
				_, a = r.Agent([]string{words[i][3:]}, 0)
				k = 1
			}
		}
		switch {
		case n > 0 && n >= k:
			for _, h := range hs {
				switch {
				case h.As == AsSurname, r.Null(h.Actor, at):
					continue
				case r.isPolity(h.Actor) || h.As == AsCapital:
					if state == nil || state.To != "" && h.Actor.To == "" {
						state = h.Actor
					}
				case actor == nil:
					actor = h.Actor
				}
				named = named || h.As == AsComposed || h.As == AsNational && strings.HasSuffix(words[i], "s")
			}
			i += n
			known = i
		case a != nil && k > 0:
			switch {
			case a.Use == Override:
				over = a
				fallthrough
			case a.Use != Modifier:
				if head != nil && head.Use != Weak {
					mod = head
				}
				head = a
				headEnd = i + k
			default:
				mod = a
			}
			i += k
			known = i
		default:
			i++
		}
	}
	d.Words = known
	if rest < 0 { // "Hungarian and Romanian officials": the last noun is not looked at
		rest, d.Words = len(words), len(words)
	}
	d.Thing = d.Words < rest && !(head != nil && head.Plural && head.Kind == Person) // "five workers death sentences" are two phrases
	if head != nil {
		d.Kind, d.Head, d.Group = head.Kind, head.Noun, head.Group
		d.Title = head.Title
		d.Last = headEnd == rest
	}
	add := func(s string) {
		for _, o := range d.Sectors {
			if o == s {
				return
			}
		}
		if s != "" {
			d.Sectors = append(d.Sectors, s)
		}
	}
	if over != nil && head != over {
		add(over.Sector)
	}
	if head != nil && head.Use != Weak {
		add(head.Sector)
	}
	if head != nil && head.Use == Weak || head == nil {
		if mod != nil {
			add(mod.Sector)
		}
		if actor != nil {
			add(actor.Sector)
		}
	}
	var of Description
	if depth < 3 && rest < len(words)-1 {
		of = r.describe(words[rest+1:], at, depth+1)
	}
	if head != nil && head.Use == Weak || len(d.Sectors) == 0 {
		for _, s := range of.Sectors {
			add(s)
		}
	}
	if len(d.Sectors) == 0 && head != nil {
		if head.Title != "" || state != nil || of.Of != nil {
			add(head.Sector)
		} else if head.Use != Weak || head.Sector != "" {
			add(head.Sector)
		}
	}
	switch {
	case state != nil:
		d.Of, d.Country = state, state.Country
		if actor != nil && len(d.Sectors) > 0 && d.Sectors[0] == actor.Sector {
			d.Of = actor
		}
	case actor != nil:
		d.Of, d.Country = actor, actor.Country
	default:
		d.Of, d.Country = of.Of, of.Country
	}
	if d.Former && len(d.Sectors) > 0 && (d.Sectors[0] == "GOV" || d.Sectors[0] == "LEG" || d.Sectors[0] == "MIL") {
		d.Sectors[0] = "ELI"
	}
	if len(d.Sectors) > 0 {
		d.Sector = d.Sectors[0]
	}
	if d.Kind == "" && d.Of != nil {
		d.Kind = d.Of.Kind
		d.Group = named || d.Kind != Person && d.Kind != State && d.Kind != Office
	}
	base := d.Country
	if d.Of != nil {
		base = r.baseCode(d.Of, at)
		if d.Of.Kind != State && d.Of.Country != "" && !d.Of.Dictionary() {
			base = d.Of.Country
		}
	}
	d.Agents = r.dictionaryAgents(words[:rest])
	if n := len(d.Agents); d.Former && n > 0 && power(d.Agents[n-1].Pattern) {
		d.Agents = []*Agent{{Pattern: "~ELI", Sector: "ELI", Source: d.Agents[n-1].Source}}
	}
	switch {
	case len(d.Agents) > 0:
		d.Code = r.ComposeAll(base, d.Agents)
	case d.Sector == "" || international(base):
		d.Code = base
	case base == "" && r.patterns:
		// Where the user brings agents along, theirs alone have codes on their own.
	case base == "":
		d.Code = plover("", d.Sector)
	default:
		d.Code = addBlocks(base, d.Sector)
	}
	return d
}

// power says that the code of an agent is that of an office which one loses and
// belongs to the elite of the state from then on: CAMEO's reading of "former
// minister".
func power(pattern string) bool {
	switch strings.TrimPrefix(pattern, "~") {
	case "GOV", "LEG", "MIL", "JUD", "SPY", "COP":
		return true
	}
	return false
}

// baseCode is the code that a description adds to: an actor's own, of a
// dictionary's actor that of the day.
func (r *Register) baseCode(a *Actor, at string) string {
	if !a.Dictionary() {
		return a.Code
	}
	_, _, code := r.CodeAt(a, at)
	return code
}

// dictionaryAgents gives the nouns of the user's agent dictionaries among the
// words; a name of an actor hides those inside it.
func (r *Register) dictionaryAgents(words []string) (found []*Agent) {
	if !r.patterns {
		return nil
	}
	for i := 0; i < len(words); {
		k, a := r.patternAgent(words, i)
		if n, hs := r.Find(words, i); n > k || n > 0 && n == k && hs[0].Actor.Dictionary() {
			i += n
			continue
		}
		if a == nil {
			i++
			continue
		}
		found = append(found, a)
		i += k
	}
	return found
}

// patternAgent is Agent among the nouns of the user's dictionaries.
func (r *Register) patternAgent(tokens []string, i int) (n int, a *Agent) {
	r.agentIx.walk(tokens, i, func(k int, us []unit, first int32) {
		r.agentIx.each(us, first, true, func(b *bearer) {
			if e := &r.agents[b.item]; n != k && e.Pattern != "" {
				n, a = k, e
			}
		})
	})
	return n, a
}
