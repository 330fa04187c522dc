package report_test

import (
	"strings"
	"testing"
)

// TestPhenomena: what a sentence says beyond its predicate. The sentences are
// invented.
func TestPhenomena(t *testing.T) {
	for _, c := range []struct{ name, text, want, not string }{
		{"a-deed-to-come-under-unless-is-threatened", "Kenya announced that it will expel Sudanese diplomats unless Sudan frees the pilots.", "THREATEN Kenya > Sudan", "SANCTION"},
		{"withdrawal-under-unless", "Kenya announced that it will withdraw its peacekeepers from Sudan unless Sudan frees the pilots.", "THREATEN Kenya > Sudan", "CONCEDE"},
		{"subject-of-a-deed-whose-entry-looks-elsewhere", "Kenyan gunmen wounded two Sudanese pilots in a bomb attack.", "ASSAULT Kenyan gunmen > Sudan", "ACCUSE"},
		{"who-issued-the-paper-that-demands", "Kenya issued a declaration demanding that Sudan release two pilots.", "REQUEST Kenya > Sudan", "RETREAT"},
		{"a-crowd-is-no-body-that-lodges-protests", "Some 300 Kenyan people protested in Nairobi against Sudan.", "PROTEST ", "ACCUSE"},
		{"one-act-of-saying-told-twice", "Kenya said it demanded that Sudan release two pilots.", "REQUEST Kenya > Sudan", "RETREAT"},
		{"source-behind-the-report", "Sudanese soldiers shelled a Kenyan village on Sunday, the Kenyan police said.", "ASSAULT Sudan > ", "ACCUSE"},
		{"without-a-condition-it-is-not", "Kenya announced that it will expel Sudanese diplomats.", "SANCTION Kenya > Sudan", "THREATEN"},
		{"words-between-verb-and-infinitive", "Kenya threatened on Sunday to break relations with Sudan.", "THREATEN Kenya > Sudan", "SANCTION"},
		{"consent-to-yield", "Kenya agreed to lift its curfew in Sudan.", "AGREE Kenya > Sudan", "CONCEDE"},
		{"what-is-asked-for-is-no-deed-of-its-own", "Kenya urged Sudan to release two pilots.", "REQUEST Kenya > Sudan", "RETREAT"},
		{"coordinated-adjectives-name-two-groups", "Kenyan and Sudanese envoys met in Geneva.", "CONSULT envoys of Kenya,Sudan > ", "ACCUSE"},
		{"victims-belong-to-the-place", "A Kenyan warplane killed nine children in the Sudanese town of Kosti.", "ASSAULT Kenyan warplane > Sudan", "> children"},
		{"who-shoots-is-not-named", "Two Kenyan soldiers were killed in Khartoum by a roadside bomb.", "ASSAULT Sudan > ", "ACCUSE"},
		{"who-arrests-is-not-named", "A Kenyan pilot was arrested in Khartoum.", "COERCE Sudan > Kenyan pilot", "ACCUSE"},
		{"a-place-stands-for-who-is-struck", "Kenyan gunboats fired ten shells at the port of Port Sudan.", "ASSAULT Kenyan gunboats > Sudan", "ACCUSE"},
		{"international-inspectors-are-of-no-country", "International inspectors began an investigation into a gas attack in Khartoum.", "ACCUSE International inspectors > ", "COERCE"},
		{"what-days-of-a-deed-are", "Kenyan and Sudanese warships began ten days of joint exercises.", "COOPERATE warships of Kenya,Sudan", "ACCUSE"},
		{"what-two-do-together", "Kenya and Sudan resumed joint patrols on the lake.", "COOPERATE Kenya,Sudan > Kenya,Sudan", "MOBILIZE"},
		{"out-of-is-one-preposition", "Kenya pulled its troops out of Sudan.", "RETREAT Kenya > Sudan", "MOBILIZE"},
		{"a-participle-before-a-noun-tells-no-news", "Kenya criticised the jailed Sudanese banker.", "ACCUSE Kenya > Sudan", "COERCE"},
		{"announced-in-the-past", "Kenya said on Monday it would host the Sudanese president in May.", "AGREE Kenya,Sudan > ", "CONSULT"},
		{"whoever-summons-complains", "Kenya summoned the Sudanese ambassador to complain of raids.", "Kenya > Sudan", "Sudan > "},
		{"consent-to-withdraw", "Kenya is willing to withdraw its troops from Sudan.", "AGREE Kenya > Sudan", "CONCEDE"},
		{"an-announced-withdrawal-yields", "Kenya will withdraw its troops from Sudan.", "CONCEDE Kenya > Sudan", "AGREE"},
		{"a-harm-of-ones-own-under-if", "Kenya said it would expel Sudanese diplomats if Sudan fires.", "THREATEN Kenya > Sudan", "SANCTION"},
		{"an-offer-under-a-condition", "Kenyan leaders said they would meet the Sudanese president if he leaves Juba.", "AGREE Kenyan leaders", "CONSULT"},
		{"who-is-threatened-stands-in-the-content", "Kenya warned that it would cut off oil supplies to Sudan if debts were not paid.", "THREATEN Kenya > Sudan", "ACCUSE"},
		{"a-protest-is-addressed-to-the-authorities", "Kenyan teachers went on strike on Monday.", "PROTEST Kenyan teachers > government of Kenya", "REQUEST"},
		{"a-body-of-another-state", "Sudan's Supreme Court freed two Kenyan pilots.", "RETREAT Sudan > Kenyan pilots", "United States"},
		{"what-is-to-be-held", "Kenya and Sudan are to hold joint naval drills in April.", "AGREE Kenya,Sudan > Kenya,Sudan", "MOBILIZE"},
		{"two-armies-in-one-phrase", "Kenyan and Sudanese troops exchanged artillery fire across the border.", "ASSAULT troops of Kenya,Sudan > troops of Kenya,Sudan", "> artillery"},
		{"permission-refused", "Kenya will not allow Sudanese jets to use its bases.", "REJECT Kenya > Sudan", "ASSAULT"},
		{"ones-own-people-are-no-target", "Kenya warned it would use force to protect its citizens in Sudan.", "THREATEN Kenya > Sudan", "REQUEST"},
		{"police-act-at-home", "Kenyan police arrested 15 militants planning to bomb the Sudanese embassy.", "COERCE Kenyan police > militants", "> Sudan;"},
		{"a-participle-as-adjective", "Kenya is prepared to lift its curfew in Sudan.", "AGREE Kenya > Sudan", "CONCEDE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := read(t, c.text, "2020-01-30")
			name := map[string]string{}
			for _, a := range rec.Actors {
				if name[a.ID] = a.Name; a.Country == "SDN" {
					name[a.ID] = "Sudan"
				}
			}
			names := func(ids []string) string { return listed(name, ids) }
			var got []string
			for _, e := range rec.Events {
				got = append(got, e.Type+" "+names(e.Actors)+" > "+names(e.Recipients))
			}
			all := strings.Join(got, "; ")
			if len(got) > 1 && got[0] == got[1] {
				t.Errorf("%s: one act is told twice: %s", c.text, all)
			}
			if !strings.Contains(all, c.want) || strings.Contains(all, c.not) {
				t.Errorf("%s: got %q, want %q and no %s", c.text, all, c.want, c.not)
			}
		})
	}
}

// TestThingsAreNoActors reads phrases about things in whose words a party, or a
// noun for persons, stands: the thing itself is nobody.
func TestThingsAreNoActors(t *testing.T) {
	rec := read(t, "Kenyan airstrikes killed four Sudanese soldiers on Tuesday. An executive order closed the Sudanese border at noon local time. "+
		"Sudanese protesters condemned the Kenyan settlements.", "2020-01-30")
	for _, a := range rec.Actors {
		if strings.ContainsAny(a.Name, " ") && !strings.HasSuffix(a.Name, "soldiers") && !strings.HasSuffix(a.Name, "protesters") {
			t.Errorf("%q is an actor", a.Name)
		}
	}
	struck := false
	for _, e := range rec.Events {
		for _, id := range e.Actors {
			for _, a := range rec.Actors {
				struck = struck || e.Type == "ASSAULT" && a.ID == id && a.Name == "Kenya"
			}
		}
	}
	if !struck {
		t.Error("Kenya is not the actor of the airstrikes")
	}
}

// TestHeIsAPerson reads what somebody says of a state: neither "he" nor what he
// says is the state's.
func TestHeIsAPerson(t *testing.T) {
	rec := read(t, "President John Adeyemi of Kenya spoke in Cairo on Monday. Many people came. Sudan is the problem. Sudan, he said, shells our towns. "+
		"\"Sudan wants to mislead the world,\" he told reporters.", "2020-01-30")
	said := 0
	for _, s := range rec.Statements {
		for _, a := range rec.Actors {
			if a.ID != s.Speaker {
				continue
			}
			said++
			if !strings.Contains(a.Name, "Adeyemi") {
				t.Errorf("%q is said by %s", s.Act, a.Name)
			}
		}
	}
	if said == 0 {
		t.Error("nothing is said")
	}
}

// TestTakenUp reads parties that are told of by their kind the second time.
func TestTakenUp(t *testing.T) {
	rec := read(t, "Kenya tested a rocket on Monday. The reclusive nation accused Sudan of lies. The country's health ministry denied the report. "+
		"Hezbollah fired rockets on Monday. The militant group threatened Sudan. The Defence Ministry in Nairobi met envoys. The ministry urged Sudan to talk. "+
		"Uganda shelled Sudan in 2014. Tanzania said on Friday it had expelled two Sudanese envoys.", "2020-01-30")
	name := map[string]string{}
	for _, a := range rec.Actors {
		name[a.ID] = a.Name
	}
	got := map[string]string{}
	for _, e := range rec.Events {
		for _, a := range e.Actors {
			got[e.Type] = name[a]
		}
	}
	for typ, want := range map[string]string{"ACCUSE": "Kenya", "REJECT": "health ministry of Kenya", "THREATEN": "Hezbollah",
		"REQUEST": "Defence Ministry", "SANCTION": "Tanzania"} {
		if got[typ] != want {
			t.Errorf("%s is by %q, want %q", typ, got[typ], want)
		}
	}
}

// TestSpeakersGoOn: a report lets one speaker go on by a pronoun, and who met
// others tells of it.
func TestSpeakersGoOn(t *testing.T) {
	for _, c := range []struct{ text, words, want string }{
		{"President John Adeyemi of Kenya met General Peter Okoro in Cairo. Okoro said that the road is open. \"The bridge is closed,\" he added.", "closed", "Okoro"},
		{"The Kenyan parliament has held meetings with ambassadors and other officials. They stressed that the road is open.", "stressed", "parliament"},
		{"President John Adeyemi of Kenya spoke in Cairo on Monday. The talks, in his view, opened a chance.", "view", "Adeyemi"},
	} {
		rec := read(t, c.text, "2020-01-30")
		found := false
		for _, s := range rec.Statements {
			if !strings.Contains(c.text[s.Span.Start:s.Span.End], c.words) {
				continue
			}
			for _, a := range rec.Actors {
				if a.ID == s.Speaker {
					found = true
					if !strings.Contains(a.Name, c.want) {
						t.Errorf("%q is said by %s, want %s", c.words, a.Name, c.want)
					}
				}
			}
		}
		if !found {
			t.Errorf("nobody says what holds %q", c.words)
		}
	}
}

// TestMeetingToldAgain: who attended belongs to the meeting told before, which
// is one event.
func TestMeetingToldAgain(t *testing.T) {
	rec := read(t, "The Kenyan president met with the Sudanese ambassador in Nairobi on Monday. Kenyan ministers also attended the meeting.", "2020-01-30")
	n, actors := 0, 0
	for _, e := range rec.Events {
		if e.Type == "CONSULT" {
			n++
			actors = len(e.Actors)
		}
	}
	if n != 1 || actors != 3 || len(rec.Contacts) != 1 || len(rec.Contacts[0].Participants) != 3 {
		t.Errorf("%d events with %d actors, contacts %+v", n, actors, rec.Contacts)
	}
}

// TestConditionsInOnePhrase reads two conditions of which the second goes on
// behind a comma.
func TestConditionsInOnePhrase(t *testing.T) {
	text := "Kenya said that it is ready for joint patrols with the Sudanese army on the conditions of peace and Sudan's territorial integrity, within its internationally recognized borders."
	got := ""
	for _, s := range read(t, text, "2020-01-30").Statements {
		got = ""
		for _, c := range s.Conditions {
			got += text[c.Start:c.End] + "|"
		}
	}
	if want := "peace|Sudan's territorial integrity, within its internationally recognized borders|"; got != want {
		t.Errorf("conditions %q, want %q", got, want)
	}
}

// TestOneReasonForADate reads news that is dated by the day which its opening
// names: the day of publication, which was there first, is no reason any more.
func TestOneReasonForADate(t *testing.T) {
	rec := read(t, "President John Adeyemi of Kenya met Sudanese envoys in Cairo, his office said on 28 January. The sides signed a pact. Many people came to see them. The talks went well.", "2020-01-30")
	for _, e := range rec.Events {
		n := 0
		for _, w := range e.Why {
			if w.What == "date" {
				n++
			}
		}
		if n > 1 {
			t.Errorf("%s has %d reasons for its date: %v", e.Type, n, e.Why)
		}
	}
}
