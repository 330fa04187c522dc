package gazetteer

import (
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"
)

func sample() []Row {
	rows := []Row{{ID: 7, Name: "Northshire", Country: "ZZA", Kind: Region, Lat: 10, Lon: 20, Adm1: -1, Adm2: -1}}
	for i, n := range []string{"Alpha", "Beta", "Gamma Town", "Delta", "Alpha", "Al-Khabira"} {
		rows = append(rows, Row{ID: 100 + i, Name: n, Alternates: []string{n + " the Old"}, Country: "ZZA", Kind: City, Rank: Rank(i % 3), Population: 1000 * i,
			Fame: i, Lat: float64(i) - 3, Lon: -120.5 * float64(i%2), Adm1: 0, Adm2: -1})
	}
	return rows
}

func yes(Row) bool { return true }

func TestPackRoundTrip(t *testing.T) {
	file, err := Encode(sample(), yes)
	if err != nil {
		t.Fatal(err)
	}
	tb, err := decode(file)
	if err != nil {
		t.Fatal(err)
	}
	g := newGazetteer(tb)
	for i, r := range sample() {
		p := g.Place(Ref(i))
		if p.Name != r.Name || p.Country != r.Country || p.Kind != r.Kind || p.Rank != r.Rank || p.Population != r.Population || p.GeoNamesID != r.ID || p.Lat != r.Lat || p.Lon != r.Lon {
			t.Errorf("row %d: got %+v, want %+v", i, p, r)
		}
		if r.Kind == City && p.Region != "Northshire" {
			t.Errorf("row %d: region %q", i, p.Region)
		}
	}
	if got := len(g.Find("alpha")); got != 2 {
		t.Errorf("alpha: %d matches, want 2", got)
	}
	if ms := g.Find("Delta the Old"); len(ms) != 1 || ms[0].Form != Alternate {
		t.Errorf("alternate name: %v", ms)
	}
	if ms := g.Find("Khabirah"); len(ms) != 1 || ms[0].Form != Loose {
		t.Errorf("transliteration: %v", ms)
	}
}

func TestEncodeIsDeterministic(t *testing.T) {
	a, _ := Encode(sample(), yes)
	b, _ := Encode(sample(), yes)
	if string(a) != string(b) {
		t.Error("the same rows gave two files")
	}
}

func TestDecodeRefuses(t *testing.T) {
	good, err := Encode(sample(), yes)
	if err != nil {
		t.Fatal(err)
	}
	change := func(f func(b []byte) []byte) []byte { return f(append([]byte(nil), good...)) }
	for _, c := range []struct {
		name, want string
		file       []byte
	}{
		{"empty", "does not begin", nil},
		{"other file", "does not begin", []byte("PK\x03\x04 and more bytes than a header has")},
		{"newer version", "version 9", change(func(b []byte) []byte { binary.LittleEndian.PutUint16(b[4:], 9); return b })},
		{"flipped bit", "checksum", change(func(b []byte) []byte { b[len(b)-3] ^= 1; return b })},
		{"cut off", "checksum", good[:len(good)-10]},
		{"wrong length", "damaged", change(func(b []byte) []byte { binary.LittleEndian.PutUint32(b[10:], 5); return b })},
		{"huge length", "at most", change(func(b []byte) []byte { binary.LittleEndian.PutUint32(b[10:], 1<<31); return b })},
	} {
		_, err := decode(c.file)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

// FuzzDecode: a damaged payload is an error or a table that can be asked
// anything, never a panic.
func FuzzDecode(f *testing.F) {
	f.Add(buildTable(sample(), yes).encode())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, raw []byte) {
		tb, err := decodePayload(raw)
		if err != nil {
			return
		}
		g := newGazetteer(tb)
		for _, n := range []string{"alpha", "gamma town", "zzz", "khabirah"} {
			for _, m := range g.Find(n) {
				g.Place(m.Ref)
				g.Brief(m.Ref)
			}
		}
	})
}

// FuzzFile: any bytes as a file are an error or a table.
func FuzzFile(f *testing.F) {
	good, _ := Encode(sample(), yes)
	f.Add(good)
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) >= headerSize { // let the fuzzer past the checksum
			binary.LittleEndian.PutUint32(file[6:], crc32.ChecksumIEEE(file[headerSize:]))
		}
		if tb, err := decode(file); err == nil {
			newGazetteer(tb).Find("alpha")
		}
	})
}
