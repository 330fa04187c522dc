package record

import (
	"context"
	"strings"
)

// Count is how many findings of a kind and status an article has.
type Count struct {
	Kind   string `json:"kind"`
	Status Status `json:"status"`
	N      int    `json:"n"`
}

// Summary is the head of an article with its counts, by kind, then status,
// and the first words of its report in place of the text.
type Summary struct {
	Article
	Lead   string  `json:"lead"`
	Counts []Count `json:"counts"`
}

// Total adds the counts of a kind, over all statuses.
func (s *Summary) Total(kind string) int {
	n := 0
	for _, c := range s.Counts {
		if c.Kind == kind {
			n += c.N
		}
	}
	return n
}

// Hit is one article or finding that a search found.
type Hit struct {
	Article Article `json:"article"` // without its text
	Finding string  `json:"finding"` // id, "" for a hit in the article's title or text
	Kind    string  `json:"kind"`    // kind of the finding, "article" for the text
	Status  Status  `json:"status"`
	// Snippet is the passage found; MarkStart and MarkEnd stand around the words.
	Snippet string `json:"snippet"`
}

// Marks around the words found in a Snippet: control characters, which no
// decoded article has in a word.
const (
	MarkStart = "\x01"
	MarkEnd   = "\x02"
)

// Index is what a store that can be searched offers beside Store.
type Index interface {
	// Search finds articles and findings that have all words of the query;
	// words in double quotes must follow one another, a final * stands for
	// any ending. Best first, or newest first for words that stand in very many
	// places; at most limit hits. A query without a word finds nothing.
	Search(ctx context.Context, query string, limit int) ([]Hit, error)
	// Summaries gives heads with counts, newest day of publication first,
	// then by id; total is the number of all articles.
	Summaries(ctx context.Context, offset, limit int) (list []Summary, total int, err error)
}

// Term is a part of a search query: one word, or several in a row.
type Term struct {
	Words  []string
	Prefix bool // the last word stands for any word that begins so
}

// ParseQuery cuts a query into terms; every store reads queries with it.
func ParseQuery(q string) []Term {
	var out []Term
	for i, part := range strings.Split(q, `"`) {
		if i%2 == 1 {
			if w := words(part); len(w) > 0 {
				out = append(out, Term{Words: w})
			}
			continue
		}
		for _, f := range strings.Fields(part) {
			if w := words(f); len(w) > 0 {
				out = append(out, Term{Words: w, Prefix: strings.HasSuffix(f, "*")})
			}
		}
	}
	return out
}

func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !isWord(r) })
}

// Summarise counts the findings of a record by kind, in the order of the
// output contract, then by status.
func Summarise(rec *Record) Summary {
	sum := Summary{Article: rec.Article, Lead: lead(rec.Article.Text), Counts: []Count{}}
	sum.Text = ""
	n := map[Count]int{}
	for _, it := range rec.Items() {
		n[Count{Kind: it.Kind, Status: it.Finding.Status}]++
	}
	for _, kind := range Kinds() {
		for _, st := range Statuses() {
			if k := n[Count{Kind: kind, Status: st}]; k > 0 {
				sum.Counts = append(sum.Counts, Count{kind, st, k})
			}
		}
	}
	return sum
}

// Statuses lists all statuses, what is new first.
func Statuses() []Status {
	return []Status{New, Planned, Claimed, Hypothetical, Negated, Restated, Background}
}

const maxLead = 200 // bytes

// lead is the beginning of the first paragraph that is long enough to be
// part of a report, cut between words.
func lead(s string) string {
	for _, p := range strings.Split(s, "\n") {
		p = strings.Join(strings.Fields(p), " ")
		if len(p) < 60 {
			continue
		}
		if len(p) > maxLead {
			if i := strings.LastIndexByte(p[:maxLead], ' '); i > 0 {
				p = p[:i] + " …"
			}
		}
		return p
	}
	return ""
}
