package reconcile

import (
	"math"
	"slices"
	"strings"
	"time"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// day counts days since 1970-01-01; noDay is an unknown one.
type day int32

const noDay day = -1 << 30

func dayOf(iso string) day {
	if len(iso) < 10 {
		return noDay
	}
	t, err := time.Parse("2006-01-02", iso[:10])
	if err != nil {
		return noDay
	}
	return day(t.Unix() / 86400)
}

func (d day) String() string {
	if d == noDay {
		return ""
	}
	return time.Unix(int64(d)*86400, 0).UTC().Format("2006-01-02")
}

// month gives the year and the month, counted from 1.
func (d day) month() (year, month int) {
	y, m, _ := time.Unix(int64(d)*86400, 0).UTC().Date()
	return y, int(m)
}

// weekday is 1 for Monday to 7 for Sunday.
func (d day) weekday() int { return int((int64(d)%7+7+3)%7) + 1 }

// sketch is what the joining of articles keeps of one: hashes, days and
// numbers, no text. It costs some 12 bytes a word and a few hundred a finding.
type sketch struct {
	n         int // number of the article among those that are joined
	id, sha   string
	outlet    string // lower case
	chain     []string
	press     [][]uint32 // words of the names of outlet and chain
	published day
	title     []word
	words     []word
	sents     []sentence
	first     int // first word of the report behind header lines and dateline
	leadEnd   int // first word behind the lead
	back      map[int]bool
	days      []day    // days that the lead speaks of
	dateline  day      // day in the lines before the report
	preview   bool     // the lead speaks of what is still to come
	parties   []*party // of the findings
	finds     []*found
	actors    []actorSight
	state     uint64     // of what an earlier joining wrote into the record
	known     []string   // ids of all actors
	states    []weighted // countries, sorted, by the square root of their mentions
}

// weighted is a key with its weight.
type weighted struct {
	key    string
	weight float64
}

// term is a word of an article with its weight, before the rarity of the
// word among the articles is known.
type term struct {
	hash  uint32
	class class
	lead  bool
	tf    uint8
}

const (
	leadParagraphs = 2
	leadWords      = 90
)

// sketchOf reads one record. Only the text and the findings are used, so
// that the same article gives the same sketch wherever it stands.
func sketchOf(v *vocabulary, rec *record.Record) *sketch {
	a := &rec.Article
	s := &sketch{id: a.ID, sha: a.SHA256, outlet: strings.ToLower(strings.TrimSpace(a.Outlet)), published: dayOf(a.Published), back: map[int]bool{}}
	recurring := map[int]bool{}
	for _, p := range a.Recurring {
		recurring[p] = true
	}
	for _, p := range a.Background {
		s.back[p] = !recurring[p]
	}
	for _, h := range a.Chain {
		s.chain = append(s.chain, strings.ToLower(strings.TrimSpace(h.Who)))
	}
	s.press = [][]uint32{nameWords(a.Outlet)}
	for _, h := range a.Chain {
		if h.Kind != "official" {
			s.press = append(s.press, nameWords(h.Who))
		}
	}
	toks, sents := v.scan(a.Text)
	capital := v.capitals(toks)
	v.known(rec, capital)
	s.words, s.sents = v.read(toks, capital), sents
	ttoks, _ := v.scan(a.Title)
	s.title = v.read(ttoks, capital)
	s.lead(toks)
	s.dates(v, toks, ttoks)
	s.findings(rec, func(k int) []day { return s.daysIn(v, toks[s.sents[k].start:s.sents[k].end]) })
	s.state = written(rec).hash()
	count := map[string]int{}
	for i := range rec.Actors {
		s.known = append(s.known, rec.Actors[i].ID)
		if a := &rec.Actors[i]; nameable(a) {
			s.actors = append(s.actors, sightOf(a))
		}
		if c := rec.Actors[i].Country; c != "" {
			count[c] += max(1, len(rec.Actors[i].Mentions))
		}
	}
	for c, n := range count {
		s.states = append(s.states, weighted{c, math.Sqrt(float64(n))})
	}
	slices.SortFunc(s.states, func(a, b weighted) int { return strings.Compare(a.key, b.key) })
	return s
}

// lead finds where the report begins and where its lead ends.
func (s *sketch) lead(toks []token) {
	k := 0
	for k < len(s.sents) && s.alone(k) && (s.sents[k].end-s.sents[k].start < 8 || s.sents[k].end-s.sents[k].start < 16 && !s.lowerBetween(toks, s.sents[k].start, s.sents[k].end-1)) {
		k++
	}
	if k == len(s.sents) {
		k = 0
	}
	if k < len(s.sents) {
		s.first = s.sents[k].start
		s.leadEnd = s.first
		from := s.sents[k].paragraph
		paras := 0
		last := -1
		for ; k < len(s.sents); k++ {
			if p := s.sents[k].paragraph; p != last {
				if last = p; s.back[p] && p != from {
					continue
				}
				if paras++; paras > leadParagraphs {
					break
				}
			}
			if s.back[s.sents[k].paragraph] && s.sents[k].paragraph != from {
				continue
			}
			if s.leadEnd = s.sents[k].end; s.leadEnd-s.first > leadWords {
				break
			}
		}
	}
	// an inline dateline: capitals and a date before a dash
	for i := s.first; i < min(s.first+10, len(toks)-1); i++ {
		gap := int(toks[i+1].Start - toks[i].End)
		if gap >= 3 && !s.lowerBetween(toks, s.first, i) {
			s.first = i + 1
			break
		}
	}
}

// lowerBetween says that some word of a range is no name, number or date.
func (s *sketch) lowerBetween(toks []token, from, to int) bool {
	for i := from; i <= to; i++ {
		if !upper(toks[i].raw) && s.words[i].class != number && s.words[i].class != calendarWord && s.words[i].class != function {
			return true
		}
	}
	return false
}

// alone says that a sentence is the whole of its paragraph.
func (s *sketch) alone(k int) bool {
	return (k == 0 || s.sents[k-1].paragraph != s.sents[k].paragraph) && (k+1 == len(s.sents) || s.sents[k+1].paragraph != s.sents[k].paragraph)
}

// dates finds the days that title and lead speak of and whether they look
// ahead. It reads only what reporters write of the days around publication:
// weekdays, today and its neighbours, a day with its month.
func (s *sketch) dates(v *vocabulary, toks, title []token) {
	s.dateline = noDay
	if ds := s.daysIn(v, toks[:min(s.first, len(toks))]); len(ds) == 1 {
		s.dateline = ds[0]
	}
	end := max(s.leadEnd, s.first)
	s.days = s.daysIn(v, toks[min(s.first, len(toks)):end])
	if len(s.days) == 0 { // behind the lead, but still near
		more := min(len(toks), end+60)
		s.days = s.daysIn(v, toks[end:more])
	}
	ahead, past := s.tenses(v, title)
	first := s.first
	for _, st := range s.sents {
		if st.start <= first && first < st.end {
			a, p := s.tenses(v, toks[first:st.end])
			ahead, past = ahead+a, past+p
			break
		}
	}
	future, done := 0, 0
	for _, d := range s.days {
		if s.published != noDay && d > s.published {
			future++
		} else {
			done++
		}
	}
	s.preview = ahead > 0 && past == 0 || future > 0 && done == 0
}

// tenses counts words that look ahead and verbs that look back.
func (s *sketch) tenses(v *vocabulary, toks []token) (ahead, past int) {
	for i, t := range toks {
		low := fold(t.raw)
		switch low {
		case "will", "due", "scheduled", "expected", "upcoming", "tomorrow", "plans", "planned", "prepares", "set":
			ahead++
		case "was", "were", "has", "have", "had", "after", "met", "held", "took", "left", "struck", "broke", "shot", "told":
			past++
		case "to":
			if i > 0 && i < 4 {
				ahead++
			}
		default:
			if strings.HasSuffix(low, "ed") && len(low) > 4 && low != "united" && low != "announced" && low != "reported" && low != "added" {
				past++
			}
		}
	}
	return ahead, past
}

// daysIn resolves the days named in a run of tokens against publication.
func (s *sketch) daysIn(v *vocabulary, toks []token) []day {
	var out []day
	add := func(d day) {
		if d != noDay && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	low := make([]string, len(toks))
	for i, t := range toks {
		low[i] = fold(t.raw)
	}
	at := func(i int) string {
		if i < 0 || i >= len(low) {
			return ""
		}
		return low[i]
	}
	for i := range low {
		switch w := low[i]; {
		case v.calendar.Months[w] != 0 && upper(toks[i].raw):
			near := func(k int) string { // the neighbour, with nothing but a blank between
				if a, b := min(i, k), max(i, k); a < 0 || b >= len(toks) || toks[b].Start-toks[a].End != 1 {
					return ""
				}
				return at(k)
			}
			d, ok := dayNumber(near(i - 1))
			year := near(i + 1)
			if !ok {
				d, ok = dayNumber(near(i + 1))
				year = at(i + 2)
			}
			if ok {
				add(s.nearest(v.calendar.Months[w], d, year))
			}
		case s.published == noDay:
		case v.calendar.Weekdays[w] != 0 && upper(toks[i].raw) && len(w) > 4:
			back := (s.published.weekday() - v.calendar.Weekdays[w] + 7) % 7
			if aheadOf(toks, low, i) {
				add(s.published + day((7-back)%7))
				if back == 0 && at(i-1) == "next" {
					add(s.published + 7)
				}
			} else {
				add(s.published - day(back))
			}
		case w == "today", w == "tonight":
			add(s.published)
		case w == "yesterday", w == "night" && at(i-1) == "last", w == "evening" && at(i-1) == "last":
			add(s.published - 1)
		case w == "tomorrow":
			add(s.published + 1)
		}
	}
	return out
}

// aheadOf says that the words before a weekday, in its sentence, look ahead.
func aheadOf(toks []token, low []string, i int) bool {
	for k := i - 1; k >= 0 && !toks[k+1].initial; k-- {
		switch low[k] {
		case "will", "due", "next", "scheduled", "planned", "expected", "upcoming", "coming":
			return true
		case "said", "was", "were", "met", "held", "told", "had", "has":
			return false
		}
	}
	return false
}

func dayNumber(s string) (int, bool) {
	s = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(s, "th"), "st"), "nd"), "rd")
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, s != "" && n >= 1 && n <= 31
}

// nearest is the day of a month in the named year or in that which brings it
// closest to publication; noDay if it is more than a month away.
func (s *sketch) nearest(month, d int, year string) day {
	if len(year) == 4 && year[0] >= '1' && year[0] <= '2' {
		t, err := time.Parse("2006-1-2", year+"-"+itoa(month)+"-"+itoa(d))
		if err != nil {
			return noDay
		}
		got := day(t.Unix() / 86400)
		if s.published != noDay && (got < s.published-30 || got > s.published+30) {
			return noDay
		}
		return got
	}
	if s.published == noDay {
		return noDay
	}
	y := time.Unix(int64(s.published)*86400, 0).UTC().Year()
	best := noDay
	for _, yy := range []int{y - 1, y, y + 1} {
		t := time.Date(yy, time.Month(month), d, 0, 0, 0, 0, time.UTC)
		if t.Day() != d {
			continue
		}
		got := day(t.Unix() / 86400)
		if got >= s.published-30 && got <= s.published+30 && (best == noDay || abs(got-s.published) < abs(best-s.published)) {
			best = got
		}
	}
	return best
}

func abs[T ~int | ~int32 | ~float64](x T) T {
	if x < 0 {
		return -x
	}
	return x
}

// terms counts the words of title and report; background paragraphs, and
// those that recur in other articles, count nothing.
func (s *sketch) terms(recur map[int]bool) []term {
	var out []term
	at := map[uint32]int{}
	add := func(w word, lead bool) {
		if w.class == function || w.class == calendarWord {
			return
		}
		k, ok := at[w.hash]
		if !ok {
			k = len(out)
			at[w.hash] = k
			out = append(out, term{hash: w.hash, class: w.class})
		}
		t := &out[k]
		t.lead = t.lead || lead
		t.class = max(t.class, w.class)
		if t.tf < 255 {
			t.tf++
		}
	}
	for _, w := range s.title {
		add(w, true)
	}
	for _, st := range s.sents {
		if (s.back[st.paragraph] || recur[st.paragraph]) && st.start >= s.leadEnd || st.end <= s.first {
			continue
		}
		for i := max(st.start, s.first); i < st.end; i++ {
			add(s.words[i], i < s.leadEnd)
		}
	}
	slices.SortFunc(out, func(a, b term) int { return cmpInt(a.hash, b.hash) })
	return out
}

// sentenceAt finds the sentence that holds a byte, -1 if none does.
func (s *sketch) sentenceAt(o text.Offset) int {
	lo, hi := 0, len(s.sents)
	for lo < hi {
		m := (lo + hi) / 2
		if s.sents[m].last <= o {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo == len(s.sents) {
		return len(s.sents) - 1
	}
	return lo
}

// interval is a date in days.
type interval struct {
	from, to day
	basis    when.Basis
	known    bool
	fine     bool // a day or an hour
}

func intervalOf(d when.Date) interval {
	if d.IsZero() {
		return interval{from: noDay, to: noDay}
	}
	iv := interval{from: dayOf(d.From), to: dayOf(d.To), basis: d.Basis, known: true}
	iv.fine = iv.from == iv.to
	iv.known = iv.from != noDay && iv.to != noDay
	return iv
}
