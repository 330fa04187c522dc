package recordtest

import (
	"bytes"
	"testing"

	"rapporteur/internal/record"
)

func TestFixturesAreRecords(t *testing.T) {
	for _, rec := range []*record.Record{Sample(), Odd(1)} {
		if err := record.Check(rec); err != nil {
			t.Error(err)
		}
		seen := map[string]bool{}
		for _, it := range rec.Items() {
			if seen[it.Finding.ID] {
				t.Errorf("%s %s twice", it.Kind, it.Finding.ID)
			}
			seen[it.Finding.ID] = true
			if it.Finding.Len() == 0 {
				t.Errorf("%s %s without evidence", it.Kind, it.Finding.ID)
			}
		}
	}
}

func TestCanonicalRoundTrip(t *testing.T) {
	for _, rec := range []*record.Record{Sample(), Odd(1), {Schema: record.Schema}} {
		one, err := record.Canonical(rec)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(one, []byte("\n")) || bytes.Contains(one, []byte(`\u003c`)) || bytes.Contains(one, []byte(`"actors":null`)) {
			t.Errorf("not canonical: %.200s", one)
		}
		back, err := record.Decode(one)
		if err != nil {
			t.Fatal(err)
		}
		two, err := record.Canonical(back)
		if err != nil || !bytes.Equal(one, two) {
			t.Errorf("second pass differs (%v):\n%s\n%s", err, one, two)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, bad := range []string{"", "[]", `{"schema":2}`, `{"schema":1}{}`} {
		if _, err := record.Decode([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestCheckRefusesEvidenceOutside(t *testing.T) {
	rec := Sample()
	rec.Events[0].End = 1 << 20
	if record.Check(rec) == nil {
		t.Error("evidence outside the text was accepted")
	}
}
