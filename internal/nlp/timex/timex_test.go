package timex_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/conllu"
	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/timex"
	"rapporteur/internal/nlp/tokenizer"
	"rapporteur/internal/when"
)

// run reads a text published on ref ("" for unknown), without tags or tree.
func run(t testing.TB, s, ref string) *doc.Document {
	t.Helper()
	tk, err := tokenizer.New()
	if err != nil {
		t.Fatal(err)
	}
	tx, err := timex.New()
	if err != nil {
		t.Fatal(err)
	}
	var pub when.Date
	if ref != "" {
		if pub, err = when.Parse(ref, when.Stated); err != nil {
			t.Fatal(err)
		}
	}
	d := conllu.FromText(s, pub)
	if err := tk.Run(d); err != nil {
		t.Fatal(err)
	}
	if err := tx.Run(d); err != nil {
		t.Fatal(err)
	}
	return d
}

// show writes one expression a line: words = TYPE value, interval, basis.
func show(d *doc.Document) string {
	var out []string
	for _, x := range d.Timexes {
		line := fmt.Sprintf("%s = %s %s", strings.Join(strings.Fields(d.TextOf(x.Start, x.End)), " "), x.Type, x.Value)
		if x.Mod != "" {
			line += " " + x.Mod
		}
		if !x.When.IsZero() {
			line += fmt.Sprintf(" %s..%s %s %s", x.When.From, x.When.To, x.When.Precision, x.When.Basis)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// Friday, 14 February 2020, is the day of publication unless a case says
// otherwise.
const friday = "2020-02-14"

func TestPhenomena(t *testing.T) {
	for _, c := range []struct{ name, ref, in, want string }{
		{"full-date", friday, "The accord of May 12, 1994 ended it.", "May 12, 1994 = DATE 1994-05-12 1994-05-12..1994-05-12 day stated"},
		{"full-date-day-first", friday, "He spoke on 14 February 2019.", "14 February 2019 = DATE 2019-02-14 2019-02-14..2019-02-14 day stated"},
		{"full-date-of", friday, "It fell on the 3rd of March, 2017.", "the 3rd of March, 2017 = DATE 2017-03-03 2017-03-03..2017-03-03 day stated"},
		{"full-date-numbers", friday, "It was signed on 02/13/2020 and sent on 2020-02-14.", "02/13/2020 = DATE 2020-02-13 2020-02-13..2020-02-13 day stated\n2020-02-14 = DATE 2020-02-14 2020-02-14..2020-02-14 day stated"},
		{"month-and-year", friday, "Fighting began in April 2016.", "April 2016 = DATE 2016-04 2016-04-01..2016-04-30 month stated"},
		{"year", friday, "The 1994 ceasefire held.", "1994 = DATE 1994 1994-01-01..1994-12-31 year stated"},
		{"year-since", friday, "They have lived there since 1994.", "1994 = DATE 1994 1994-01-01..1994-12-31 year stated"},
		{"no-year-count", friday, "Some 1994 people fled and 2000 soldiers came.", ""},
		{"no-year-money", friday, "He paid $1994 for it.", ""},
		{"decade-early", friday, "The war of the early 1990s displaced thousands.", "the early 1990s = DATE 199 START 1990-01-01..1993-12-31 decade stated"},
		{"decade-words", friday, "He ruled in the nineties.", "the nineties = DATE 199 1990-01-01..1999-12-31 decade stated"},
		{"decade-mid", friday, "Talks of the mid-1990s failed.", "the mid-1990s = DATE 199 MID 1993-01-01..1996-12-31 decade stated"},
		{"century", friday, "The fort dates from the 19th century.", "the 19th century = DATE 18 1800-01-01..1899-12-31 decade stated"},
		{"year-late", friday, "A truce came in late 2014.", "late 2014 = DATE 2014 END 2014-09-02..2014-12-31 year stated"},
		{"end-of-month", friday, "They left at the end of May 2018.", "the end of May 2018 = DATE 2018-05 END 2018-05-22..2018-05-31 month stated"},
		{"weekday-past", friday, "The ministers met on Wednesday.", "Wednesday = DATE 2020-02-12 2020-02-12..2020-02-12 day anchored"},
		{"weekday-past-same-day", friday, "The ministers met on Friday.", "Friday = DATE 2020-02-14 2020-02-14..2020-02-14 day anchored"},
		{"weekday-future", friday, "The ministers will meet on Monday.", "Monday = DATE 2020-02-17 2020-02-17..2020-02-17 day anchored"},
		{"weekday-scheduled", friday, "The ministers are scheduled to meet on Monday.", "Monday = DATE 2020-02-17 2020-02-17..2020-02-17 day anchored"},
		{"weekday-last", friday, "It was shelled last Friday.", "last Friday = DATE 2020-02-07 2020-02-07..2020-02-07 day anchored"},
		{"weekday-next", friday, "He arrives next Friday.", "next Friday = DATE 2020-02-21 2020-02-21..2020-02-21 day anchored"},
		{"weekday-part", friday, "Shots were heard on Tuesday night.", "Tuesday night = TIME 2020-02-11TNI 2020-02-11..2020-02-11 day anchored"},
		{"weekday-without-reference", "", "The ministers met on Wednesday.", "Wednesday = DATE XXXX-WXX-3"},
		{"yesterday", friday, "He left yesterday and returns tomorrow.", "yesterday = DATE 2020-02-13 2020-02-13..2020-02-13 day anchored\ntomorrow = DATE 2020-02-15 2020-02-15..2020-02-15 day anchored"},
		{"today-without-reference", "", "He left today.", "today = DATE XXXX-XX-XX"},
		{"day-month-past", friday, "They met on Dec. 20 in Vienna.", "Dec. 20 = DATE 2019-12-20 2019-12-20..2019-12-20 day anchored"},
		{"day-month-future", friday, "They will meet on March 3 in Vienna.", "March 3 = DATE 2020-03-03 2020-03-03..2020-03-03 day anchored"},
		{"day-month-without-reference", "", "They met on Dec. 20 in Vienna.", "Dec. 20 = DATE XXXX-12-20"},
		{"month-alone-past", friday, "He resigned in November.", "November = DATE 2019-11 2019-11-01..2019-11-30 month anchored"},
		{"month-alone-future", friday, "Elections will be held in June.", "June = DATE 2020-06 2020-06-01..2020-06-30 month anchored"},
		{"month-inherits-year", friday, "In 1992, the town fell. In May, the road was cut.", "1992 = DATE 1992 1992-01-01..1992-12-31 year stated\nMay = DATE 1992-05 1992-05-01..1992-05-31 month inferred"},
		{"month-last-year", friday, "He resigned in June last year.", "June last year = DATE 2019-06 2019-06-01..2019-06-30 month anchored"},
		{"may-is-a-verb", friday, "The sides may meet. May said so.", ""},
		{"march-is-a-noun", friday, "March organisers said the march went on.", ""},
		{"last-week", friday, "He came last week.", "last week = DATE 2020-W06 2020-02-03..2020-02-09 week anchored"},
		{"next-month", friday, "A summit is due next month.", "next month = DATE 2020-03 2020-03-01..2020-03-31 month anchored"},
		{"last-year", friday, "Trade fell last year.", "last year = DATE 2019 2019-01-01..2019-12-31 year anchored"},
		{"early-next-year", friday, "Talks will resume early next year.", "early next year = DATE 2021 START 2021-01-01..2021-05-01 year anchored"},
		{"ago", friday, "He fled two years ago.", "two years ago = DATE 2018 2018-01-01..2018-12-31 year anchored"},
		{"days-ago", friday, "He fled three days ago.", "three days ago = DATE 2020-02-11 2020-02-11..2020-02-11 day anchored"},
		{"for-nearly-25-years", friday, "For nearly 25 years, the talks have yielded no results.", "nearly 25 years = DURATION P25Y LESS_THAN 1995-02-14..2020-02-14 year inferred"},
		{"for-years-perfect", friday, "The talks have gone on for 25 years.", "25 years = DURATION P25Y 1995-02-14..2020-02-14 year inferred"},
		{"past-months", friday, "Dozens died in the past two months.", "the past two months = DURATION P2M 2019-12-14..2020-02-14 month anchored"},
		{"next-days", friday, "Snow is expected over the next 10 days.", "the next 10 days = DURATION P10D 2020-02-14..2020-02-24 day anchored"},
		{"recent-months", friday, "Clashes grew in recent months.", "recent months = DATE PAST_REF"},
		{"hyphenated-duration", friday, "A 15-year-old was hurt in the two-day visit.", "two-day = DURATION P2D"},
		{"age", friday, "The 9-year old and a man aged 40 years died.", ""},
		{"set", friday, "They shell the village every day and meet each Monday.", "every day = SET P1D\neach Monday = SET XXXX-WXX-1"},
		{"set-adverb", friday, "The mission reports daily.", "daily = SET P1D"},
		{"no-set-before-noun", friday, "The daily paper closed.", ""},
		{"season", friday, "The offensive of the summer of 1993 failed.", "the summer of 1993 = DATE 1993-SU 1993-06-01..1993-08-31 season stated"},
		{"season-last", friday, "They fought last summer.", "last summer = DATE 2019-SU 2019-06-01..2019-08-31 season anchored"},
		{"fall-is-a-verb", friday, "Prices fall and the government may fall.", ""},
		{"quarter", friday, "Exports rose in the third quarter.", "the third quarter = DATE 2019-Q3 2019-07-01..2019-09-30 season anchored"},
		{"quarter-of-year", friday, "Exports rose in the second quarter of 2018.", "the second quarter of 2018 = DATE 2018-Q2 2018-04-01..2018-06-30 season stated"},
		{"clock", friday, "Firing stopped at 9:30 a.m. on Thursday.", "9:30 a.m. on Thursday = TIME 2020-02-13T09:30 2020-02-13..2020-02-13 hour anchored"},
		{"clock-noon", friday, "The truce took effect at noon Wednesday.", "noon Wednesday = TIME 2020-02-12T12:00 2020-02-12..2020-02-12 hour anchored"},
		{"clock-not-score", friday, "They won 3:1 and lost 2:10.", ""},
		{"this-morning", friday, "He arrived this morning.", "this morning = TIME 2020-02-14TMO 2020-02-14..2020-02-14 day anchored"},
		{"range-between", friday, "Between 2014 and 2016 he served.", "2014 = DATE 2014 2014-01-01..2016-12-31 year stated\n2016 = DATE 2016 2016-01-01..2016-12-31 year stated"},
		{"range-from-to", friday, "From March to June 2014 they fought.", "March = DATE 2014-03 2014-03-01..2014-06-30 month stated\nJune 2014 = DATE 2014-06 2014-06-01..2014-06-30 month stated"},
		{"range-days", friday, "The visit of June 3-5, 2018 was long.", "June 3-5, 2018 = DATE 2018-06-03 2018-06-03..2018-06-05 day stated"},
		{"narrative-next-day", friday, "He was freed on May 3, 2015. The next day he flew home.", "May 3, 2015 = DATE 2015-05-03 2015-05-03..2015-05-03 day stated\nThe next day = DATE 2015-05-04 2015-05-04..2015-05-04 day anchored"},
		{"narrative-later", friday, "The truce was signed on May 12, 1994. Two years later, talks began.", "May 12, 1994 = DATE 1994-05-12 1994-05-12..1994-05-12 day stated\nTwo years later = DATE 1996 1996-01-01..1996-12-31 year anchored"},
		{"narrative-that-year", friday, "The town fell in May 1992. That year, thousands fled.", "May 1992 = DATE 1992-05 1992-05-01..1992-05-31 month stated\nThat year = DATE 1992 1992-01-01..1992-12-31 year anchored"},
		{"narrative-without-anchor", "", "The next day he flew home.", "The next day = DATE XXXX-XX-XX"},
		{"on-the-eve", friday, "On the eve, the envoy visited Baku.", "the eve = DATE 2020-02-13 2020-02-13..2020-02-13 day inferred"},
		{"on-the-eve-of", friday, "On the eve of the vote, he left.", ""},
		{"holiday", friday, "The prisoners were freed before Christmas.", "Christmas = DATE 2019-12-25 2019-12-25..2019-12-25 day anchored"},
		{"holiday-moving", friday, "They met on Easter Monday 2018.", "Easter Monday 2018 = DATE 2018-04-02 2018-04-02..2018-04-02 day stated"},
		{"now", friday, "He now leads the party.", "now = DATE PRESENT_REF 2020-02-14..2020-02-14 day inferred"},
		{"now-without-reference", "", "He now leads the party.", "now = DATE PRESENT_REF"},
		{"spoken-year", friday, "It happened in nineteen ninety-seven.", "nineteen ninety-seven = DATE 1997 1997-01-01..1997-12-31 year stated"},
		{"no-such-day", friday, "The paper is dated February 30, 2019.", "February 30, 2019 = DATE 2019-02 2019-02-01..2019-02-28 month stated"},
		{"half-year", friday, "Violence fell in the first half of 2019.", "the first half of 2019 = DATE 2019-H1 2019-01-01..2019-06-30 season stated"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := show(run(t, c.in, c.ref)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// FuzzRun holds the laws: expressions in order, inside a sentence, from <= to,
// and no date for anything relative where there is no reference date.
func FuzzRun(f *testing.F) {
	for _, s := range []string{"Two days later, on Feb. 30-31, 0001 and the year 9999999", "the last 99999999 centuries ago, 9999 years from now", "In the 30th century on 99/99/9999",
		"next next week's third quarter of 2199", "every 5 Mondays at 25:61", "the early mid-late 1990s's", "a half a century and a half ago", "twenty twenty-nine-one hundred thousand years later"} {
		f.Add(s, true)
	}
	tk, err := tokenizer.New()
	if err != nil {
		f.Fatal(err)
	}
	tx, err := timex.New()
	if err != nil {
		f.Fatal(err)
	}
	pub, _ := when.Parse(friday, when.Stated)
	f.Fuzz(func(t *testing.T, s string, dated bool) {
		ref := when.Date{}
		if dated {
			ref = pub
		}
		d := conllu.FromText(s, ref)
		if err := tk.Run(d); err != nil {
			t.Fatal(err)
		}
		if err := tx.Run(d); err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, x := range d.Timexes {
			if x.Start < last || d.Tokens[x.Start].Sent != d.Tokens[x.End-1].Sent {
				t.Fatalf("expression %+v overlaps or leaves its sentence", x)
			}
			last = x.End
			if x.Type == "" || x.Value == "" || x.How == "" {
				t.Fatalf("expression %+v lacks type, value or reason", x)
			}
			if x.When.IsZero() {
				continue
			}
			for _, day := range []string{x.When.From, x.When.To} {
				if _, err := time.Parse("2006-01-02", day); err != nil {
					t.Fatalf("%+v: %q is no day", x, day)
				}
			}
			if x.When.From > x.When.To || x.When.Basis == "" || x.When.Precision == "" {
				t.Fatalf("interval %+v", x.When)
			}
		}
	})
}

func TestLongText(t *testing.T) {
	begin := time.Now()
	run(t, strings.Repeat("Two days later , on Feb. 3 , between 2014 and 2016 and last week of the year ", 20_000), friday)
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}
