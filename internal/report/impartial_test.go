package report_test

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"rapporteur/internal/article"
	"rapporteur/internal/judge"
	"rapporteur/internal/nlp"
	"rapporteur/internal/record"
	"rapporteur/internal/report"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// A side of a conflict, as a text names it.
type side struct{ name, adj, capital, code string }

// conflicts pair neighbours that have been at odds, worldwide. The reports
// below are invented.
var conflicts = [][2]side{
	{{"Armenia", "Armenian", "Yerevan", "ARM"}, {"Azerbaijan", "Azerbaijani", "Baku", "AZE"}},
	{{"India", "Indian", "New Delhi", "IND"}, {"Pakistan", "Pakistani", "Islamabad", "PAK"}},
	{{"Ethiopia", "Ethiopian", "Addis Ababa", "ETH"}, {"Eritrea", "Eritrean", "Asmara", "ERI"}},
	{{"Russia", "Russian", "Moscow", "RUS"}, {"Ukraine", "Ukrainian", "Kyiv", "UKR"}},
	{{"Iran", "Iranian", "Tehran", "IRN"}, {"Iraq", "Iraqi", "Baghdad", "IRQ"}},
	{{"Israel", "Israeli", "Jerusalem", "ISR"}, {"Lebanon", "Lebanese", "Beirut", "LBN"}},
	{{"Thailand", "Thai", "Bangkok", "THA"}, {"Cambodia", "Cambodian", "Phnom Penh", "KHM"}},
	{{"Colombia", "Colombian", "Bogota", "COL"}, {"Venezuela", "Venezuelan", "Caracas", "VEN"}},
	{{"Morocco", "Moroccan", "Rabat", "MAR"}, {"Algeria", "Algerian", "Algiers", "DZA"}},
	{{"Turkey", "Turkish", "Ankara", "TUR"}, {"Greece", "Greek", "Athens", "GRC"}},
	{{"Rwanda", "Rwandan", "Kigali", "RWA"}, {"Burundi", "Burundian", "Gitega", "BDI"}},
	{{"Tajikistan", "Tajik", "Dushanbe", "TJK"}, {"Kyrgyzstan", "Kyrgyz", "Bishkek", "KGZ"}},
	{{"Peru", "Peruvian", "Lima", "PER"}, {"Ecuador", "Ecuadorean", "Quito", "ECU"}},
	{{"China", "Chinese", "Beijing", "CHN"}, {"Vietnam", "Vietnamese", "Hanoi", "VNM"}},
	{{"Kenya", "Kenyan", "Nairobi", "KEN"}, {"Somalia", "Somali", "Mogadishu", "SOM"}},
	{{"Serbia", "Serbian", "Belgrade", "SRB"}, {"Croatia", "Croatian", "Zagreb", "HRV"}},
	{{"Chad", "Chadian", "N'Djamena", "TCD"}, {"Libya", "Libyan", "Tripoli", "LBY"}},
	{{"Saudi Arabia", "Saudi", "Riyadh", "SAU"}, {"Yemen", "Yemeni", "Sanaa", "YEM"}},
	{{"Nigeria", "Nigerian", "Abuja", "NGA"}, {"Cameroon", "Cameroonian", "Yaounde", "CMR"}},
	{{"Japan", "Japanese", "Tokyo", "JPN"}, {"South Korea", "South Korean", "Seoul", "KOR"}},
}

// reports are sentences about two sides, {1} and {2}; {1a} is the adjective and
// {1c} the capital of the first.
var reports = []string{
	"{1a} soldiers shelled the {2a} village on Tuesday, killing three people.",
	"The {1a} foreign minister met his {2a} counterpart in Geneva on Monday.",
	"{1} accused {2} of breaking the ceasefire.",
	"\"We are ready for talks with {2} if the {2a} army withdraws,\" the {1a} president said.",
	"The {1a} government rejected a proposal by {2} to open the border.",
	"{1a} forces captured a town in {2} in 1993.",
	"The {1a} government demanded on Wednesday that {2} release two prisoners.",
	"The {1a} prime minister will visit {2c} next week.",
	"{1a} jets bombed the {2a} base near the border on Sunday, the {2a} defence ministry said.",
	"The {1a} government imposed sanctions on {2a} companies.",
	"Thousands of refugees have fled from {1} to {2}.",
	"{1} and {2} signed a ceasefire agreement in 2008.",
	"{1} has not implemented the agreement with {2}, the {2a} foreign ministry said.",
	"The {1a} army released five {2a} soldiers on Friday.",
	"The {1a} parliament threatened to close the border with {2}.",
	"Police in {1c} arrested two {2a} journalists on Thursday.",
	"The {1a} president called on {2} to stop the attacks.",
	"The {1a} government denied that {1a} troops had attacked {2a} civilians.",
	"{1} sent food to {2a} villages after the flood.",
	"{1a} protesters burned a flag outside the {2a} embassy in {1c} on Saturday.",
}

// loaded pairs a neutral wording with one that takes sides. In the reports
// below [x|y] stands for either.
var loaded = []string{
	"The {1a} [government|regime] rejected a proposal by {2} to open the border.",
	"The {1a} [fighters|terrorists] attacked the {2a} army post on Tuesday, killing three soldiers.",
	"The {1a} [rebels|terrorists] released five {2a} soldiers on Friday.",
	"{1a} forces [occupied|liberated] the town of {2c} in 1993.",
	"{1a} forces [captured|liberated] the {2a} town on Sunday.",
	"The {1a} [president|dictator] threatened to close the border with {2}.",
	"The {1a} [authorities|so-called authorities] met {2a} officials in Geneva on Monday.",
	"The {1a} [government|puppet government] demanded that {2} release two prisoners.",
	"{1a} soldiers [killed|murdered] two {2a} farmers on Sunday.",
	"The {1a} army [killed|eliminated] four {2a} fighters on Monday.",
	"{2} buried its [victims|martyrs] after the {1a} army shelled the {2a} village on Tuesday.",
	"The {1a} [attack|terrorist attack] on the {2a} bus on Friday killed six people.",
	"The {1a} [government|regime] accused {2} of breaking the ceasefire.",
	"The {1a} [militants|freedom fighters] shelled the {2a} village on Tuesday.",
	"The {1a} [government|brutal government] will send its foreign minister to {2c} next week.",
	"The {1a} [troops|occupiers] left the {2a} town of {2c} on Thursday.",
	"The {1a} [government|criminal regime] imposed sanctions on {2a} companies.",
	"The [proposal|so-called proposal] of the {1a} government was rejected by {2}.",
	"The {1a} [rebels|terrorists] captured two {2a} officers on Saturday.",
	"The {1a} [fighters|extremists] blew up a bridge in {2} on Wednesday.",
}

func fill(s string, x, y side) string {
	return strings.NewReplacer("{1}", x.name, "{1a}", x.adj, "{1c}", x.capital, "{2}", y.name, "{2a}", y.adj, "{2c}", y.capital).Replace(s)
}

// wording takes the left or the right word of each [x|y].
func wording(s string, right bool) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "[")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		pair, after, _ := strings.Cut(rest, "]")
		l, r, _ := strings.Cut(pair, "|")
		if right {
			l = r
		}
		b.WriteString(l)
		s = after
	}
}

// story makes a report of several sentences that starts at the nth of a list,
// a step apart, so that no two sentences of a story are neighbours in it.
func story(list []string, n, sentences int) string {
	var out []string
	for i := range sentences {
		out = append(out, list[(n+7*i)%len(list)])
	}
	return strings.Join(out, " ")
}

// coded is what a record says, without the sides' names: x and y stand for
// the first and second side, and so do their codes.
func coded(rec *record.Record, x, y side) []string {
	who := map[string]string{}
	role := func(code string) string {
		switch code {
		case x.code:
			return "first"
		case y.code:
			return "second"
		}
		return code
	}
	for _, a := range rec.Actors {
		who[a.ID] = role(a.Country) + "/" + a.Sector
	}
	all := func(ids []string) string {
		var out []string
		for _, id := range ids {
			out = append(out, who[id])
		}
		sort.Strings(out)
		return strings.Join(out, ",")
	}
	one := func(id string) string { // the outlet goes by its name
		if w, ok := who[id]; ok {
			return w
		}
		return id
	}
	var out []string
	for _, e := range rec.Events {
		out = append(out, fmt.Sprint("event ", e.Type, " ", e.Mode, " ", e.Quad, " ", all(e.Actors), " > ", all(e.Recipients), " ", e.When, " ", e.Status, " by ", all(e.Attribution), num(e.Dead), num(e.Injured)))
	}
	for _, s := range rec.Statements {
		out = append(out, fmt.Sprint("statement ", s.Act, " ", who[s.Speaker], " > ", all(s.Addressee), " ", s.Status, " ", len(s.Conditions), s.Direct))
	}
	for _, c := range rec.Contacts {
		out = append(out, fmt.Sprint("contact ", c.Format, " ", c.Stage, " ", all(c.Participants), " ", c.When, " ", c.Status))
	}
	for _, c := range rec.Control { // what a side calls it is its word; who holds what is not
		out = append(out, fmt.Sprint("control ", one(c.Holder), " by ", one(c.By), " ", c.Status))
	}
	for _, i := range rec.Instruments {
		out = append(out, fmt.Sprint("instrument ", i.Kind, " ", i.Date, " ", all(i.Parties), " ", len(i.Claims)))
	}
	for _, d := range rec.Displacement {
		out = append(out, fmt.Sprint("displacement ", d.Kind, " ", one(d.By), " ", d.Status))
	}
	sort.Strings(out)
	return out
}

func num(n *int) string {
	if n == nil {
		return " -"
	}
	return fmt.Sprint(" ", *n)
}

// TestImpartial reads 200 pairs of invented reports with the learned judge as
// the program does: half of them the same report with the sides' names
// swapped, half with loaded words in place of neutral ones. Names apart, both
// must be coded alike. The aim is that fewer than one finding in a hundred
// lacks its like: with loaded words it must be so; with names swapped, what
// differs comes of the parser, which reads some names worse than others (Asmara
// is taken for an adverb), and the bound is looser. A report has as many
// sentences as the judge asks for. Pronouns are left out: the learned
// coreference resolves them by words, names among them.
func TestImpartial(t *testing.T) {
	_, k := reader()
	p, models, err := nlp.Default(k.Known())
	if err != nil {
		t.Fatal(err)
	}
	j, err := judge.English()
	if err != nil {
		t.Fatal(err)
	}
	r := report.NewReader(p, k, j, models)
	day, err := when.Parse("2020-06-18", when.Stated)
	if err != nil {
		t.Fatal(err)
	}
	code := func(body string, x, y side) []string {
		a := &article.Article{ID: "test", Outlet: "Test Herald (invented)", Published: day, Language: "en", Text: body, Body: text.Span{End: text.Offset(len(body))}}
		rec, err := r.Read(a)
		if err != nil {
			t.Fatal(err)
		}
		return coded(rec, x, y)
	}
	pairs, differ := 0, 0
	findings, lone := map[string]int{}, map[string]int{}
	compare := func(kind, one, other string, a, b []string) {
		pairs++
		findings[kind] += len(a) + len(b)
		if slices.Equal(a, b) {
			return
		}
		differ++
		only, also := minus(a, b), minus(b, a)
		lone[kind] += len(only) + len(also)
		t.Logf("%s:\n  %s\n  %s\n  only the first: %s\n  only the second: %s", kind, one, other, strings.Join(only, "; "), strings.Join(also, "; "))
	}
	for i, c := range conflicts {
		for n := range 5 {
			x, y := c[0], c[1]
			s := story(reports, i+4*n, 4)
			one, other := fill(s, x, y), fill(s, y, x)
			compare("sides swapped", one, other, code(one, x, y), code(other, y, x))
			s = story(loaded, i+4*n, 4)
			one, other = fill(wording(s, false), x, y), fill(wording(s, true), x, y)
			compare("loaded words", one, other, code(one, x, y), code(other, x, y))
		}
	}
	t.Logf("%d pairs, %d differ", pairs, differ)
	all, alone := 0, 0
	for _, kind := range []string{"loaded words", "sides swapped"} {
		all, alone = all+findings[kind], alone+lone[kind]
		t.Logf("%s: %d of %d findings without their like (%.2f %%)", kind, lone[kind], findings[kind], 100*float64(lone[kind])/float64(findings[kind]))
	}
	if share := 100 * float64(alone) / float64(all); share >= 1 {
		t.Errorf("%.2f %% of the findings of the %d pairs differ, want fewer than 1 %%", share, pairs)
	}
}

// minus lists what a has and b has not, counting doubles.
func minus(a, b []string) []string {
	left := slices.Clone(b)
	var out []string
	for _, s := range a {
		if i := slices.Index(left, s); i >= 0 {
			left = slices.Delete(left, i, i+1)
		} else {
			out = append(out, s)
		}
	}
	return out
}
