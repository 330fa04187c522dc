package lang

import "testing"

func TestEnglishLoads(t *testing.T) {
	l, err := English()
	if err != nil {
		t.Fatal(err)
	}
	if l.Abbrevs["Sen."] != AbbrevTitle || !l.Prefixes["anti"] || l.Calendar.Months["sept"] != 9 || l.Names["tural"] != Male || l.Names["angela"] != Female {
		t.Errorf("lists lack words that must be there")
	}
	if b, ok := l.Beings["delegation"]; !ok || !b.Group {
		t.Errorf("delegation is %+v", b)
	}
	for w, n := range l.Calendar.Ordinals {
		if n < 1 || n > 31 {
			t.Errorf("ordinal %s is %d", w, n)
		}
	}
}
