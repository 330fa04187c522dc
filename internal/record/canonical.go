package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
)

// Canonical writes a record in its one canonical form: the JSON of the
// output contract on one line, keys in the order of the types, lists never
// null, no escaping but what JSON demands. Equal records give equal bytes,
// and Decode of the result gives an equal record. rec is not modified.
func Canonical(rec *Record) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(filled(reflect.ValueOf(*rec)).Interface()); err != nil {
		return nil, fmt.Errorf("record: %s: %w", rec.Article.ID, err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// Decode reads the canonical form, or any JSON of the output contract. A
// record of another schema is refused.
func Decode(b []byte) (*Record, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	rec := &Record{}
	if err := dec.Decode(rec); err != nil {
		return nil, fmt.Errorf("record: no record: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("record: more than one value")
	}
	if rec.Schema != Schema {
		return nil, fmt.Errorf("record: schema %d, this program reads %d", rec.Schema, Schema)
	}
	return rec, nil
}

// Check says why a record cannot be kept: another schema, no article id, or
// evidence that lies outside the article's text where that is present.
func Check(rec *Record) error {
	switch {
	case rec == nil:
		return fmt.Errorf("record: nil record")
	case rec.Schema != Schema:
		return fmt.Errorf("record: schema %d, this program keeps %d", rec.Schema, Schema)
	case rec.Article.ID == "":
		return fmt.Errorf("record: article without id")
	}
	if rec.Article.Text == "" {
		return nil
	}
	for _, it := range rec.Items() {
		if sp := it.Finding.Span; sp.Start < 0 || sp.End < sp.Start || int(sp.End) > len(rec.Article.Text) {
			return fmt.Errorf("record: %s: %s %s: evidence %s outside the text", rec.Article.ID, it.Kind, it.Finding.ID, sp)
		}
	}
	return nil
}

// filled copies a value with every nil list made an empty one.
func filled(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Struct:
		out := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			out.Field(i).Set(filled(v.Field(i)))
		}
		return out
	case reflect.Slice:
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(filled(v.Index(i)))
		}
		return out
	}
	return v
}
