package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// gold is one annotated article, as far as the trainer reads it. Offsets are
// bytes once load has returned.
type gold struct {
	ID         string      `json:"id"`
	Actors     []goldActor `json:"actors"`
	Statements []goldItem  `json:"statements"`
	Events     []goldItem  `json:"events"`
	Meetings   []goldItem  `json:"meetings"`
	Agreements []goldItem  `json:"agreements"`
	Background []int       `json:"background_paragraphs"`
}

type goldActor struct {
	Name    string `json:"name"`
	Country string `json:"country_code"`
	Type    string `json:"type"`
}

type goldItem struct {
	Type      string   `json:"type"`
	Name      string   `json:"name"`
	Actor     []string `json:"actor"`
	Recipient []string `json:"recipient"`
	Status    string   `json:"status"`
	Speaker   string   `json:"speaker"`
	Stance    string   `json:"stance"`
	Attended  []string `json:"participants"`
	Start     int      `json:"start"`
	End       int      `json:"end"`
}

// item is an annotated article with its text.
type item struct {
	path string // of a JSON file with the text
	text string
	gold gold
}

// load pairs gold files with articles: texts is a folder of ID.json files.
func load(goldDir, texts string) ([]item, error) {
	files, err := filepath.Glob(filepath.Join(goldDir, "*.json"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	var out []item
	for _, f := range files {
		id := strings.TrimSuffix(filepath.Base(f), ".json")
		if id == "duplicates" {
			continue
		}
		it := item{path: filepath.Join(texts, id+".json")}
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(b, &it.gold); err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		it.gold.ID = id
		b, err = os.ReadFile(it.path)
		if err != nil {
			return nil, err
		}
		var a struct{ Text string }
		if err := json.Unmarshal(b, &a); err != nil {
			return nil, fmt.Errorf("%s: %w", it.path, err)
		}
		it.text = a.Text
		at := make([]int, 0, len(a.Text)+1) // code point -> byte
		for i := range a.Text {
			at = append(at, i)
		}
		at = append(at, len(a.Text))
		for _, list := range [][]goldItem{it.gold.Statements, it.gold.Events, it.gold.Meetings, it.gold.Agreements} {
			for i := range list {
				list[i].Start, list[i].End = at[min(list[i].Start, len(at)-1)], at[min(list[i].End, len(at)-1)]
			}
		}
		out = append(out, it)
	}
	return out, nil
}

// spanOK is the matching rule of the evaluation: IoU of a quarter, or
// containment in a span that is not too long.
func spanOK(as, ae, bs, be int) (float64, bool) {
	i := min(ae, be) - max(as, bs)
	if i <= 0 {
		return 0, false
	}
	la, lb := ae-as, be-bs
	u := float64(i) / float64(la+lb-i)
	c := float64(i) / float64(min(la, lb))
	return u, u >= 0.25 || c >= 0.8 && u >= 0.12 && max(la, lb) <= 400
}

var (
	possessive = regexp.MustCompile(`['’]s\b`)
	other      = regexp.MustCompile(`[^a-z0-9]+`)
)

// tokens are the telling words of a name.
func tokens(s string) map[string]bool {
	s = possessive.ReplaceAllString(strings.ToLower(s), "")
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	s = " " + strings.TrimSpace(other.ReplaceAllString(b.String(), " ")) + " "
	for _, p := range [][2]string{{" united states ", " usa "}, {" u s ", " usa "}, {" us ", " usa "}, {" european union ", " eu "}, {" united nations ", " un "}, {" u n ", " un "}, {" united kingdom ", " uk "}, {" britain ", " uk "}, {" british ", " uk "}} {
		s = strings.ReplaceAll(s, p[0], p[1])
	}
	all, telling := map[string]bool{}, map[string]bool{}
	for _, t := range strings.Fields(s) {
		all[t] = true
		if !generic[t] {
			telling[t] = true
		}
	}
	if len(telling) > 0 {
		return telling
	}
	return all
}

var generic = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("the of a an and for in on to by mr mrs ms dr his her its their armed forces force army military troops ministry minister foreign defence defense affairs government president prime secretary general state deputy spokesperson spokesman spokeswoman authorities delegation leader leaders head chief commander office special envoy representative republic national official officials side party statement committee council") {
		m[w] = true
	}
	return m
}()

// alike says that two names share at least half of the words of the shorter.
func alike(a, b string) bool {
	x, y := tokens(a), tokens(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	n := 0
	for t := range x {
		for u := range y {
			if t == u || len(t) >= 5 && len(u) >= 5 && (strings.HasPrefix(t, u[:4]) && abs(len(t)-len(u)) <= 3) {
				n++
				break
			}
		}
	}
	return 2*n >= len(x)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
