package when

import "testing"

// FuzzParse states the laws of dates: what reads as one covers from <= to in
// days that exist, and its short form reads as the same interval.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"1994", "1994-05", "2020-02-29", "2019-02-29", "0000", "0001-01", "9999-12-31", "-001", "20 0", "1994-5-1", "2020-13", "+123-01-01", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s, Stated)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("%q: %v, and yet %+v", s, err, d)
			}
			return
		}
		from, ok := d.Start()
		to, ok2 := d.Finish()
		if !ok || !ok2 || to.Before(from) || d.From > d.To {
			t.Fatalf("%q covers %q to %q", s, d.From, d.To)
		}
		if d.String() != s {
			t.Fatalf("%q is written %q", s, d)
		}
		if again, err := Parse(d.String(), Stated); err != nil || again != d {
			t.Fatalf("%q read again: %+v, %v", s, again, err)
		}
	})
}

func TestParse(t *testing.T) {
	for s, want := range map[string]Date{
		"1994":       {"1994-01-01", "1994-12-31", Year, Stated},
		"2020-02":    {"2020-02-01", "2020-02-29", Month, Stated},
		"1994-05-12": {"1994-05-12", "1994-05-12", Day, Stated},
	} {
		if d, err := Parse(s, Stated); err != nil || d != want {
			t.Errorf("%s: %+v, %v", s, d, err)
		}
	}
	for _, s := range []string{"2019-02-29", "1994-13", "94", "tomorrow", "1994/05/12"} {
		if _, err := Parse(s, Stated); err == nil {
			t.Errorf("%s reads as a date", s)
		}
	}
}
