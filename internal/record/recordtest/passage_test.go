package recordtest

import (
	"strings"
	"testing"

	"rapporteur/internal/record"
)

func TestPassage(t *testing.T) {
	long := strings.Repeat("before ", 40) + "the Café met, " + strings.Repeat("after ", 40)
	tests := []struct{ query, text, want string }{
		{"mines", "The mines are cleared.", "The \x01mines\x02 are cleared."},
		{"min*", "The mines.", "The \x01mines\x02."},
		{"cafe", long, "…before before before before before before before the \x01Café\x02 met, " + strings.TrimSpace(strings.Repeat("after ", 14)) + "…"},
		{"none", "The mines.", ""},
	}
	for _, tt := range tests {
		if got := record.Passage(record.ParseQuery(tt.query), tt.text); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.query, got, tt.want)
		}
	}
	if got := record.Passage(record.ParseQuery("norvik"), "no", "East Norvik"); got != "East \x01Norvik\x02" {
		t.Errorf("second text: %q", got)
	}
}
