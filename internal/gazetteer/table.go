package gazetteer

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"sort"
	"strings"
)

// degree is the number of units of a stored coordinate in one degree; one unit
// is 111 m, less than the size of a town.
const degree = 1e3

// Row is one place as it enters a table.
type Row struct {
	ID         int
	Name       string
	Alternates []string
	Country    string // ISO3
	Kind       Kind
	Rank       Rank
	Population int
	Fame       int // in how many languages or spellings GeoNames has its name
	Lat, Lon   float64
	Adm1, Adm2 int // index of the row of the division, -1 if none
}

// table holds places in columns and two sorted indices over their names: as
// folded, and by skeleton. It is what data/places.rgz unpacks to.
type table struct {
	countries []string // ISO3 codes, sorted, "" first
	id        []uint32
	country   []uint8
	kind      []uint8 // kind | rank<<4
	pop       []uint32
	fame      []uint8 // twice the binary logarithm of 1 + Row.Fame, rounded
	lat, lon  []int32
	adm1      []uint16 // row + 1, 0 if none
	adm2      []uint16
	ref1      []Ref // instead of adm1 where not nil: divisions in any table
	ref2      []Ref
	nameAt    []uint32 // offsets into names, one more than rows
	names     string
	exact     index
	loose     index
}

func (t *table) name(i int) string { return t.names[t.nameAt[i]:t.nameAt[i+1]] }

// index maps keys to postings: keys sorted and front-coded in blocks, the
// postings in the same order in a stream of their own. A posting is row<<1,
// plus 1 if the key is not the row's main name.
type index struct {
	keyBlob  []byte
	postBlob []byte
	keyAt    []uint32 // offset in keyBlob of each block of blockSize keys
	postAt   []uint32 // offset in postBlob of the same block
	keys     int
}

const blockSize = 16

type posting struct {
	key string
	val uint32
}

func buildIndex(ps []posting) index {
	slices.SortFunc(ps, func(a, b posting) int { return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.val, b.val)) })
	var ix index
	prev := ""
	for i := 0; i < len(ps); {
		j := i
		for j < len(ps) && ps[j].key == ps[i].key {
			j++
		}
		key := ps[i].key
		shared := 0
		if ix.keys%blockSize == 0 {
			ix.keyAt = append(ix.keyAt, uint32(len(ix.keyBlob)))
			ix.postAt = append(ix.postAt, uint32(len(ix.postBlob)))
		} else {
			for shared < len(prev) && shared < len(key) && prev[shared] == key[shared] {
				shared++
			}
		}
		ix.keyBlob = binary.AppendUvarint(ix.keyBlob, uint64(shared))
		ix.keyBlob = binary.AppendUvarint(ix.keyBlob, uint64(len(key)-shared))
		ix.keyBlob = append(ix.keyBlob, key[shared:]...)
		// One row may stand under a key by its main name and by an alternate: the main name wins.
		var vals []uint32
		for _, p := range ps[i:j] {
			if n := len(vals); n > 0 && vals[n-1]>>1 == p.val>>1 {
				continue
			}
			vals = append(vals, p.val)
		}
		ix.postBlob = binary.AppendUvarint(ix.postBlob, uint64(len(vals)))
		last := uint32(0)
		for _, v := range vals {
			ix.postBlob = binary.AppendUvarint(ix.postBlob, uint64(v-last))
			last = v
		}
		prev = key
		ix.keys++
		i = j
	}
	return ix
}

// cursor walks over the keys of a block, or over postings.
type cursor struct {
	b   []byte
	key []byte
	ok  bool
}

func (c *cursor) num() int {
	v, n := binary.Uvarint(c.b)
	if n <= 0 || v > 1<<31 {
		c.b, c.ok = nil, false
		return 0
	}
	c.b = c.b[n:]
	return int(v)
}

// next reads one key.
func (c *cursor) next() {
	shared, rest := c.num(), c.num()
	if !c.ok || shared > len(c.key) || rest > len(c.b) {
		c.ok = false
		return
	}
	c.key = append(c.key[:shared], c.b[:rest]...)
	c.b = c.b[rest:]
}

func (ix index) find(key string) []uint32 {
	if len(ix.keyAt) == 0 || key == "" {
		return nil
	}
	first := cursor{}
	bl := sort.Search(len(ix.keyAt), func(i int) bool {
		first.b, first.ok, first.key = ix.keyBlob[ix.keyAt[i]:], true, first.key[:0]
		first.next()
		return !first.ok || string(first.key) > key
	}) - 1
	if bl < 0 {
		return nil
	}
	c := cursor{b: ix.keyBlob[ix.keyAt[bl]:], ok: true}
	for k := 0; k < blockSize && len(c.b) > 0; k++ {
		c.next()
		if !c.ok || string(c.key) > key {
			return nil
		}
		if string(c.key) == key {
			return postings(ix.postBlob[ix.postAt[bl]:], k)
		}
	}
	return nil
}

// postings reads the list after skip others.
func postings(b []byte, skip int) []uint32 {
	c := cursor{b: b, ok: true}
	for ; skip > 0 && c.ok; skip-- {
		for n := c.num(); n > 0 && c.ok; n-- {
			c.num()
		}
	}
	n := c.num()
	if !c.ok || n > len(c.b) {
		return nil
	}
	out := make([]uint32, 0, n)
	last := 0
	for ; n > 0 && c.ok; n-- {
		last += c.num()
		out = append(out, uint32(last))
	}
	return out
}

// buildTable makes a table of rows. looseFor says for which rows the skeleton
// index is wanted.
func buildTable(rows []Row, looseFor func(Row) bool) *table {
	t := &table{}
	cc := map[string]uint8{}
	list := []string{""}
	for _, r := range rows {
		list = append(list, r.Country)
	}
	slices.Sort(list)
	t.countries = slices.Compact(list)
	for i, c := range t.countries {
		cc[c] = uint8(i)
	}
	var names strings.Builder
	var ex, lo []posting
	seen := map[string]bool{}
	for i, r := range rows {
		t.id = append(t.id, uint32(r.ID))
		t.country = append(t.country, cc[r.Country])
		t.kind = append(t.kind, uint8(kindIndex(r.Kind))|uint8(r.Rank)<<4)
		t.pop = append(t.pop, uint32(max(r.Population, 0)))
		t.fame = append(t.fame, uint8(round(2*math.Log2(1+float64(max(r.Fame, 0))))))
		t.lat = append(t.lat, int32(round(r.Lat*degree)))
		t.lon = append(t.lon, int32(round(r.Lon*degree)))
		t.adm1 = append(t.adm1, uint16(r.Adm1+1))
		t.adm2 = append(t.adm2, uint16(r.Adm2+1))
		t.nameAt = append(t.nameAt, uint32(names.Len()))
		names.WriteString(r.Name)
		clear(seen)
		add := func(name string, alt uint32) {
			k := Fold(name)
			if k == "" || seen[k] {
				return
			}
			seen[k] = true
			ex = append(ex, posting{k, uint32(i)<<1 | alt})
			if looseFor(r) {
				if s := skeleton(k); s != "" && !seen["~"+s] {
					seen["~"+s] = true
					lo = append(lo, posting{s, uint32(i)<<1 | alt})
				}
			}
		}
		add(r.Name, 0)
		for _, a := range r.Alternates {
			add(a, 1)
		}
	}
	t.nameAt = append(t.nameAt, uint32(names.Len()))
	t.names = names.String()
	t.exact, t.loose = buildIndex(ex), buildIndex(lo)
	return t
}

func round(f float64) float64 {
	if f < 0 {
		return float64(int64(f - 0.5))
	}
	return float64(int64(f + 0.5))
}
