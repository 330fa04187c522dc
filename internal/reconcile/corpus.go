package reconcile

import (
	"fmt"
	"slices"
	"strings"

	"rapporteur/internal/record"
)

// corpus is the articles that are joined, in their canonical order: by day of
// publication, then id. It holds a few words of each; sketches are read from
// the shelf when they are asked for and forgotten when others are, so that
// memory hardly grows with the number of articles.
type corpus struct {
	bounds
	kept  *shelf // the sketches
	stamp uint64
	heads []head
	pool  map[string]string // strings that come again
	buf   []byte

	held   *shelf // findings ready for comparison
	slots  []slot // where, by article
	packed []byte

	textsOf cache[*sketch] // without actors and findings
	viewsOf cache[*view]
	toldOf  cache[*sketch] // findings ready for comparison

	// what the stages of joining found out
	al       map[[2]int]*pairText
	recur    []map[int]bool
	r        *rarity
	event    []int32 // group of main event, -1 if alone
	entity   map[string]string
	borrowed map[int]map[int]interval // article -> finding -> day in the original
	first    []int32                  // number of each article's first finding; one more for the end
}

// head is what is always at hand of an article.
type head struct {
	id, sha   string
	published day
	outlet    uint64 // hash of the outlet's name, 0 if unknown
	sents     int    // how many
	finds     int
	at        slot
}

// bounds says how much of the articles is held at once. The result does not
// depend on it.
type bounds struct {
	shelf int64 // bytes of sketches in memory; of more, a file takes all
	texts int   // texts, some 20 kB each
	views int   // views, 8 kB
	told  int   // articles with their findings, 20 kB, of which some are asked for in no order
	swept int   // articles with their findings, through which others pass
	keys  int   // articles whose sentences' keys are held without looking which come again
	parts int   // articles whose findings' keys are held; of more, they are gone through in parts
	lot   int   // articles whose pairs are held
	met   int   // pairs of findings, about
	whole int   // findings that hang together whose pairs are all compared beforehand
}

// wide are the bounds of the program: some 200 MB in all.
func wide() bounds {
	return bounds{shelf: 24 << 20, texts: 400, views: 3000, told: 1000, swept: 3500, keys: 12000, parts: 12000, lot: 1000, met: 3 << 20, whole: 40}
}

// maxPool is how many strings are shared at most.
const maxPool = 100_000

// fault carries an error of the shelf through the stages of joining; guard
// makes it an error again. It never leaves the package.
type fault struct{ err error }

func guard(err *error) {
	switch p := recover().(type) {
	case nil:
	case fault:
		*err = p.err
	default:
		panic(p)
	}
}

// skim reads a sketch, or the first parts of it. It is not safe for concurrent
// use, as hold is not; the caches are.
func (c *corpus) skim(i int, upTo part) *sketch {
	b, err := c.kept.get(c.heads[i].at, c.buf)
	if err != nil {
		panic(fault{err})
	}
	if c.kept.f != nil {
		c.buf = b
	}
	s, err := unpack(b, c.stamp, upTo)
	if err != nil {
		panic(fault{fmt.Errorf("article %s: %w", c.heads[i].id, err)})
	}
	s.n = i
	return s
}

// each calls fn for every article in order. fn must not keep the sketch.
func (c *corpus) each(upTo part, fn func(i int, s *sketch)) {
	for i := range c.heads {
		fn(i, c.skim(i, upTo))
	}
}

// text is the text of an article; it has no actors and findings.
func (c *corpus) text(i int) *sketch {
	return c.textsOf.get(i, func(i int) *sketch { return c.skim(i, textPart) })
}

// view is an article as the comparison of main events sees it.
func (c *corpus) view(i int) *view {
	return c.viewsOf.get(i, func(i int) *view {
		v := c.viewOf(c.skim(i, textPart))
		v.outlet = strings.Clone(v.outlet)
		return v
	})
}

func (c *corpus) viewOf(s *sketch) *view {
	v := viewOf(s.terms(c.recur[s.n]), c.r)
	v.opening(s, c.r)
	v.facts(s)
	return &v
}

// findings gives an article's sketch with its findings ready for comparison.
func (c *corpus) findings(i int) *sketch {
	return c.toldOf.get(i, c.hold)
}

// settle gives findings the status that they have once recurring paragraphs
// are known.
func (c *corpus) settle(s *sketch) *sketch {
	for _, f := range s.finds {
		f.status = c.statusOf(s, f)
	}
	return s
}

// ready makes the findings of a sketch ready for comparison.
func (c *corpus) ready(s *sketch) *sketch {
	c.passages(c.settle(s))
	return c.inWorld(s)
}

// inWorld gives findings and parties what other articles told of them.
func (c *corpus) inWorld(s *sketch) *sketch {
	for _, p := range s.parties {
		if p.entity = c.entity[p.id]; p.entity == "" {
			p.entity = p.id
		}
	}
	for k, f := range s.finds {
		f.day = f.when
		if d, ok := c.borrowed[s.n][k]; ok {
			f.day = d
		}
	}
	return s
}

// statusOf is the status of a finding once recurring paragraphs are known.
func (c *corpus) statusOf(s *sketch, f *found) record.Status {
	if f.sent >= 0 && f.read == record.New && c.recur[s.n][s.sents[f.sent].paragraph] {
		return record.Background
	}
	return f.read
}

// find gives finding number ix of all.
func (c *corpus) find(ix int) *found {
	i := c.articleOf(ix)
	return c.findings(i).finds[ix-int(c.first[i])]
}

// arrange sorts the articles.
func arrange(heads []head) {
	slices.SortFunc(heads, func(a, b head) int {
		if a.published != b.published {
			return cmpInt(a.published, b.published)
		}
		return strings.Compare(a.id, b.id)
	})
}
