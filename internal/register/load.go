package register

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed data/*.tsv
var embedded embed.FS

// loader gathers rows before anything is built from them.
type loader struct {
	r     *Register
	ps    problems
	recs  []record // actors with what only indexing needs
	byID  map[string]int
	terms []term
	alone map[string]bool // surnames that do not stand alone
	petr  petrarch
	// last words that make a noun a collective
	collective map[string]bool
	personOf   map[string]int   // id, and name as the rows write it
	titleOf    map[string]int32 // wordings of titles as the rows write them
}

// record is an actor on its way into the register.
type record struct {
	Actor
	layer      uint8
	explicit   bool // the id stands in the row
	iso3, iso2 string
	cameo      string
	class      string
	adjectives []string
	nationals  []string
	capital    string
	metonyms   []string
	surname    bool   // index the last name too
	home       string // of a person: the last country of the terms
	loose      bool   // acronyms are also written as words: "Nato"
}

type term struct {
	Tenure
	layer  uint8
	file   string
	where  string // state or body as the row names it
	rank   int
	person int32 // index of the record
}

// Load reads the embedded files and then the user's directories in order. A
// later directory adds rows or replaces those with the same id; a name that it
// gives hides the earlier bearers of that name. Everything is checked: on any
// fault of a file of ours the error lists all of them as file:line: reason
// (errors.As finds the Problems) and no Register is returned. PETRARCH
// dictionaries in a user's directory are read leniently; their doubtful lines,
// and files that are not used, are in Notes.
func Load(dirs ...fs.FS) (*Register, error) {
	l := &loader{
		r:          &Register{own: map[string]string{}, byID: map[string]int32{}, byCode: make(map[string]int32, 1024), bodies: map[string]int32{}, terms: map[string][2]int32{}, offices: map[string][]int32{}, byTitle: map[string]int32{}, common: map[string][]int32{}},
		byID:       make(map[string]int, 32768),
		alone:      map[string]bool{},
		collective: map[string]bool{},
		personOf:   make(map[string]int, 32768),
		titleOf:    map[string]int32{},
	}
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, fmt.Errorf("register: %w", err)
	}
	for i, dir := range append([]fs.FS{sub}, dirs...) {
		if err := l.dir(dir, uint8(i)); err != nil {
			return nil, fmt.Errorf("register: %w", err)
		}
	}
	l.petr.finish(l)
	l.resolve()
	if err := l.ps.err(); err != nil {
		return nil, err
	}
	l.build()
	return l.r, nil
}

// dir reads every file of one directory, subdirectories included.
func (l *loader) dir(dir fs.FS, layer uint8) error {
	var tables []*table
	err := fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if layer > 0 && !mayBeOurs(path) {
			return nil
		}
		b, err := fs.ReadFile(dir, path)
		if err != nil {
			return err
		}
		text := string(b)
		if strings.HasSuffix(path, ".gz") {
			if text, err = gunzip(b); err != nil {
				l.ps.add(Source{path, 1}, "gzip: %v", err)
				return nil
			}
		}
		if layer > 0 && ofPlaces(text) {
			return nil
		}
		t, ok := readTable(path, text, layer, &l.ps)
		if !ok {
			if layer == 0 {
				l.ps.add(Source{path, 1}, "does not start with %q", formatMark+"KIND "+formatVersion)
			} else {
				l.petr.file(l, path, text, layer)
			}
			return nil
		}
		if t != nil {
			tables = append(tables, t)
			l.r.counts = append(l.r.counts, Count{path, t.kind, len(t.rows), layer > 0})
		}
		return nil
	})
	if err != nil {
		return err
	}
	// Rows refer to titles, roles and states, so those files come first.
	var actors, terms int
	for _, t := range tables {
		if t.kind == "leaders" {
			terms += len(t.rows)
			actors += len(t.rows) * 7 / 8 // some persons have several rows
		} else {
			actors += len(t.rows)
		}
	}
	l.recs, l.terms = slices.Grow(l.recs, actors), slices.Grow(l.terms, terms)
	order := []string{"offices", "roles", "surnames", "states", "organisations", "bodies", "groups", "parties", "peoples", "outlets", "agents", "leaders"}
	for _, kind := range order {
		for _, t := range tables {
			if t.kind == kind {
				l.table(t)
			}
		}
	}
	return nil
}

func mayBeOurs(path string) bool {
	base := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	base = strings.TrimSuffix(base, ".gz")
	return strings.HasSuffix(base, ".tsv") || strings.HasSuffix(base, ".txt") || strings.HasSuffix(base, ".actors") ||
		strings.HasSuffix(base, ".agents") || strings.HasSuffix(base, ".verbs") || strings.HasSuffix(base, ".options")
}

func (l *loader) table(t *table) {
	for i := range t.rows {
		r := &t.rows[i]
		switch t.kind {
		case "offices":
			l.office(r)
		case "roles":
			l.role(r)
		case "agents":
			l.agent(r)
		case "surnames":
			for _, n := range list(r.get("names")) {
				l.alone[Slug(n)] = true
			}
		case "states":
			l.state(r)
		case "leaders":
			l.leader(r)
		default:
			l.body(r)
		}
	}
}

// put enters an actor, replacing one of an earlier layer.
func (l *loader) put(rec record) {
	s := rec.Source
	if rec.Sector != "" && !knownSector(rec.Sector) {
		l.ps.add(s, "unknown sector %q", rec.Sector)
	}
	if !knownKind(rec.Kind) {
		l.ps.add(s, "unknown kind %q", rec.Kind)
	}
	checkDates(s, rec.From, rec.To, &l.ps)
	if strings.ContainsAny(rec.ID, " \t;") {
		l.ps.add(s, "id %q holds a space or a semicolon", rec.ID)
	}
	if k, ok := l.byID[rec.ID]; ok {
		if l.recs[k].layer == rec.layer {
			l.ps.add(s, "id %q is doubled: it stands at %s too", rec.ID, l.recs[k].Source)
			return
		}
		l.recs[k] = rec
		return
	}
	l.byID[rec.ID] = len(l.recs)
	l.recs = append(l.recs, rec)
}

func (l *loader) state(r *row) {
	names := list(r.get("names"))
	if len(names) == 0 {
		return
	}
	rec := record{
		Actor: Actor{
			Name: names[0], Aliases: names[1:], Kind: State, From: r.get("from"), To: r.get("to"),
			Nominal: r.get("nominal"), Sure: r.get("sure") == "", Note: r.get("note"), Source: r.source(),
		},
		layer: r.t.layer, iso3: r.get("iso3"), iso2: r.get("iso2"), class: r.get("class"), cameo: r.get("cameo"),
		adjectives: list(r.get("adjectives")), nationals: list(r.get("nationals")), capital: r.get("capital"), metonyms: list(r.get("metonyms")),
	}
	s := r.source()
	id := r.get("id")
	if rec.iso3 == "" && isCode(id, 3) && rec.class != "defacto" {
		rec.iso3 = id
	}
	rec.ID = "state/" + id
	switch rec.class {
	case "state", "territory":
		rec.Country, rec.Code = rec.iso3, rec.iso3
		if !isCode(rec.iso3, 3) {
			l.ps.add(s, "%q is no ISO 3166-1 alpha-3 code", rec.iso3)
		}
	case "former":
		rec.Country, rec.Code = rec.iso3, rec.iso3
	case "defacto":
		rec.ID = "defacto/" + id
		rec.Kind, rec.Sector = Government, "PRE"
		if rec.Nominal != "" {
			rec.Code = rec.Nominal + "PRE"
		}
	case "area":
		rec.ID = "region/" + id
		rec.Kind = Government
		rec.Country, rec.Code, rec.Nominal = rec.Nominal, rec.Nominal, ""
	case "region":
		rec.ID = "region/" + id
		rec.Kind, rec.Sector = Government, "GOV"
		rec.Country, rec.Code, rec.Nominal = rec.Nominal, rec.Nominal+"GOV", ""
	default:
		l.ps.add(s, "class %q: allowed are state, territory, former, defacto, region, area", rec.class)
	}
	if rec.iso2 != "" && !isCode(rec.iso2, 2) {
		l.ps.add(s, "%q is no ISO 3166-1 alpha-2 code", rec.iso2)
	}
	l.put(rec)
}

func isCode(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := 0; i < n; i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// body reads a row of organisations, bodies, groups, parties, peoples, outlets.
func (l *loader) body(r *row) {
	names := list(r.get("names"))
	if len(names) == 0 {
		return
	}
	rec := record{
		Actor: Actor{
			Name: names[0], Aliases: names[1:], Kind: Kind(r.get("kind")), Sector: r.get("sector"), Code: r.get("code"),
			Country: r.get("country"), Parent: r.get("parent"), Nominal: r.get("nominal"), Role: r.get("role"),
			From: r.get("from"), To: r.get("to"), Sure: r.get("sure") == "", Note: r.get("note"), Source: r.source(),
		},
		layer: r.t.layer,
	}
	if st := r.get("state"); st != "" {
		rec.Country = st
	}
	kind, prefix, own := Organization, "org/", false
	switch r.t.kind {
	case "organisations":
		rec.loose = true
	case "bodies":
		own = true
		if rec.Role != "" && !l.knownRole(rec.Role) {
			l.ps.add(rec.Source, "role %q is not in a file of kind roles", rec.Role)
		}
	case "groups":
		kind, prefix = ArmedGroup, "group/"
		switch rec.Kind {
		case Community:
			prefix = "community/"
		case Organization, Government:
			prefix = "org/"
		}
	case "parties":
		prefix, own = "party/", true
		if rec.Sector == "" {
			rec.Sector = "PTY"
		}
	case "peoples":
		kind, prefix = People, "people/"
	case "outlets":
		kind, prefix, own = Outlet, "outlet/", true
		rec.Sector, rec.Role = "JRN", r.get("owner")
	}
	if rec.Kind == "" {
		rec.Kind = kind
	}
	for _, c := range list(r.get("codes")) {
		code, span, _ := strings.Cut(c, " ")
		from, to, ok := strings.Cut(span, "..")
		if !ok || len(code) < 3 {
			l.ps.add(rec.Source, "dated code %q is not of the form \"AFGGOV 2021-08-15..\"", c)
			continue
		}
		checkDates(rec.Source, from, to, &l.ps)
		rec.Codes = append(rec.Codes, DatedCode{code, from, to})
	}
	rec.ID = r.get("id")
	if rec.ID == "" {
		rec.ID = prefix
		if own && rec.Country != "" {
			rec.ID += strings.ToLower(rec.Country) + "-"
		}
		rec.ID += Slug(rec.Name)
	} else if !strings.Contains(rec.ID, "/") {
		rec.ID = prefix + rec.ID
	}
	l.put(rec)
}

func (l *loader) leader(r *row) {
	name := r.get("person")
	if name == "" {
		return
	}
	k, ok := l.personOf[name]
	if !ok {
		if k, ok = l.newPerson(r, name); !ok {
			return
		}
		l.personOf[name] = k
	}
	rec := &l.recs[k]
	if r.t.layer > rec.layer {
		rec.layer = r.t.layer
	}
	for _, a := range list(r.get("aliases")) {
		dup := a == rec.Name
		for _, b := range rec.Aliases {
			dup = dup || a == b
		}
		if !dup {
			rec.Aliases = append(rec.Aliases, a)
		}
	}
	ti, ok := l.titleOf[r.get("title")]
	if !ok {
		if ti, ok = l.title(r.get("title")); !ok {
			l.ps.add(r.source(), "unknown title %q: see the files of kind offices", r.get("title"))
			return
		}
		l.titleOf[r.get("title")] = ti
	}
	checkDates(r.source(), r.get("from"), r.get("to"), &l.ps)
	l.terms = append(l.terms, term{
		Tenure: Tenure{Person: rec.ID, Title: l.r.titles[ti].Name, From: r.get("from"), To: r.get("to"), Sure: r.get("sure") == "", Note: r.get("note"), Source: r.source()},
		layer:  r.t.layer, file: r.t.file, where: r.get("state"), rank: int(ti), person: int32(k),
	})
}

// newPerson gives the index of the record of the person that a row names.
func (l *loader) newPerson(r *row, name string) (int, bool) {
	id := "person/" + Slug(name)
	if k, ok := l.personOf[id]; ok {
		return k, true
	}
	if old, taken := l.byID[id]; taken {
		l.ps.add(r.source(), "id %q is doubled: it stands at %s too", id, l.recs[old].Source)
		return 0, false
	}
	k := len(l.recs)
	l.byID[id], l.personOf[id] = k, k
	l.recs = append(l.recs, record{
		Actor:   Actor{ID: id, Name: bare(name), Kind: Person, Sector: "", Sure: true, Source: r.source()},
		layer:   r.t.layer,
		surname: true,
	})
	return k, true
}

// resolve replaces references by ids and fills what follows from them.
func (l *loader) resolve() {
	iso := map[string]bool{}
	former := map[string]bool{}
	for i := range l.recs {
		if rec := &l.recs[i]; rec.iso3 != "" {
			if rec.class == "former" {
				former[rec.iso3] = true
			} else {
				iso[rec.iso3] = true
			}
		}
	}
	names := l.references()
	known := func(s Source, what, c string) {
		if c != "" && !iso[c] && !former[c] {
			l.ps.add(s, "%s %q is no country code of the register", what, c)
		}
	}
	for i := range l.recs {
		rec := &l.recs[i]
		if rec.class == "" && rec.Kind != Person && !rec.petrarch() {
			known(rec.Source, "country", rec.Country)
			if rec.Country != "" && !isCode(rec.Country, 3) {
				l.ps.add(rec.Source, "%q is no ISO 3166-1 alpha-3 code", rec.Country)
			}
			if rec.Nominal != "" && rec.Code == "" {
				rec.Code = rec.Nominal + "PRE"
			}
			if rec.Code == "" {
				rec.Code = plover(rec.Country, rec.Sector)
			}
		}
		if rec.class == "region" || rec.class == "area" {
			known(rec.Source, "nominal sovereign", rec.Country)
		}
		known(rec.Source, "nominal sovereign", rec.Nominal)
		if rec.Parent != "" {
			id, why := l.refer(names, rec.Parent)
			if why != "" {
				l.ps.add(rec.Source, "parent %q %s", rec.Parent, why)
			}
			rec.Parent = id
		}
	}
	for i := range l.terms {
		t := &l.terms[i]
		id, why := l.refer(names, t.where)
		if why != "" {
			l.ps.add(t.Source, "state or body %q %s", t.where, why)
		}
		t.Body = id
	}
	l.mergeTerms()
	// A person's own country and sector are those of the last term; that of a
	// party does not displace an office that goes on beside it.
	var held *term
	for i := range l.terms {
		t := &l.terms[i]
		b, found := l.byID[t.Body]
		if !found {
			continue
		}
		rec := &l.recs[t.person]
		country, code, sector := l.codeOf(t, &l.recs[b].Actor)
		if country != "" {
			rec.home = country
		}
		beside := held != nil && held.person == t.person && (held.To == "" || t.From != "" && cmpDates(held.To, t.From) > 0)
		if (sector == "PTY" || sector == "OPP") && beside {
			continue
		}
		held = t
		rec.Country, rec.Code, rec.Sector = country, code, sector
		if rec.Nominal == "" {
			rec.Nominal = l.recs[b].Nominal
		}
	}
}

func (rec *record) petrarch() bool { return rec.class == "petrarch" }

// plover composes a code; a sector of the international kind needs no country.
func plover(country, sector string) string {
	if country == "" {
		switch sector {
		case "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC":
			if sector == "UNO" || sector == "EUR" {
				return "IGO" + sector
			}
			return sector
		case "REB":
			return "IMGREB"
		}
		return sector
	}
	return country + sector
}

// codeOf gives country, code and sector of whoever holds an office of a body.
func (l *loader) codeOf(t *term, b *Actor) (country, code, sector string) {
	return officeCode(&l.r.titles[t.rank], b)
}
