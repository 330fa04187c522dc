package lexicon_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"rapporteur/internal/lexicon"
	"rapporteur/internal/ontology"
)

// vocabulary takes the names from the code tables. Only tests may: the package
// itself knows none.
func vocabulary(t testing.TB) lexicon.Vocabulary {
	t.Helper()
	o, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := lexicon.Vocabulary{Types: map[string][]string{}, Contexts: o.Contexts()}
	for _, ti := range o.Types() {
		modes := []string{}
		for _, m := range ti.Modes {
			modes = append(modes, m.Name)
		}
		v.Types[string(ti.Type)] = modes
	}
	for _, c := range o.Cameos() {
		v.CAMEO = append(v.CAMEO, c.Code)
	}
	return v
}

func english(t testing.TB) *lexicon.Lexicon {
	t.Helper()
	l, err := lexicon.Load(vocabulary(t), lexicon.English())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestShippedEntries loads the lexicon that ships, checks that each entry's
// CAMEO code belongs to its type, and logs the counts.
func TestShippedEntries(t *testing.T) {
	l := english(t)
	o, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, e := range l.Entries() {
		counts[e.Group()]++
		if e.CAMEO == "" || e.Type == "" {
			continue
		}
		c, _ := o.Crosswalk(e.CAMEO)
		if c.Type != "" && string(c.Type) != e.Type && len(e.CAMEO) > 0 && !crossType(e.Type, string(c.Type)) {
			t.Errorf("%s:%d: %s: CAMEO %s is %s", e.File, e.Line, e.ID, e.CAMEO, c.Type)
		}
	}
	t.Log(len(l.Entries()), counts)
}

// crossType lists the pairs where the project codes apart from the crosswalk.
func crossType(entry, cameo string) bool {
	switch entry + " " + cameo {
	case "AGREE SUPPORT", // 057: an accord concluded
		"SANCTION COERCE", // 163: embargo
		"CONCEDE RETREAT", // release
		"CONCEDE AGREE",   // announced withdrawal
		"RETREAT AGREE",
		"RETREAT CONCEDE", // 0831: resignation
		"REJECT ACCUSE",   // 110: opposition to a plan
		"SANCTION ACCUSE", // 116: conviction
		"COERCE ASSAULT",
		"ASSAULT COERCE",
		"SANCTION ASSAULT": // flight: mass expulsion
		return true
	}
	return false
}

// TestExamplesName checks that each example sentence contains one of its
// entry's triggers, and each example is used once.
func TestExamplesNameTheirTrigger(t *testing.T) {
	seen := map[string]string{}
	for _, e := range english(t).Entries() {
		if other := seen[e.Example]; other != "" {
			t.Errorf("%s:%d: %s: same example as %s", e.File, e.Line, e.ID, other)
		}
		seen[e.Example] = e.ID
		if !mentions(e) {
			t.Errorf("%s:%d: %s: the example has none of its triggers: %s", e.File, e.Line, e.ID, e.Example)
		}
	}
}

func mentions(e *lexicon.Entry) bool {
	words := strings.FieldsFunc(strings.ToLower(e.Example), func(r rune) bool {
		return strings.ContainsRune(" .,;:!?\"()“”", r)
	})
	has := func(lemma string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return formOf(w, strings.ToLower(lemma)) })
	}
	for _, ts := range [][]lexicon.Trigger{e.Verbs, e.Nouns, e.Adjs} {
		for _, tr := range ts {
			if has(tr.Lemma) {
				return true
			}
		}
	}
	if e.Light != nil {
		for _, n := range e.Light.Nouns {
			if has(n.Lemma) {
				return true
			}
		}
	}
	return false
}

// irregular maps a lemma to the forms that do not begin like it.
var irregular = map[string]string{
	"meet": "met", "say": "said", "tell": "told", "give": "gave given", "take": "took taken", "hold": "held", "go": "went gone", "send": "sent",
	"lay": "laid", "leave": "left", "make": "made", "get": "got gotten", "pay": "paid", "fight": "fought", "speak": "spoke spoken", "think": "thought",
	"begin": "began begun", "break": "broke broken", "come": "came", "do": "did done", "hear": "heard", "know": "knew known", "mean": "meant", "run": "ran",
	"see": "saw seen", "sell": "sold", "shoot": "shot", "strike": "struck", "swear": "swore sworn", "teach": "taught", "win": "won", "write": "wrote written",
	"find": "found", "flee": "fled", "fall": "fell fallen", "fly": "flew flown", "forbid": "forbade forbidden", "choose": "chose chosen", "buy": "bought",
	"bring": "brought", "build": "built", "catch": "caught", "deal": "dealt", "draw": "drew drawn", "feel": "felt", "forgive": "forgave forgiven",
	"keep": "kept", "lead": "led", "lose": "lost", "rise": "rose risen", "seek": "sought", "sit": "sat", "stand": "stood", "steal": "stole stolen",
	"strive": "strove", "throw": "threw thrown", "understand": "understood", "undertake": "undertook", "withdraw": "withdrew withdrawn", "withhold": "withheld",
	"be": "is was were are been", "have": "has had", "bear": "bore borne", "drive": "drove driven", "hide": "hid", "lie": "lay lain lying", "shake": "shook shaken",
	"tear": "tore torn", "wear": "wore", "foresee": "foresaw foreseen", "overthrow": "overthrew overthrown", "stick": "stuck", "repay": "repaid", "retake": "retook retaken",
	"good": "better best", "stave": "stove", "arise": "arose", "blow": "blew blown", "freeze": "froze frozen", "unfreeze": "unfroze unfrozen", "hang": "hung", "ride": "rode", "sink": "sank sunk",
	"slay": "slew slain", "dig": "dug", "become": "became", "cling": "clung", "uphold": "upheld", "sweep": "swept", "grind": "ground", "spring": "sprang sprung", "die": "dying",
	"sting": "stung", "wind": "wound", "string": "strung", "weep": "wept", "creep": "crept", "spin": "spun", "swing": "swung", "drink": "drank", "sing": "sang sung",
	"ring": "rang rung", "shrink": "shrank", "light": "lit", "stride": "strode", "forsake": "forsook", "mistake": "mistook", "partake": "partook", "overtake": "overtook",
	"eat": "ate", "bite": "bit", "broadcast": "broadcast", "sleep": "slept", "tie": "tying", "beat": "beat", "bind": "bound", "shed": "shed", "spend": "spent", "lend": "lent", "rebuild": "rebuilt", "bleed": "bled", "feed": "fed", "breed": "bred",
}

func formOf(word, lemma string) bool {
	lemma, _, _ = strings.Cut(lemma, " ")
	if slices.Contains(strings.Fields(irregular[lemma]), word) {
		return true
	}
	if y, ok := strings.CutSuffix(lemma, "y"); ok && strings.HasPrefix(word, y+"i") {
		return true
	}
	stem := lemma
	if len(stem) > 3 {
		stem = strings.TrimRight(stem[:len(stem)-1], "ey")
	}
	return strings.HasPrefix(word, stem)
}

// BenchmarkLoad: the aim is under 60 ms on one core.
func BenchmarkLoad(b *testing.B) {
	v := vocabulary(b)
	for b.Loop() {
		if _, err := lexicon.Load(v, lexicon.English()); err != nil {
			b.Fatal(err)
		}
	}
}

func entryFS(s string) fs.FS { return fstest.MapFS{"x.yaml": {Data: []byte(s)}} }

const good = "- id: CONSULT.meet\n  verb: [meet]\n  cameo: \"040\"\n  example: A met B.\n  coding: CONSULT CHL,PER > -\n"

func TestBadEntries(t *testing.T) {
	v := vocabulary(t)
	for _, c := range []struct{ name, yaml, want string }{
		{"unknown-type", strings.ReplaceAll(good, "CONSULT", "CONFER"), "x.yaml:5: CONFER.meet: unknown type \"CONFER\""},
		{"unknown-mode", strings.Replace(good, "  verb", "  mode: fax\n  verb", 1), "x.yaml:1: CONSULT.meet: type CONSULT has no mode \"fax\""},
		{"unknown-context", strings.Replace(good, "  verb", "  contexts: [weather]\n  verb", 1), "x.yaml:2: CONSULT.meet: unknown context \"weather\""},
		{"unknown-class", strings.Replace(good, "  verb", "  require: {obj: [gnome]}\n  verb", 1), "x.yaml:2: CONSULT.meet: unknown class \"gnome\""},
		{"unknown-slot", strings.Replace(good, "  verb", "  actor: [subject]\n  verb", 1), "x.yaml:2: CONSULT.meet: unknown slot \"subject\""},
		{"unknown-act", strings.Replace(good, "  verb", "  act: shout\n  verb", 1), "x.yaml:2: CONSULT.meet: unknown act \"shout\""},
		{"unknown-cameo", strings.Replace(good, "040", "0499", 1), "x.yaml:3: CONSULT.meet: unknown cameo code \"0499\""},
		{"unknown-key", strings.Replace(good, "  verb", "  colour: red\n  verb", 1), "x.yaml:2: CONSULT.meet: unknown key \"colour\""},
		{"unknown-embedding", strings.Replace(good, "  verb", "  embeds: maybe\n  verb", 1), "x.yaml:2: CONSULT.meet: unknown embedding \"maybe\""},
		{"unknown-turns", strings.Replace(good, "  verb", "  turns: wheel\n  verb", 1), "x.yaml:2: CONSULT.meet: unknown table of turns \"wheel\""},
		{"unknown-effect", strings.Replace(good, "  verb", "  effect: {weather: bad}\n  verb", 1), "x.yaml:2: CONSULT.meet: unknown effect \"weather\""},
		{"doubled-id", good + good, "x.yaml:6: CONSULT.meet: doubled id, first in x.yaml:1"},
		{"doubled-key", strings.Replace(good, "  verb", "  cameo: \"041\"\n  verb", 1), "x.yaml:4: doubled key \"cameo\""},
		{"missing-example", strings.Replace(good, "  example: A met B.\n", "", 1), "x.yaml:1: CONSULT.meet: missing example"},
		{"missing-coding", strings.Replace(good, "  coding: CONSULT CHL,PER > -\n", "", 1), "x.yaml:1: CONSULT.meet: missing coding"},
		{"no-trigger", strings.Replace(good, "  verb: [meet]\n", "", 1), "x.yaml:1: CONSULT.meet: no trigger"},
		{"coding-form", strings.Replace(good, "CHL,PER > -", "CHL PER", 1), "x.yaml:5: CONSULT.meet: coding:"},
		{"coding-code", strings.Replace(good, "CHL,PER > -", "Chile > -", 1), "\"Chile\" is not a country or sector code"},
		{"coding-type", strings.Replace(good, "CONSULT CHL", "AGREE CHL", 1), "x.yaml:1: CONSULT.meet: the coding has no event of type CONSULT"},
		{"type-and-id", strings.Replace(good, "  verb", "  type: AID\n  verb", 1), "type AID does not agree with the id"},
		{"bad-id", strings.Replace(good, "CONSULT.meet", "meet", 1), "x.yaml:1: meet: an id has the form TYPE.slug"},
		{"no-id", "- verb: [meet]\n", "x.yaml:1: entry without id"},
		{"article", strings.Replace(good, "[meet]", "[hold a meeting]", 1), "articles are left out"},
		{"tag", strings.Replace(good, "  verb", "  require: {obj: [!place]}\n  verb", 1), "x.yaml:2: a plain value must not begin with '!'"},
		{"yields-nothing", "- {id: STATEMENT.x, verb: x, example: x, coding: none}", "x.yaml:1: STATEMENT.x: entry yields nothing"},
		{"unclosed", "- {id: CONSULT.x\n", "x.yaml:2: bracket is not closed"},
		{"not-a-list", "id: x\n", "x.yaml:1: the file must be a list of entries"},
		{"tab", "- id: x\n\tverb: y\n", "x.yaml:2: tab in indentation"},
		{"speech-without-act", strings.Replace(good, "  verb", "  speech: true\n  verb", 1), "a speech entry has an act"},
		{"drop-nothing", "- {id: CONSULT.x, drop: true}", "x.yaml:1: CONSULT.x: nothing to drop"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := lexicon.Load(v, entryFS(c.yaml))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
			if err != nil && !strings.HasPrefix(err.Error(), "lexicon: ") {
				t.Errorf("error %v has no place", err)
			}
			if l != nil {
				t.Error("half-loaded")
			}
		})
	}
	if _, err := lexicon.Load(v, entryFS(good)); err != nil {
		t.Errorf("the good entry: %v", err)
	}
}

func TestLayers(t *testing.T) {
	v := vocabulary(t)
	base := fstest.MapFS{
		"classes.yaml": {Data: []byte("ship: [tanker]\nboat: [dinghy, +ship]\n")},
		"consult.yaml": {Data: []byte(good + strings.Replace(good, "meet", "talk", 2))},
	}
	user := fstest.MapFS{
		"classes-mine.yaml": {Data: []byte("ship: [dhow]\n")},
		"mine.yaml":         {Data: []byte(strings.Replace(good, "040", "046", 1) + "- {id: CONSULT.talk, drop: true}\n" + strings.Replace(good, "meet", "confer", 2))},
	}
	l, err := lexicon.Load(v, base, user)
	if err != nil {
		t.Fatal(err)
	}
	if e := l.Entry("CONSULT.meet"); e == nil || e.CAMEO != "046" || e.File != "mine.yaml" {
		t.Errorf("not replaced: %+v", e)
	}
	if l.Entry("CONSULT.talk") != nil || len(l.Verb("talk")) > 0 {
		t.Error("not dropped")
	}
	if len(l.Verb("confer")) != 1 {
		t.Error("not added")
	}
	if !l.In("ship", "dhow") || !l.In("boat", "dhow") || l.In("ship", "dinghy") {
		t.Errorf("classes: %v %v", l.Classes("dhow"), l.Classes("dinghy"))
	}
}

func TestLookup(t *testing.T) {
	v := vocabulary(t)
	l, err := lexicon.Load(v, fstest.MapFS{"classes.yaml": {Data: []byte("troops: [soldier]\n")}, "x.yaml": {Data: []byte(`
- {id: RETREAT.plain, verb: [withdraw], example: x, coding: "RETREAT ETH > -"}
- {id: RETREAT.troops, verb: [withdraw], require: {obj: [troops, "!actor"], from: any}, example: x, coding: "RETREAT ETH > -"}
- {id: RETREAT.first, verb: [withdraw from], priority: 2, example: x, coding: "RETREAT ETH > -"}
- {id: STATEMENT.no, verb: [accept], speech: true, negated: true, act: reject, example: x, coding: "act:reject SRB > -"}
- {id: CONSULT.talks, light: {verb: [hold, enter into], noun: [peace talk]}, actor: [subj+with], require: {about: [=peace plan, =plan]}, example: x, coding: none}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range l.Verb("withdraw") {
		ids = append(ids, c.Entry.ID)
	}
	if want := []string{"RETREAT.first", "RETREAT.troops", "RETREAT.plain"}; !slices.Equal(ids, want) {
		t.Errorf("order %v, want %v", ids, want)
	}
	if sp := l.Speech("accept"); len(sp) != 1 || sp[0].Entry.Polarity != lexicon.Negative || len(l.Verb("accept")) != 0 {
		t.Errorf("speech: %+v", sp)
	}
	cs := l.LightNoun("talk")
	if len(cs) != 2 || cs[0].Trigger.Lemma != "enter" || cs[0].Trigger.Needs[0] != (lexicon.Need{Kind: lexicon.Either, Word: "into"}) && cs[0].Trigger.Needs[0] != (lexicon.Need{Kind: lexicon.Slot, Word: "into"}) || cs[0].Noun.Before[0] != "peace" {
		t.Errorf("light: %+v", cs)
	}
	if a := l.Entry("CONSULT.talks").Actor; len(a) != 1 || !slices.Equal(a[0], []string{"subj", "with"}) {
		t.Errorf("actor %v", a)
	}
	if a := l.Entry("RETREAT.plain").Actor; len(a) != 1 || a[0][0] != "subj" {
		t.Errorf("default actor %v", a)
	}
	if c := l.Entry("CONSULT.talks").Require[0]; c.Any[0] != "peace plan" || c.Any[1] != "=plan" || !l.In("peace plan", "peace plan") {
		t.Errorf("literals: %+v", c)
	}
	r := l.Entry("RETREAT.troops").Require
	if len(r) != 2 || !slices.Equal(r[0].Any, []string{"troops"}) || !slices.Equal(r[0].Forbid, []string{"actor"}) || !r[1].Filled {
		t.Errorf("require %+v", r)
	}
}
