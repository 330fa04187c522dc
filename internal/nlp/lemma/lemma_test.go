package lemma

import "testing"

func TestOf(t *testing.T) {
	d, err := New([]string{"agree", "attack", "deploy", "stop", "seize", "gunman", "ban", "free", "plan", "box", "thank"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, form, upos, guess, want string }{
		{"irregular past", "met", "VERB", "me", "meet"},
		{"irregular participle", "withdrawn", "VERB", "withdrawn", "withdraw"},
		{"regular past of a known word", "attacked", "VERB", "attacke", "attack"},
		{"silent e", "seizing", "VERB", "seiz", "seize"},
		{"doubled consonant", "banned", "VERB", "bann", "ban"},
		{"noun in men", "gunmen", "NOUN", "gunme", "gunman"},
		{"known guess stays", "deployed", "VERB", "deploy", "deploy"},
		{"unknown word keeps the guess", "frobbed", "VERB", "frob", "frob"},
		{"no sibilant before -es", "planes", "NOUN", "plan", "plane"},
		{"no other word's plural", "planes", "NOUN", "plane", "plane"},
		{"sibilant before -es", "boxes", "NOUN", "box", "box"},
		{"plural only", "Thanks", "NOUN", "thanks", "thanks"},
		{"other words are left alone", "met", "PROPN", "Met", "Met"},
	} {
		if got := d.Of(c.form, c.upos, c.guess); got != c.want {
			t.Errorf("%s: %s/%s: got %q, want %q", c.name, c.form, c.upos, got, c.want)
		}
	}
}
