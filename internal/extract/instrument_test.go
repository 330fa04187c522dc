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
		{"houses are no settlement of a conflict", "Chile/Chile/PROPN/NNP/2/nsubj approved/approve/VERB/VBD/0/root new/new/ADJ/JJ/4/amod settlements/settlement/NOUN/NNS/2/obj", "", nil},
		{"settling a conflict is no paper", "Chile/Chile/PROPN/NNP/2/nsubj praised/praise/VERB/VBD/0/root conflict/conflict/NOUN/NN/4/compound resolution/resolution/NOUN/NN/2/obj", "", nil},
	} {
		f, who, _ := read(t, made{rows: tt.rows})
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
