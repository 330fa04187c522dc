package extract_test

import (
	"slices"
	"strings"
	"testing"
)

func TestInstruments(t *testing.T) {
	for _, tt := range []struct {
		phenomenon, rows string
		name             string   // "" for no instrument
		claims           []string // status by whom
	}{
		{"named by year and kind, with parties", "The/the/DET/DT/4/det 1994/1994/NUM/CD/4/nummod ceasefire/ceasefire/NOUN/NN/4/compound agreement/agreement/NOUN/NN/8/nsubj with/with/ADP/IN/6/case Peru/Peru/PROPN/NNP/4/nmod is/be/AUX/VBZ/8/cop old/old/ADJ/JJ/0/root",
			"1994 ceasefire agreement with Peru", nil},
		{"not carried out, the outlet says", "Chile/Chile/PROPN/NNP/4/nsubj has/have/AUX/VBZ/4/aux not/not/PART/RB/4/advmod implemented/implement/VERB/VBN/0/root four/four/NUM/CD/6/nummod resolutions/resolution/NOUN/NNS/4/obj",
			"four resolutions", []string{"not_implemented by outlet"}},
		{"accepted by each who signs", "Chile/Chile/PROPN/NNP/4/nsubj and/and/CCONJ/CC/3/cc Peru/Peru/PROPN/NNP/1/conj signed/sign/VERB/VBD/0/root the/the/DET/DT/7/det peace/peace/NOUN/NN/7/compound treaty/treaty/NOUN/NN/4/obj",
			"peace treaty", []string{"reaffirmed by Chile", "reaffirmed by Peru"}},
		{"aimed at and not yet concluded", "Chile/Chile/PROPN/NNP/2/nsubj hopes/hope/VERB/VBZ/0/root to/to/PART/TO/4/mark conclude/conclude/VERB/VB/2/xcomp a/a/DET/DT/7/det peace/peace/NOUN/NN/7/compound treaty/treaty/NOUN/NN/4/obj",
			"peace treaty", []string{"called_for by Chile"}},
		{"over a noun", "Chile/Chile/PROPN/NNP/2/nsubj affirmed/affirm/VERB/VBD/0/root its/its/PRON/PRP$/4/nmod:poss fidelity/fidelity/NOUN/NN/2/obj to/to/ADP/IN/8/case the/the/DET/DT/8/det peace/peace/NOUN/NN/8/compound treaty/treaty/NOUN/NN/4/nmod",
			"peace treaty", []string{"reaffirmed by Chile"}},
		{"who is bound, not by what", "Chile/Chile/PROPN/NNP/3/nsubj:pass is/be/AUX/VBZ/3/aux:pass bound/bind/VERB/VBN/0/root by/by/ADP/IN/7/case the/the/DET/DT/7/det peace/peace/NOUN/NN/7/compound treaty/treaty/NOUN/NN/3/obl",
			"peace treaty", []string{"reaffirmed by Chile"}},
		{"who ends it says so", "Chile/Chile/PROPN/NNP/2/nsubj cancelled/cancel/VERB/VBD/0/root the/the/DET/DT/5/det peace/peace/NOUN/NN/5/compound treaty/treaty/NOUN/NN/2/obj",
			"peace treaty", []string{"not_implemented by Chile"}},
		{"said again is the same", "Chile/Chile/PROPN/NNP/2/nsubj signed/sign/VERB/VBD/0/root the/the/DET/DT/5/det peace/peace/NOUN/NN/5/compound treaty/treaty/NOUN/NN/2/obj | Peru/Peru/PROPN/NNP/2/nsubj violated/violate/VERB/VBD/0/root the/the/DET/DT/4/det treaty/treaty/NOUN/NN/2/obj",
			"peace treaty", []string{"reaffirmed by Chile", "violated by outlet"}},
		{"it bears their signatures", "The/the/DET/DT/2/det memorandum/memorandum/NOUN/NN/3/nsubj bears/bear/VERB/VBZ/0/root signatures/signature/NOUN/NNS/3/obj of/of/ADP/IN/6/case Chile/Chile/PROPN/NNP/4/nmod and/and/CCONJ/CC/8/cc Peru/Peru/PROPN/NNP/6/conj",
			"memorandum", []string{"reaffirmed by Chile", "reaffirmed by Peru"}},
		{"no way of enforcing it", "There/there/PRON/EX/2/expl is/be/VERB/VBZ/0/root no/no/DET/DT/4/det way/way/NOUN/NN/2/nsubj of/of/SCONJ/IN/6/mark enforcing/enforce/VERB/VBG/4/acl the/the/DET/DT/9/det peace/peace/NOUN/NN/9/compound treaty/treaty/NOUN/NN/6/obj",
			"peace treaty", []string{"not_implemented by outlet"}},
		{"breaches recorded by somebody", "Chile/Chile/PROPN/NNP/2/nsubj logged/log/VERB/VBD/0/root breaches/breach/NOUN/NNS/2/obj of/of/ADP/IN/7/case the/the/DET/DT/7/det peace/peace/NOUN/NN/7/compound treaty/treaty/NOUN/NN/3/nmod by/by/ADP/IN/9/case Peru/Peru/PROPN/NNP/3/nmod",
			"peace treaty", []string{"violated by Chile"}},
		{"pledged to honour is accepted", "Chile/Chile/PROPN/NNP/2/nsubj pledged/pledge/VERB/VBD/0/root to/to/PART/TO/4/mark honour/honour/VERB/VB/2/xcomp the/the/DET/DT/7/det peace/peace/NOUN/NN/7/compound treaty/treaty/NOUN/NN/4/obj",
			"peace treaty", []string{"reaffirmed by Chile"}},
		{"the lexicon tells its fate", "The/the/DET/DT/3/det peace/peace/NOUN/NN/3/compound treaty/treaty/NOUN/NN/4/nsubj remains/remain/VERB/VBZ/0/root on/on/ADP/IN/6/case paper/paper/NOUN/NN/4/obl",
			"peace treaty", []string{"not_implemented by outlet"}},
		{"the parser lost what was not carried out", "Resolutions/resolution/NOUN/NNS/0/root demanding/demand/VERB/VBG/1/acl that/that/SCONJ/IN/7/mark troops/troop/NOUN/NNS/5/nsubj leave/leave/VERB/VBP/2/ccomp are/be/AUX/VBP/8/aux:pass not/not/PART/RB/8/advmod implemented/implement/VERB/VBN/2/ccomp",
			"Resolutions", []string{"not_implemented by outlet"}},
		{"how it is carried out is a question", "Chile/Chile/PROPN/NNP/2/nsubj checked/check/VERB/VBD/0/root how/how/ADV/WRB/8/advmod the/the/DET/DT/6/det peace/peace/NOUN/NN/6/compound treaty/treaty/NOUN/NN/8/nsubj:pass is/be/AUX/VBZ/8/aux:pass implemented/implement/VERB/VBN/2/ccomp",
			"peace treaty", nil},
		{"known by where it was concluded, whatever somebody thinks of it", "Chile/Chile/PROPN/NNP/2/nsubj broke/break/VERB/VBD/0/root the/the/DET/DT/5/det fragile/fragile/ADJ/JJ/5/amod truce/truce/NOUN/NN/2/obj brokered/broker/VERB/VBN/5/acl in/in/ADP/IN/8/case Lima/Lima/PROPN/NNP/6/obl",
			"truce brokered in Lima", []string{"reaffirmed by outlet", "violated by outlet"}},
		{"such a treaty is the one told of", "Chile/Chile/PROPN/NNP/2/nsubj signed/sign/VERB/VBD/0/root the/the/DET/DT/5/det peace/peace/NOUN/NN/5/compound treaty/treaty/NOUN/NN/2/obj | Peru/Peru/PROPN/NNP/2/nsubj violated/violate/VERB/VBD/0/root such/such/DET/PDT/5/det:predet a/a/DET/DT/5/det treaty/treaty/NOUN/NN/2/obj",
			"peace treaty", []string{"reaffirmed by Chile", "violated by outlet"}},
		{"which truce was broken is not told", "Chile/Chile/PROPN/NNP/2/nsubj broke/break/VERB/VBD/0/root the/the/DET/DT/4/det truce/truce/NOUN/NN/2/obj", "", nil},
		{"efforts are no truce", "Chile/Chile/PROPN/NNP/2/nsubj praised/praise/VERB/VBD/0/root truce/truce/NOUN/NN/4/compound efforts/effort/NOUN/NNS/2/obj", "", nil},
		{"houses are no settlement of a conflict", "Chile/Chile/PROPN/NNP/2/nsubj approved/approve/VERB/VBD/0/root new/new/ADJ/JJ/4/amod settlements/settlement/NOUN/NNS/2/obj", "", nil},
		{"settling a conflict is no paper", "Chile/Chile/PROPN/NNP/2/nsubj praised/praise/VERB/VBD/0/root conflict/conflict/NOUN/NN/4/compound resolution/resolution/NOUN/NN/2/obj", "", nil},
	} {
		m := made{rows: tt.rows}
		for i, w := range strings.Fields(tt.rows) {
			if strings.HasPrefix(w, "Lima/") {
				m.places = map[[2]int]string{{i, i + 1}: "Lima"}
			}
		}
		f, who, _ := read(t, m)
		if tt.name == "" {
			if len(f.Instruments) > 0 {
				t.Errorf("%s: an instrument: %+v", tt.phenomenon, f.Instruments)
			}
			continue
		}
		if len(f.Instruments) != 1 {
			t.Errorf("%s: %d instruments, want 1: %+v", tt.phenomenon, len(f.Instruments), f.Instruments)
			continue
		}
		in := f.Instruments[0]
		var claims []string
		for _, c := range in.Claims {
			by := "outlet"
			if c.By >= 0 {
				by = who.Actors[c.By].Name
			}
			claims = append(claims, c.Status+" by "+by)
		}
		slices.Sort(claims)
		if in.Name != tt.name || strings.Join(claims, ", ") != strings.Join(tt.claims, ", ") {
			t.Errorf("%s: %q with %q, want %q with %q", tt.phenomenon, in.Name, claims, tt.name, tt.claims)
		}
	}
}
