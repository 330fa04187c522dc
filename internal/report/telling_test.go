package report_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestTellings: one kind of deed in the turns of phrase in which reports tell
// it: who did it to whom, where, when and with how many dead. A want without
// ">" leaves open to whom, one with * who did it. The sentences are invented and
// nothing told in them happened.
func TestTellings(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"shells-fired-by", "Rockets fired by Sudanese rebels hit Mombasa on Monday.", "ASSAULT Sudanese rebels > Kenya @Mombasa 2020-01-27"},
		{"called-by", "A march called by Kenyan nurses through Mombasa on Tuesday blocked the main road.", "PROTEST Kenyan nurses > government of Kenya @Mombasa 2020-01-28"},
		{"attack-on-a-town-by", "An assault on Garissa by Somali militants left nine dead on Sunday.", "ASSAULT Somali militants > Kenya @Garissa 2020-01-26 9 dead"},
		{"source-behind-two-subjects", "A raid on Garissa by Somali militants killed six Kenyan guards on Sunday, officials said.", "ASSAULT Somali militants > Kenyan guards @Garissa 2020-01-26 6 dead"},
		{"dead-in-the-next-sentence", "Sudanese soldiers shelled Lodwar on Monday. Seven people died.", "ASSAULT Sudanese soldiers > Kenya @Lodwar 2020-01-27 7 dead"},
		{"lives-lost-in-the-next-sentence", "Sudanese jets bombed Lodwar on Monday. Eleven villagers lost their lives.", "ASSAULT Sudanese jets > Kenya @Lodwar 2020-01-27 11 dead"},
		{"handed-over", "Nine sailors whom Eritrea had captured were handed over to Kenya at Mombasa on Monday.", "RETREAT Eritrea > Kenya @Mombasa 2020-01-27"},
		{"given-back-pronoun", "Four Ugandan soldiers were missed for a week. Kenya sent them back on Monday.", "RETREAT Kenya > Ugandan soldiers 2020-01-27"},
		{"free-again", "Two Kenyan hostages are free.", "RETREAT * > Kenyan hostages"},
		{"let-go", "Kenya let two Ugandan prisoners go on Monday.", "RETREAT Kenya > Ugandan prisoners 2020-01-27"},
		{"freed-at-a-crossing", "Kenya on Monday freed two captives from Uganda at the Mombasa crossing.", "RETREAT Kenya > captives @Mombasa 2020-01-27"},
		{"march-of-people", "A march of 800 Kenyan teachers through Mombasa on Monday ended without clashes.", "PROTEST Kenyan teachers > government of Kenya @Mombasa 2020-01-27"},
		{"governments-of-several-states", "The Kenyan and Ugandan governments signed an accord in Mombasa on Monday.", "SUPPORT governments of Kenya,governments of Uganda @Mombasa 2020-01-27"},
		{"signed-what-they-call", "Kenya and Uganda signed on Monday what both call a treaty of friendship.", "SUPPORT Kenya,Uganda 2020-01-27"},
		{"after-months", "After weeks of bargaining, Kenya and Uganda signed an accord on Monday.", "SUPPORT Kenya,Uganda 2020-01-27"},
		{"time-of-another-deed", "Kenya and Uganda signed an accord on the victims of the autumn floods in Mombasa on Monday.", "SUPPORT Kenya,Uganda @Mombasa 2020-01-27"},
		{"town-hosts", "The city of Geneva hosted talks between Kenyan and Ugandan ministers on Monday.", "CONSULT ministers of Kenya,ministers of Uganda @Geneva 2020-01-27"},
		{"talks-took-place", "Talks between Kenya's minister and Uganda's envoy took place in Mombasa on Monday.", "CONSULT Kenya's minister,Uganda's envoy @Mombasa 2020-01-27"},
		{"visitor-received", "Uganda's president received the Kenyan visitor Otieno Barasa in Gulu on Monday.", "CONSULT Uganda's president,Otieno Barasa @Gulu 2020-01-27"},
		{"strike-that-blocks", "A strike by Kenyan teachers blocked roads in Mombasa on Monday.", "PROTEST Kenyan teachers 2020-01-27"},
		{"a-town-wakes-to-it", "Lebanon woke to Israeli shelling on Monday.", "ASSAULT * > Lebanon 2020-01-27"},
		{"clashes-that-kill", "Clashes between Kenyan troops and Somali militants left nine dead in Garissa on Monday.", "ASSAULT Kenyan troops,Somali militants @Garissa 2020-01-27 9 dead"},
		{"marched-to-protest", "Kenyan nurses marched in Nairobi on Monday to protest against the Kenyan government's tax plans.", "PROTEST Kenyan nurses @Nairobi 2020-01-27"},
		{"aid-that-arrives", "Two aid lorries from Kenya crossed into Somalia on Monday.", "AID Kenya > Somalia 2020-01-27"},
		{"lorries-that-carry-aid", "A convoy carrying flour from Turkey reached Damascus on Monday.", "AID * @Damascus 2020-01-27"},
		{"day-is-no-target", "Kenyan nurses marched on Monday.", "PROTEST Kenyan nurses 2020-01-27"},
		{"tanks-on-the-move", "Ethiopian tanks rolled towards Eritrea on Monday.", "MOBILIZE Ethiopian tanks 2020-01-27"},
		{"post-handed-over", "Kenya handed over the border post to Ethiopia on Monday.", "CONCEDE Kenya > Ethiopia 2020-01-27"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := read(t, c.text, "2020-01-30")
			name := map[string]string{}
			for _, a := range rec.Actors {
				name[a.ID] = a.Name
			}
			names := func(ids []string) string { return listed(name, ids) }
			var got []string
			for _, e := range rec.Events {
				s := e.Type + " " + names(e.Actors)
				if strings.Contains(c.want, " *") {
					s = e.Type + " *"
				}
				if r := names(e.Recipients); r != "" && r != names(e.Actors) && strings.Contains(c.want, " > ") {
					s += " > " + r
				}
				if e.Where != nil {
					s += " @" + e.Where.Name
				}
				if !e.When.IsZero() && e.When.Basis != "inferred" {
					s += " " + e.When.From
				}
				if e.Dead != nil {
					s += fmt.Sprintf(" %d dead", *e.Dead)
				}
				if e.Status == "new" || e.Status == "claimed" {
					got = append(got, s)
				}
			}
			for _, g := range got {
				if g == c.want {
					return
				}
			}
			t.Errorf("%s: got %q, want %q among them", c.text, got, c.want)
		})
	}
}

// listed gives the names of actors, parted by commas.
func listed(name map[string]string, ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, name[id])
	}
	return strings.Join(out, ",")
}
