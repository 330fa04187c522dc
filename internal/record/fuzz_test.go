package record_test

import (
	"bytes"
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
)

// FuzzDecode states the law of the contract: any bytes give a record or an
// error, and the canonical form of a record reads back as itself.
func FuzzDecode(f *testing.F) {
	good, err := record.Canonical(recordtest.Sample())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte(`{"schema":1,"article":{"id":"x","text":"é"},"events":[{"start":1,"end":9,"when":null}],"actors":null}`))
	f.Add([]byte(`{"schema":1}{}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		rec, err := record.Decode(b)
		if err != nil {
			return
		}
		_ = record.Check(rec) // may refuse, must not panic
		one, err := record.Canonical(rec)
		if err != nil {
			t.Fatal(err)
		}
		back, err := record.Decode(one)
		if err != nil {
			t.Fatalf("the canonical form is refused: %v\n%s", err, one)
		}
		if two, err := record.Canonical(back); err != nil || !bytes.Equal(one, two) {
			t.Fatalf("not canonical: %v\n%s\n%s", err, one, two)
		}
	})
}
