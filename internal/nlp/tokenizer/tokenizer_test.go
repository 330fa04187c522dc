package tokenizer_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/conllu"
	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/tokenizer"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

func parse(t testing.TB, s string) *doc.Document {
	t.Helper()
	tk, err := tokenizer.New()
	if err != nil {
		t.Fatal(err)
	}
	d := conllu.FromText(s, when.Date{})
	if err := tk.Run(d); err != nil {
		t.Fatal(err)
	}
	return d
}

// render shows tokens with a blank between, the parts of a contraction with
// "+", and a sentence a line.
func render(d *doc.Document) string {
	var b strings.Builder
	for i, s := range d.Sentences {
		if i > 0 {
			b.WriteString("\n")
		}
		for j := s.Start; j < s.End; j++ {
			if j > s.Start {
				if d.Tokens[j].Joined {
					b.WriteByte('+')
				} else {
					b.WriteByte(' ')
				}
			}
			b.WriteString(d.Tokens[j].Form)
		}
	}
	return b.String()
}

func TestPhenomena(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Talks resumed on Monday.", "Talks resumed on Monday ."},
		{"negation", "They don't know, can't say and cannot wait.", "They do+n't know , ca+n't say and can+not wait ."},
		{"curly-apostrophe", "It’s the minister’s plan; they didn’t object.", "It+’s the minister+’s plan ; they did+n’t object ."},
		{"pronoun-clitics", "I'm sure we'll see what they've done, he'd say.", "I+'m sure we+'ll see what they+'ve done , he+'d say ."},
		{"double-clitic", "He shouldn't've gone.", "He should+n't+'ve gone ."},
		{"plural-possessive", "The villagers' homes burned.", "The villagers+' homes burned ."},
		{"single-quotes", "He called it 'the last chance for both sides' today.", "He called it ' the last chance for both sides ' today ."},
		{"possessive-after-initials", "The U.S.'s envoy left.", "The U.S.+'s envoy left ."},
		{"elision", "The '90s were hard on 'em.", "The '90s were hard on 'em ."},
		{"name-with-apostrophe", "O'Brien and Sa'id met.", "O'Brien and Sa'id met ."},
		{"initials", "U.S. Sen. J. William Harlow met Gen. A. B. Kovač in Washington.", "U.S. Sen. J. William Harlow met Gen. A. B. Kovač in Washington ."},
		{"abbreviation-ends-sentence", "He moved to the U.S. He never came back.", "He moved to the U.S.\nHe never came back ."},
		{"abbreviation-inside", "Acme Corp. said Mr. Lund and Dr. Paz would meet.", "Acme Corp. said Mr. Lund and Dr. Paz would meet ."},
		{"number-sign", "Resolution No. 884 was adopted. No. It failed.", "Resolution No. 884 was adopted .\nNo .\nIt failed ."},
		{"numbers", "Some 1,200,000 people, 3.5% of them, paid $4.20 or €3 each.", "Some 1,200,000 people , 3.5 % of them , paid $ 4.20 or € 3 each ."},
		{"number-with-unit", "At 5pm a 35mm shell flew 10km and cost 25bn.", "At 5 pm a 35 mm shell flew 10 km and cost 25 bn ."},
		{"ordinals-and-decades", "In the 1990s the 20th century ended.", "In the 1990s the 20th century ended ."},
		{"times-and-dates", "At 9:30 on 02/14/2020, or 2020-02-14, he called 555-0123.", "At 9:30 on 02/14/2020 , or 2020-02-14 , he called 555-0123 ."},
		{"number-range", "The 1994-1996 talks drew 10-15 envoys.", "The 1994 - 1996 talks drew 10 - 15 envoys ."},
		{"compound-hyphen", "The US-led force and the peace-keeping mission.", "The US - led force and the peace - keeping mission ."},
		{"prefix-hyphen", "Anti-government and pro-Russian groups met ex-ministers.", "Anti-government and pro-Russian groups met ex-ministers ."},
		{"korean-name", "Kim Jong-un met Moon Jae-in.", "Kim Jong-un met Moon Jae-in ."},
		{"web-and-mail", "See www.example.org/a-b?c=1, or write to press.office@example.com.", "See www.example.org/a-b?c=1 , or write to press.office@example.com ."},
		{"domain", "He told news.example.az about it.", "He told news.example.az about it ."},
		{"emoticon", "Fine by me :-)", "Fine by me :-)"},
		{"missing-space", "They signed it.Then they left.", "They signed it .\nThen they left ."},
		{"slash", "Stop the war and/or the talks.", "Stop the war and / or the talks ."},
		{"ellipsis", "He paused... then left. “Well…” she said.", "He paused ... then left .\n“ Well … ” she said ."},
		{"stop-inside-quote", "“We are ready,” he said. “We will come.” The envoy agreed.", "“ We are ready , ” he said .\n“ We will come . ”\nThe envoy agreed ."},
		{"question-in-quote", "\"Who fired first?\" he asked reporters.", "\" Who fired first ? \" he asked reporters ."},
		{"bracket-after-stop", "They met twice. (No date was given.) Nothing followed.", "They met twice .\n( No date was given . )\nNothing followed ."},
		{"dateline", "BAKU, Azerbaijan, Feb. 14 (Reuters) - The two sides met on Friday.", "BAKU , Azerbaijan , Feb. 14 ( Reuters ) - The two sides met on Friday ."},
		{"capital-goes-on", "Helsinki again rejected Thursday a Baltic Council appeal for calm.", "Helsinki again rejected Thursday a Baltic Council appeal for calm ."},
		{"heading", "Ceasefire holds\n\nThe truce held for a third day.", "Ceasefire holds\nThe truce held for a third day ."},
		{"list", "The sides agreed:\n- to halt fire\n- to free prisoners", "The sides agreed :\n- to halt fire\n- to free prisoners"},
		{"initials-company", "AT&T and R&D spending rose.", "AT&T and R&D spending rose ."},
		{"dash", "The deal—signed in May—failed -- again.", "The deal — signed in May — failed -- again ."},
		{"nbsp-and-zero-width", "The\u00a0envoy\u200b left.\ufeff", "The envoy left ."},
		{"emoji", "Peace 🕊️ at last 👍🏽👩‍👩‍👧🇦🇿", "Peace 🕊️ at last 👍🏽 👩‍👩‍👧 🇦🇿"},
		{"nul", "a\x00b", "a b"},
		{"foreign-currency", "It cost US$40 and HK$ 5.", "It cost US$ 40 and HK$ 5 ."},
		{"state-abbreviation", "He spoke in Dayton, Ohio, and Boise, Idaho, then in Wichita, Kan., on Sunday.", "He spoke in Dayton , Ohio , and Boise , Idaho , then in Wichita , Kan. , on Sunday ."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := render(parse(t, c.in)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestParagraphs(t *testing.T) {
	wrapped := "The two delegations met for the third time this year in the town\nhall of the district, where they spoke for four hours about the\nreturn of prisoners. No agreement was signed, but both sides said\nthat they would meet again before the end of the month.\n\nA spokesman declined to give details of the plan that had been put\nforward by the mediators last week."
	d := parse(t, wrapped)
	if n := len(d.Sentences); n != 3 {
		t.Errorf("wrapped text has %d sentences, want 3:\n%s", n, render(d))
	}
	if p := d.Sentences[len(d.Sentences)-1].Paragraph; p != 1 {
		t.Errorf("the last sentence stands in paragraph %d, want 1", p)
	}
	d = parse(t, "Envoy arrives\nBy A. Writer\nThe envoy arrived on Monday.\nHe met the president.")
	if n := len(d.Sentences); n != 4 || !d.Sentences[0].Heading || d.Sentences[2].Heading || !d.Sentences[3].NewPar {
		t.Errorf("line-broken text is read as\n%s", render(d))
	}
}

// law checks what must hold for every text: tokens in order, inside the text,
// on character boundaries, and nothing but blanks between them.
func law(t testing.TB, d *doc.Document) {
	t.Helper()
	at := d.Body.Start
	gap := func(to text.Offset) {
		for _, r := range d.Text[at:to] {
			if !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r) {
				t.Fatalf("%q stands between tokens in %q", r, d.Text[at:to])
			}
		}
	}
	for i := range d.Tokens {
		tok := &d.Tokens[i]
		gap(tok.Span.Start)
		at = tok.Span.End
		if !strings.HasPrefix(tok.Span.In(d.Text), tok.Form) || tok.Form == "" {
			t.Fatalf("token %d has form %q over text %q", i, tok.Form, tok.Span.In(d.Text))
		}
		if tok.Joined && (i == 0 || d.Tokens[i-1].Span.End != tok.Span.Start || d.Tokens[i-1].Sent != tok.Sent) {
			t.Fatalf("token %d %q is joined to nothing", i, tok.Form)
		}
	}
	gap(d.Body.End)
	for i, s := range d.Sentences {
		if s.End-s.Start > tokenizer.MaxSentence {
			t.Fatalf("sentence %d has %d tokens", i, s.End-s.Start)
		}
	}
}

func FuzzRun(f *testing.F) {
	for _, s := range []string{"", " \n\n", "Don't.", "a.b.c@d.e http://x.y/(z)).", "'''“”’s s' 's", "1.2.3-4/5:6,789'0s", "\xff\xfe \xc3", "مرحبا بكم. 你好。", "x.\u200b\u2029Y", "#$@&_--..!?"} {
		f.Add(s)
	}
	tk, err := tokenizer.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := conllu.FromText(s, when.Date{})
		if err := tk.Run(d); err != nil {
			t.Fatal(err)
		}
		law(t, d)
	})
}

// TestHostile holds each text to a bound that quadratic work would break.
func TestHostile(t *testing.T) {
	const n = 1 << 20
	for name, s := range map[string]string{
		"one-token":      strings.Repeat("a", n),
		"no-stop":        strings.Repeat("word ", 100_000),
		"stops":          strings.Repeat(".", n),
		"initials":       strings.Repeat("a.", n/2),
		"apostrophes":    strings.Repeat("a'", n/2),
		"ats":            strings.Repeat("a@", n/2),
		"addresses":      strings.Repeat("www.)", n/5),
		"address-tail":   "www." + strings.Repeat(")", n),
		"hyphens":        strings.Repeat("a-", n/2),
		"digits":         strings.Repeat("1-1,", n/4),
		"abbreviations":  strings.Repeat("Mr.\n", n/4),
		"blanks":         strings.Repeat("x.        ", n/10),
		"quotes":         strings.Repeat("\"(", n/2),
		"nul":            strings.Repeat("\x00", n),
		"invalid":        strings.Repeat("\xff", n),
		"right-to-left":  strings.Repeat("قال الوزير ", n/20),
		"emoji":          strings.Repeat("👩‍👩‍👧", n/18),
		"combining-mark": "a" + strings.Repeat("\u0301", n/2),
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			d := parse(t, s)
			if took := time.Since(begin); took > 10*time.Second {
				t.Errorf("took %v for %d bytes", took, len(s))
			}
			law(t, d)
			if !utf8.ValidString(s) {
				return
			}
			for i := range d.Tokens {
				if len(d.Tokens[i].Form) > tokenizer.MaxForm {
					t.Fatalf("token %d has a form of %d bytes", i, len(d.Tokens[i].Form))
				}
			}
		})
	}
}
