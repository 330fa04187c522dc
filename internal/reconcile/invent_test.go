package reconcile

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur/internal/article"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// The articles made here are invented from end to end: persons, armed groups,
// outlets, meetings and attacks do not exist, and nothing that they say of a
// real town or state happened.

// told is one invented article with what is known of it.
type told struct {
	id, outlet, title, text string
	day                     time.Time
	event                   string // main occurrence and what the article is to it
	source                  string // id of the article that it copies
	wording                 string // kind of occurrence and number of the outlet's style; preview or follow-up
	tags                    []tagged
}

// tagged is a sentence with the occurrence that it tells.
type tagged struct {
	start, end int
	occ        string // occurrence, with /plan or /deny behind it
}

type inventor struct {
	r      *rand.Rand
	arts   []*told
	occ    int
	styles map[string][]style
	fills  []string
}

type person struct{ name, alt, role, title string }

type side struct {
	state, dem, capital string
	people              []person
	towns               []string
}

type dispute struct {
	a, b     side
	group    person // armed group; name, other name
	villages []string
	issues   []string
	outlets  []string
}

func disputes() []dispute {
	return []dispute{
		{
			a:     side{"Kazakhstan", "Kazakh", "Astana", []person{{"Yerzhan Baitassov", "Erzhan Baytasov", "foreign minister", "Foreign Minister"}, {"Saule Omirbek", "Saule Omirbek", "deputy prime minister", "Deputy Prime Minister"}}, []string{"Shymkent", "Turkistan", "Almaty"}},
			b:     side{"Uzbekistan", "Uzbek", "Tashkent", []person{{"Rustam Khodjayev", "Rustam Hojaev", "foreign minister", "Foreign Minister"}, {"Dilfuza Yunusova", "Dilfuza Yunusova", "special envoy", "Special Envoy"}}, []string{"Samarkand", "Jizzakh", "Tashkent"}},
			group: person{name: "Steppe Front", alt: "Front"}, villages: []string{"Saryagash", "Jetisay", "Gulistan", "Chinoz"},
			issues: []string{"water from the Syr Darya", "the return of border families", "opening of the crossing points", "demarcation of the frontier"}, outlets: []string{"Steppe Courier", "Tashkent Evening Post", "Silk Road Monitor", "Altyn News Agency", "Frontier Weekly", "Aral Times"},
		},
		{
			a:     side{"Chad", "Chadian", "N'Djamena", []person{{"Idriss Maloum", "Idris Maloumi", "defence minister", "Defence Minister"}, {"Fatime Gondeu", "Fatimé Gondeu", "mediator", "Mediator"}}, []string{"Mao", "Bol", "Abeche"}},
			b:     side{"Niger", "Nigerien", "Niamey", []person{{"Moussa Tandja Abba", "Moussa Tandja Abba", "interior minister", "Interior Minister"}, {"Aichatou Seyni", "Aïchatou Seini", "justice minister", "Justice Minister"}}, []string{"Zinder", "Diffa", "Agadez"}},
			group: person{name: "Lake Movement", alt: "Movement"}, villages: []string{"Nguigmi", "Bosso", "Rig Rig", "Liwa"},
			issues: []string{"grazing rights by the lake", "the exchange of detainees", "a joint patrol force", "aid for the lake islands"}, outlets: []string{"Sahel Dispatch", "Lake Chad Herald", "Niamey Matin", "Harmattan News Agency", "Desert Post", "Bol Gazette"},
		},
		{
			a:     side{"Ecuador", "Ecuadorean", "Quito", []person{{"Lucia Andrango", "Lucía Andrango", "foreign minister", "Foreign Minister"}, {"Pablo Yaguana", "Pablo Yaguana", "security adviser", "Security Adviser"}}, []string{"Loja", "Machala", "Cuenca"}},
			b:     side{"Peru", "Peruvian", "Lima", []person{{"Hernan Quispe Rojas", "Hernán Quispe Rojas", "foreign minister", "Foreign Minister"}, {"Carmen Huaytalla", "Carmen Waytalla", "border commissioner", "Border Commissioner"}}, []string{"Piura", "Tumbes", "Cajamarca"}},
			group: person{name: "Condor Column", alt: "Column"}, villages: []string{"Huaquillas", "Zarumilla", "Macara", "Sullana"},
			issues: []string{"mine clearance in the cordillera", "fishing in the gulf", "the prisoners of the spring raid", "trade over the Macara bridge"}, outlets: []string{"Andes Telegraph", "Diario del Sur", "Pacific Observer", "Quinoa News Agency", "Loja Standard", "Tumbes Today"},
		},
	}
}

// para collects the tagged sentences of an article.
type writer struct {
	b    strings.Builder
	tags []tagged
	open bool
}

func (w *writer) para() { w.open = false }

func (w *writer) say(occ, s string) {
	if s == "" {
		return
	}
	switch {
	case w.b.Len() == 0:
	case w.open:
		w.b.WriteString(" ")
	default:
		w.b.WriteString("\n\n")
	}
	w.open = true
	start := w.b.Len()
	w.b.WriteString(s)
	if occ != "" {
		w.tags = append(w.tags, tagged{start, w.b.Len(), occ})
	}
}

func pick[T any](r *rand.Rand, xs ...T) T { return xs[r.IntN(len(xs))] }

func (in *inventor) put(outlet, title string, day time.Time, event string, w *writer) *told {
	a := &told{id: fmt.Sprintf("inv-%03d", len(in.arts)), outlet: outlet, title: title, text: w.b.String(), day: day, event: event, tags: w.tags}
	in.arts = append(in.arts, a)
	return a
}

// on names a day as a report of another day would.
func (in *inventor) on(d, published time.Time) string {
	wd := "on " + d.Weekday().String()
	date := "on " + d.Format("2 January")
	us := "on " + d.Format("January 2")
	switch int(published.Sub(d).Hours() / 24) {
	case 0:
		return pick(in.r, wd, "today", date, us, wd)
	case 1:
		return pick(in.r, wd, "yesterday", date, us)
	}
	return pick(in.r, date, us)
}

func (in *inventor) name(p person) string {
	if p.alt != "" && in.r.IntN(4) == 0 {
		return p.alt
	}
	return p.name
}

func last(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// history is an outlet's background paragraph, printed in most of its stories.
func (d *dispute) history(outlet string, k int) string {
	hs := []string{
		fmt.Sprintf("%s and %s fought a short war in 1996 that left thousands homeless; a truce of 1998 ended it, but no peace treaty has been signed since.", d.a.state, d.b.state),
		fmt.Sprintf("The dispute goes back to 1996, when troops crossed the frontier. Under a ceasefire agreed two years later both armies stay behind a line that %s calls provisional.", d.b.state),
		fmt.Sprintf("Thousands of people were driven from their homes in the war of the 1990s between %s and %s, and the region's mediators have made little headway.", d.a.state, d.b.state),
		fmt.Sprintf("Since the truce of 1998 observers have counted hundreds of incidents along the line, most of them minor, and %s blames %s for the larger part.", d.a.state, d.b.state),
	}
	return hs[k%len(hs)]
}

func (in *inventor) source(d *dispute, s side) string {
	return pick(in.r, "the "+s.dem+" foreign ministry said", "officials said", s.capital+" said", "the ministry's press service reported", "state television reported")
}

// story is what an occurrence's telling needs.
type story struct {
	key           string
	kind          string
	day           time.Time
	d             *dispute
	p, q          person
	s, t          side
	town          string
	topic         string
	dead, hurt, n int
}

// style is one outlet's way to tell a kind of occurrence.
type style struct{ title, lead, second string }

// styles reads testdata/templates.txt; fills are the lines of kind fill.
func styles() (byKind map[string][]style, fills []string) {
	b, err := os.ReadFile("testdata/templates.txt")
	if err != nil {
		panic(err)
	}
	byKind = map[string][]style{}
	kind := ""
	for _, line := range strings.Split(string(b), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if k, ok := strings.CutPrefix(line, "kind "); ok {
			kind = k
			continue
		}
		f := strings.Split(line, " | ")
		if len(f) == 3 {
			byKind[kind] = append(byKind[kind], style{f[0], f[1], f[2]})
		} else {
			fills = append(fills, line)
		}
	}
	return byKind, fills
}

func (in *inventor) tell(st *story, outlet string, published time.Time, dead int) *told {
	r := in.r
	w := &writer{}
	house := slices.Index(st.d.outlets, outlet)
	style := (house + len(st.kind)) % len(in.styles[st.kind])
	tpl := in.styles[st.kind][style]
	on := in.on(st.day, published)
	p, q := in.name(st.p), in.name(st.q)
	src := pick(r, "the governor's office said", "officials said", "police said", "a hospital doctor said")
	if st.kind != "attack" {
		src = in.source(st.d, st.s)
	}
	if r.IntN(3) == 0 {
		w.say("", strings.ToUpper(pick(r, st.s.capital, st.town))+", "+published.Format("January 2")+" ("+outlet+")")
		w.para()
	}
	fill := strings.NewReplacer("{P}", p, "{Plast}", last(p), "{Ptitle}", st.p.title, "{Prole}", st.p.role, "{Q}", q, "{Qlast}", last(q), "{Qrole}", st.q.role,
		"{S}", st.s.state, "{Sdem}", st.s.dem, "{Scap}", st.s.capital, "{T}", st.t.state, "{Tdem}", st.t.dem, "{Tcap}", st.t.capital, "{town}", st.town, "{on}", on, "{on2}", capital(on),
		"{topic}", st.topic, "{group}", st.d.group.name, "{dead}", strconv.Itoa(dead), "{hurt}", strconv.Itoa(st.hurt), "{n}", strconv.Itoa(st.n), "{crowd}", strconv.Itoa(st.n*100), "{src}", src, "{src0}", "diplomats")
	w.say(st.key, capital(fill.Replace(tpl.lead)))
	w.para()
	w.say("", capital(fill.Replace(tpl.second)))
	for range r.IntN(3) {
		w.say("", pick(r, in.fills...))
	}
	if st.kind == "attack" && r.IntN(3) == 0 {
		w.para()
		w.say(st.key+"/deny", fmt.Sprintf("A spokesman for the %s denied that its men had attacked %s.", st.d.group.name, st.town))
	}
	if r.IntN(3) > 0 {
		w.para()
		w.say(fmt.Sprintf("hist-%s-%d", st.d.a.state, house%4), st.d.history(outlet, house))
	}
	a := in.put(outlet, capital(fill.Replace(tpl.title)), published, st.key, w)
	a.wording = fmt.Sprintf("%s %d", st.kind, style)
	return a
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// preview announces an occurrence.
func (in *inventor) preview(st *story, outlet string, published time.Time) {
	w := &writer{}
	p, q := in.name(st.p), in.name(st.q)
	day := pick(in.r, "on "+st.day.Weekday().String(), "on "+st.day.Format("2 January"))
	key := st.key + "/plan"
	if st.kind == "agreement" {
		w.say(key, pick(in.r, fmt.Sprintf("%s and %s will sign an agreement on %s in %s %s, the %s foreign ministry announced.", st.s.state, st.t.state, st.topic, st.town, day, st.s.dem),
			fmt.Sprintf("%s and %s are due to sign a memorandum on %s %s in %s, officials said.", p, q, st.topic, day, st.town)))
	} else {
		w.say(key, pick(in.r, fmt.Sprintf("%s %s of %s will meet %s's %s, %s, in %s %s, the ministry announced.", st.p.title, p, st.s.state, st.t.state, st.q.role, q, st.town, day),
			fmt.Sprintf("%s, the %s of %s, is due to hold talks with %s of %s in %s %s.", q, st.q.role, st.t.state, p, st.s.state, st.town, day)))
	}
	w.para()
	w.say("", fmt.Sprintf("The agenda names %s as the main point.", st.topic))
	w.say("", pick(in.r, in.fills...))
	in.put(outlet, fmt.Sprintf("%s, %s to confer in %s", last(p), last(q), st.town), published, key, w).wording = st.kind + " preview"
}

// follow reports on what came a day after.
func (in *inventor) follow(st *story, outlet string, published time.Time) {
	w := &writer{}
	p, q := in.name(st.p), in.name(st.q)
	was := st.day.Weekday().String()
	key := st.key + "/after"
	today := in.on(published, published)
	switch st.kind {
	case "meeting":
		w.say("", pick(in.r, fmt.Sprintf("%s wants a hotline with %s, %s %s told reporters %s.", st.s.state, st.t.state, st.p.role, p, today),
			fmt.Sprintf("The opposition in %s %s called the government's course on %s a failure.", st.s.capital, today, st.topic),
			fmt.Sprintf("%s %s will send experts to %s next month, %s announced.", capital(today), st.s.state, st.t.capital, p)))
		w.para()
		w.say(st.key, fmt.Sprintf("%s met %s in %s on %s.", p, q, st.town, was))
	case "attack":
		w.say("", pick(in.r, fmt.Sprintf("Mourners buried the dead of %s %s, while the governor promised new houses.", st.town, today),
			fmt.Sprintf("The government of %s %s sent tents and two doctors to %s.", st.s.state, today, st.town)))
		w.para()
		w.say(st.key, fmt.Sprintf("On %s the %s had shelled %s and killed %d people.", was, st.d.group.name, st.town, st.dead))
	default:
		w.say("", pick(in.r, fmt.Sprintf("Parliament in %s will debate %s and the news from %s, its speaker said %s.", st.s.capital, st.topic, st.town, today),
			fmt.Sprintf("Newspapers in %s %s filled their pages with %s.", st.t.capital, today, st.town)))
		w.para()
		w.say("", pick(in.r, "Three parties have asked for a closed session.", "Most of them took the side of the government."))
	}
	w.say("", pick(in.r, in.fills...))
	in.put(outlet, fmt.Sprintf("After %s: what next", st.town), published, key, w).wording = st.kind + " follow-up"
}

// copyOf reprints an article in another outlet: cut, or with a line added.
func (in *inventor) copyOf(a *told, outlet string, published time.Time) {
	w := &writer{}
	body, shift := a.text, 0
	head := ""
	switch in.r.IntN(3) {
	case 0:
		head = fmt.Sprintf("%s reports:", a.outlet)
	case 1:
		head = "By our newsroom"
	}
	if head != "" {
		w.say("", head)
		w.para()
		shift = w.b.Len() + 2
	}
	if k := strings.LastIndex(body, "\n\n"); in.r.IntN(3) == 0 && k > len(body)*6/10 {
		body = body[:k]
	}
	w.say("", body)
	for _, t := range a.tags {
		if t.end <= len(body) {
			w.tags = append(w.tags, tagged{t.start + shift, t.end + shift, t.occ})
		}
	}
	if in.r.IntN(3) == 0 {
		w.para()
		w.say("", pick(in.r, "Readers may write to the editor.", "More on this story as it develops.", "This report was shortened by the desk."))
	}
	c := in.put(outlet, a.title, published, a.event, w)
	c.source, c.wording = a.id, a.wording
}

// bulletin is the daily template of an army's press service.
func (in *inventor) bulletin(d *dispute, outlet string, day time.Time, n int, villages []string) {
	w := &writer{}
	in.occ++
	key := fmt.Sprintf("occ-%02d-bulletin", in.occ)
	w.say("", fmt.Sprintf("%s, %s, %s", d.a.capital, day.Format("January 2"), outlet))
	w.para()
	w.say(key, fmt.Sprintf("Units of the %s armed forces broke the truce %d times during the day along the line of contact, the defence ministry of %s said.", d.b.dem, n, d.a.state))
	w.para()
	w.say(key, fmt.Sprintf("Posts near %s and %s came under fire from rifles and machine guns.", villages[0], villages[1]))
	in.put(outlet, fmt.Sprintf("Truce broken %d times", n), day, key, w)
}

// inventAll makes the 300 articles of the set: the same for the same seed.
func inventAll(seed uint64) []*told {
	in := &inventor{r: rand.New(rand.NewPCG(seed, 7))}
	in.styles, in.fills = styles()
	r := in.r
	ds := disputes()
	start := time.Date(2019, 3, 4, 0, 0, 0, 0, time.UTC)
	kinds := []string{"meeting", "attack", "meeting", "attack", "agreement", "release", "protest", "arrest", "accuse", "meeting", "attack", "protest"}
	var stories []*story
	for i := range 54 {
		d := &ds[i%3]
		st := &story{key: fmt.Sprintf("occ-%02d-%s", i, kinds[(i/3)%len(kinds)]), kind: kinds[(i/3)%len(kinds)], d: d, day: start.AddDate(0, 0, (i/3)*2+r.IntN(3)), s: d.a, t: d.b}
		if r.IntN(2) == 0 {
			st.s, st.t = d.b, d.a
		}
		st.p, st.q = pick(r, st.s.people...), pick(r, st.t.people...)
		st.town = pick(r, append(append([]string{}, d.a.towns...), d.b.towns...)...)
		if st.kind == "attack" || st.kind == "release" || st.kind == "accuse" {
			st.town = pick(r, d.villages...)
		}
		st.topic = pick(r, d.issues...)
		st.dead, st.hurt, st.n = 2+r.IntN(9), 3+r.IntN(20), 4+r.IntN(40)
		stories = append(stories, st)
	}
	in.occ = len(stories)
	for _, st := range stories {
		outlets := append([]string{}, st.d.outlets...)
		r.Shuffle(len(outlets), func(i, j int) { outlets[i], outlets[j] = outlets[j], outlets[i] })
		n := 2 + r.IntN(5)
		var own []*told
		for k := range n {
			published := st.day.AddDate(0, 0, r.IntN(2))
			if k > 0 && r.IntN(4) == 0 {
				in.copyOf(own[r.IntN(len(own))], outlets[k], own[0].day.AddDate(0, 0, 1))
				continue
			}
			dead := st.dead
			if k > 1 && r.IntN(2) == 0 {
				dead += 1 + r.IntN(3)
			}
			own = append(own, in.tell(st, outlets[k], published, dead))
		}
		if (st.kind == "meeting" || st.kind == "agreement") && r.IntN(2) == 0 {
			in.preview(st, outlets[r.IntN(len(outlets))], st.day.AddDate(0, 0, -1-r.IntN(2)))
		}
		if r.IntN(2) == 0 {
			in.follow(st, outlets[r.IntN(len(outlets))], st.day.AddDate(0, 0, 1))
		}
	}
	for i := 0; len(in.arts) < 300; i++ {
		d := &ds[i%3]
		day := start.AddDate(0, 0, i/3+5)
		vs := append([]string{}, d.villages...)
		r.Shuffle(len(vs), func(i, j int) { vs[i], vs[j] = vs[j], vs[i] })
		in.bulletin(d, d.outlets[0], day, 10+r.IntN(30), vs)
	}
	return in.arts
}

// article makes the article that intake would make of it.
func (a *told) article() *article.Article {
	return &article.Article{ID: a.id, Title: a.title, Outlet: a.outlet, Published: when.Of(a.day, when.Stated), Language: "en", Text: a.text,
		Body: text.Span{End: text.Offset(len(a.text))}, Source: article.Source{Path: "invented/" + a.id + "/" + strconv.Itoa(len(a.text))}}
}
