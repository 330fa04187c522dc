package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"rapporteur/internal/record"
	"rapporteur/internal/review"
)

// one makes the decision that the flags ask for.
func (c *reviewCmd) one(e *env, st store) error {
	act, ids := record.Merge, c.Merge
	if c.Split != "" {
		act, ids = record.Split, append(ids, c.Split)
	}
	switch {
	case c.Split != "" && len(ids) > 1:
		return errors.New("review: --merge and --split are two decisions")
	case act == record.Merge && len(ids) < 2:
		return errors.New("review: --merge needs two ids and more, divided by commas")
	}
	var on []record.Anchor
	actors := 0
	for _, id := range ids {
		a, err := anchorOf(e, st, id)
		if errors.Is(err, record.ErrNotFound) {
			return fmt.Errorf("review: no finding and no actor %s in %s", id, shown(c.Store))
		}
		if err != nil {
			return err
		}
		if a.Kind == record.KindActor {
			actors++
		}
		on = append(on, a)
	}
	if actors > 0 && actors < len(on) {
		return errors.New("review: actors and findings cannot be one")
	}
	d := review.New(c.Author, act, time.Now(), on...)
	d.Note = c.Note
	d = d.Sealed()
	if _, err := st.PutDecision(e.ctx, d); err != nil {
		return err
	}
	e.printf("kept as %s\n", d.ID)
	return nil
}

// anchorOf names the finding or the actor with an id; an actor by the first
// article that has it.
func anchorOf(e *env, st store, id string) (record.Anchor, error) {
	rec, err := st.Find(e.ctx, id)
	if err == nil {
		it, _ := rec.Item(id)
		return review.AnchorOf(rec, it), nil
	}
	if !errors.Is(err, record.ErrNotFound) {
		return record.Anchor{}, err
	}
	found := errors.New("found")
	var out record.Anchor
	err = st.Each(e.ctx, func(rec *record.Record) error {
		if a, ok := rec.Actor(id); ok {
			out = review.ActorAnchor(rec, a)
			return found
		}
		return nil
	})
	switch {
	case errors.Is(err, found):
		return out, nil
	case err == nil:
		err = record.ErrNotFound
	}
	return out, err
}

// fields reads corrections: name=value, the value JSON or a plain word. A
// value that begins with a bracket or a quotation mark runs to its end.
func fields(s string) ([]record.Field, error) {
	var out []record.Field
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		name, rest, ok := strings.Cut(s, "=")
		name = strings.TrimSpace(name)
		if !ok || name == "" || strings.ContainsAny(name, " \t") {
			return nil, fmt.Errorf("write a correction as name=value, not %q", s)
		}
		var value json.RawMessage
		dec := json.NewDecoder(strings.NewReader(rest))
		if err := dec.Decode(&value); err == nil && endsWord(rest, dec.InputOffset()) {
			s = rest[dec.InputOffset():]
		} else {
			word, tail, _ := strings.Cut(rest, " ")
			if word == "" {
				return nil, fmt.Errorf("%s has no value", name)
			}
			b, err := json.Marshal(word)
			if err != nil {
				return nil, err
			}
			value, s = b, tail
		}
		out = append(out, record.Field{Name: name, Value: string(value)})
	}
	if len(out) == 0 {
		return nil, errors.New("c needs name=value")
	}
	return out, nil
}

// namesToIDs puts ids in place of the names of actors, and makes a list of one
// where the contract has a list.
func namesToIDs(rec *record.Record, fields []record.Field) error {
	for i, f := range fields {
		if !record.NamesActors(f.Name) {
			continue
		}
		var one string
		list := []string{}
		switch {
		case oneActor(f.Name):
			if json.Unmarshal([]byte(f.Value), &one) != nil {
				return fmt.Errorf("%s is one actor", f.Name)
			}
			list = append(list, one)
		default:
			if json.Unmarshal([]byte(f.Value), &one) == nil {
				list = append(list, one)
			} else if json.Unmarshal([]byte(f.Value), &list) != nil {
				return fmt.Errorf("%s is an actor or a list of actors", f.Name)
			}
		}
		for k, name := range list {
			id, err := actorID(rec, name)
			if err != nil {
				return err
			}
			list[k] = id
		}
		var value any = list
		if oneActor(f.Name) {
			value = list[0]
		}
		b, err := json.Marshal(value)
		if err != nil {
			return err
		}
		fields[i].Value = string(b)
	}
	return nil
}

// oneActor says that a field holds one actor and no list.
func oneActor(field string) bool {
	return field == "speaker" || field == "by" || field == "holder" || field == "body"
}

// actorID finds an actor of an article by id or name; nobody and the outlet,
// as claims have it, stay what they are.
func actorID(rec *record.Record, name string) (string, error) {
	if _, ok := rec.Actor(name); ok || name == "" || name == rec.Article.Outlet {
		return name, nil
	}
	var names []string
	for _, a := range rec.Actors {
		if strings.EqualFold(a.Name, name) {
			return a.ID, nil
		}
		names = append(names, a.Name)
	}
	return "", fmt.Errorf("no actor %q in this article; there are %s", name, strings.Join(names, ", "))
}

// endsWord says that a word of s ends at an offset: 2020-02 is no number.
func endsWord(s string, at int64) bool { return at == int64(len(s)) || s[at] == ' ' || s[at] == '\t' }
