package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

const report = "The delegations met in the town hall and parted without a result, officials of both sides said."

func TestHeader(t *testing.T) {
	tests := []struct {
		name, text, outlet string
		want               string // outlet|byline|published basis|agency|kinds
		body               string // the report as it must begin, "" for report
	}{
		{"date-line-by-outlet", " date 2020-02-14 By Azernews\n\n\n\n\n\nBy Abdul Kerimkhanov\n\n" + report, "", "Azernews|Abdul Kerimkhanov|2020-02-14 stated||date,outlet,byline", ""},
		{"place-country-day-alone", "BAKU, Azerbaijan, Feb. 14\n\nBy Jane Doe – Trend:\n\n" + report, "", "|Jane Doe| |Trend|dateline,byline", ""},
		{"place-country-day-trend", "Baku, Azerbaijan, June 1\n\nTrend:\n\n" + report, "Trend", "|| |Trend|dateline,outlet", ""},
		{"place-agency-dash", "VIENNA (Reuters) - " + report, "", "|| |Reuters|dateline", ""},
		{"two-places-agency", "ANKARA/WASHINGTON (Reuters) - " + report, "", "|| |Reuters|dateline", ""},
		{"place-state-agency", "SELMA, Ala. (AP) — " + report, "", "|| |Associated Press|dateline", ""},
		{"place-region-agency", "WASHINGTON/BISMARCK, North Dakota (Reuters) - " + report, "", "|| |Reuters|dateline", ""},
		{"place-day-agency-line", "Baku, December 6, AZERTAC\n\n" + report, "", "|| |AZERTAC|dateline", ""},
		{"place-day-agency-stop", "YEREVAN, FEBRUARY 14, ARMENPRESS. " + report, "", "|| |Armenpress|dateline", ""},
		{"place-day-strokes", "ASTANA, May 4. /TASS/. " + report, "", "|| |TASS|dateline", ""},
		{"place-day-brackets", "BEIJING, Feb. 14 (Xinhua) -- " + report, "", "|| |Xinhua|dateline", ""},
		{"place-name-agency", "Baku. Anar Aliyev - APA. " + report, "", "|Anar Aliyev| |APA|dateline", ""},
		{"place-day-year", "GENEVA, 14 February 2020 – " + report, "", "||2020-02-14 inferred||dateline", ""},
		{"place-country-double-hyphen", "KABUL, Afghanistan -- " + report, "", "|| ||dateline", ""},
		{"place-dash", "NASHUA, N.H.—" + report, "", "|| ||dateline", ""},
		{"place-of-two-words", "UNITED NATIONS — " + report, "", "|| ||dateline", ""},
		{"saint", "ST. LOUIS — " + report, "", "|| ||dateline", ""},
		{"broadcaster-tag", "(CNN) " + report, "", "CNN|| ||dateline", ""},
		{"broadcaster-tag-place", "Washington (CNN) " + report, "CNN (Web News)", "CNN|| ||dateline", ""},
		{"agency-tag-dash", "(AFP) — " + report, "", "|| |Agence France-Presse|dateline", ""},
		{"byline", "By Jane Doe\n\n" + report, "", "|Jane Doe| ||byline", ""},
		{"byline-two-agency", "By JANE DOE and JOHN O’ROE, Associated Press\n\n" + report, "", "|Jane Doe, John O’Roe| |Associated Press|byline", ""},
		{"byline-role", "By Jane Doe, Middle East correspondent in Erbil\n" + report, "", "|Jane Doe| ||byline", ""},
		{"byline-day", "By Jane van der Doe - December 8, 2014\n\n" + report, "", "|Jane van der Doe|2014-12-08 stated||byline", ""},
		{"byline-agency-only", "By AFP\n\n" + report, "", "|| |Agence France-Presse|byline", ""},
		{"names-above-outlet", "Jim Michaels\n\nUSA TODAY\n\n" + report, "", "USA TODAY|Jim Michaels| ||byline,outlet", ""},
		{"names-above-given-outlet", "Ann Other, and William M. Roe\n\nExample Post\n\nBAGHDAD – " + report, "Example Post", "Example Post|Ann Other, William M. Roe| ||byline,outlet,dateline", ""},
		{"published-label", "Published: 14 February 2020\n\n" + report, "", "||2020-02-14 stated||date", ""},
		{"published-beats-updated", "Updated 16 February 2020, 10:15 GMT\nPublished 14 February 2020 at 09:30 (UTC+4)\n\n" + report, "", "||2020-02-14 stated||date,date", ""},
		{"updated-alone", "Last updated: Feb. 16, 2020\n\n" + report, "", "||2020-02-16 stated||date", ""},
		{"weekday-time", "Friday, 14 February 2020 | 12:30\n\n" + report, "", "||2020-02-14 stated||date", ""},
		{"day-and-time", "October 07, 2022 12:12\n\n" + report, "", "||2022-10-07 stated||date", ""},
		{"age-of-article", "This article is more than 3 years old\n\n" + report, "", "|| ||date", ""},
		{"title-before-byline", "Envoy visits the valley\n\nBy Jane Doe\n\n" + report, "", "|Jane Doe| ||title,byline", ""},
		{"none", report, "", "|| ||", ""},
		// what looks like a header and is none
		{"not-by-a-person", "By Friday the army had taken the town, officials of the republic said.", "", "|| ||", "By Friday"},
		{"not-a-place-but-a-label", "EXCLUSIVE — The delegations met in the town hall.", "", "|| ||", "EXCLUSIVE"},
		{"not-a-place-but-a-body", "NATO – Secretary General Jane Doe said that talks went on.", "", "|| ||", "NATO"},
		{"not-a-dateline-but-an-aside", "BAKU — the capital of the republic — is calm, residents said.", "", "|| ||", "BAKU — the"},
		{"not-a-dateline-but-a-sentence", "The envoy, Jane Doe (Reuters) - who knows the valley - has left.", "", "|| ||", "The envoy"},
		{"not-a-date-line-but-a-sentence", "14 February 2020 was the day on which the delegations met in the town hall.", "", "|| ||", "14 February"},
		{"body-ends-the-head", report + "\n\nBy Jane Doe", "", "|| ||", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := readHeader(tt.text, tt.outlet, "")
			var kinds []string
			for i, x := range h.headers {
				kinds = append(kinds, x.Kind)
				if i > 0 && x.Span.Start < h.headers[i-1].Span.Start {
					t.Errorf("headers out of order: %v", h.headers)
				}
				if int(x.Span.End) > h.body {
					t.Errorf("header %q reaches into the body", x.Span.In(tt.text))
				}
			}
			got := fmt.Sprintf("%s|%s|%s %s|%s|%s", h.outlet, h.byline, h.published, h.published.Basis, h.agency, strings.Join(kinds, ","))
			if got != tt.want {
				t.Errorf("header\n %s, want\n %s", got, tt.want)
			}
			want := tt.body
			if want == "" {
				want = report
			}
			if !strings.HasPrefix(tt.text[h.body:], want) {
				t.Errorf("body starts %.40q", tt.text[h.body:])
			}
		})
	}
}

func TestChain(t *testing.T) {
	tests := []struct{ name, text, outlet, want string }{
		{"outlet-and-agency", "VIENNA (Reuters) - " + report, "Example Post", "Example Post outlet 0:0; Reuters agency 8:15"},
		{"outlet-is-the-agency", "VIENNA (Reuters) - " + report, "Reuters", "Reuters outlet 8:15"},
		{"outlet-under-a-longer-name", "(CNN) " + report, "CNN (Web News)", "CNN (Web News) outlet 1:4"},
		{"broadcaster-behind-another-outlet", "(CNN) " + report, "Example Post", "Example Post outlet 0:0; CNN broadcaster 1:4"},
		{"agency-alone", "VIENNA (AFP) - " + report, "", "Agence France-Presse agency 8:11"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := readHeader(tt.text, tt.outlet, "")
			outlet := tt.outlet
			if outlet == "" {
				outlet = h.outlet
			}
			var got []string
			for _, hop := range h.chain(outlet, h.published) {
				got = append(got, fmt.Sprintf("%s %s %s", hop.Who, hop.Kind, hop.Span))
			}
			if s := strings.Join(got, "; "); s != tt.want {
				t.Errorf("chain %q, want %q", s, tt.want)
			}
		})
	}
}

func TestAgenciesData(t *testing.T) {
	names := map[string]string{}
	for _, l := range dataLines(agenciesTSV) {
		f := strings.Split(l, "\t")
		if len(f) != 3 || f[1] != "agency" && f[1] != "broadcaster" && f[1] != "outlet" {
			t.Errorf("agencies.tsv: bad line %q", l)
			continue
		}
		for _, n := range append([]string{f[0]}, strings.Split(f[2], "|")...) {
			if n == "" {
				continue
			}
			if was, ok := names[fold(n)]; ok && was != f[0] {
				t.Errorf("agencies.tsv: %q stands for %q and %q", n, was, f[0])
			}
			names[fold(n)] = f[0]
		}
	}
}

// The seed, where it lies beside the checkout.
func TestSeed(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/seed/*.txt")
	if len(files) == 0 {
		t.Skip("NOT TESTED: no seed article beside this checkout")
	}
	as, errs := readAllOf(files[:1], nil)
	if errs != nil {
		t.Fatal(errs)
	}
	a := as[0]
	if a.Outlet != "Azernews" || a.Byline != "Abdul Kerimkhanov" || a.Published.String() != "2020-02-14" || a.Language != "en" {
		t.Errorf("head %q %q %v %q", a.Outlet, a.Byline, a.Published, a.Language)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil || string(raw) != a.Text {
		t.Error("the text differs from the file")
	}
	if !strings.HasPrefix(a.Body.In(a.Text), "Azerbaijani community") {
		t.Errorf("body %.40q", a.Body.In(a.Text))
	}
}
