package record

// Choices lists the values that a field of a kind of finding may have, nil
// where the contract leaves it open.
func Choices(kind, field string) []string {
	switch kind + "." + field {
	case KindContact + ".format":
		return []string{"meeting", "visit", "call", "talks", "letter"}
	case KindContact + ".stage":
		return []string{"announced", "held", "cancelled"}
	case KindStatement + ".act":
		return []string{"claim", "deny", "accuse", "demand", "offer", "accept", "reject", "commit", "threaten", "praise", "express-readiness", "condition", "appeal", "inform"}
	case KindEvent + ".type", KindEvent + ".planned_type":
		return []string{"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
	case KindInstrument + ".kind":
		return []string{"agreement", "resolution", "mandate", "ceasefire", "declaration"}
	case KindDisplacement + ".kind":
		return []string{"displaced", "wish to return", "right to return", "returned"}
	case KindControl + ".kind":
		return []string{"occupied", "held", "claimed", "liberated"}
	case KindProcess + ".outcome":
		return []string{"no result", "progress", "round held", "suspended", "resumed", "concluded"}
	}
	if field == "status" {
		var out []string
		for _, st := range Statuses() {
			out = append(out, string(st))
		}
		return out
	}
	return nil
}

// NamesActors says that a field holds ids of actors.
func NamesActors(field string) bool {
	switch field {
	case "participants", "reported_by", "speaker", "addressee", "via", "actors", "recipients", "attribution", "parties", "by", "holder", "body", "mediators":
		return true
	}
	return false
}
