package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"

	"rapporteur/internal/record"
)

// column is one column of a tidy table.
type column struct {
	name, kind, doc string
	path            []int // of fields in the row's type
}

// columnsOf lists the columns of a row's type; nested structs are laid flat.
func columnsOf(t reflect.Type, path []int) []column {
	var out []column
	for i := range t.NumField() {
		f := t.Field(i)
		p := append(append([]int(nil), path...), i)
		if f.Type.Kind() == reflect.Struct {
			out = append(out, columnsOf(f.Type, p)...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		ft := f.Type
		if ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		kind := map[reflect.Kind]string{reflect.String: "text", reflect.Int64: "whole number", reflect.Float64: "number", reflect.Bool: "true or false"}[ft.Kind()]
		out = append(out, column{name, kind, f.Tag.Get("doc"), p})
	}
	return out
}

func (c column) cell(row reflect.Value) string {
	v := row
	for _, i := range c.path {
		v = v.Field(i)
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	}
	return v.String()
}

// csvFiles writes each tidy table as a CSV file (RFC 4180, UTF-8, a header,
// line ends of one byte) and the codebook.
func csvFiles(ctx context.Context, each Each, out Files, _ Options) error {
	if _, ok := out.(stream); ok {
		return fmt.Errorf("several files: name a folder")
	}
	var tables []*table
	var open []io.WriteCloser
	defer func() {
		for _, f := range open {
			abort(f)
		}
	}()
	var columns [][]column
	for _, t := range tidyTables() {
		cols := columnsOf(reflect.TypeOf(t.zero), nil)
		f, err := out.Create(t.name + ".csv")
		if err != nil {
			return err
		}
		open = append(open, f)
		var head []string
		for _, c := range cols {
			head = append(head, c.name)
		}
		tab, err := newTable(f, ',', true, true, head)
		if err != nil {
			return err
		}
		tables, columns = append(tables, tab), append(columns, cols)
	}
	err := each(ctx, func(rec *record.Record) error {
		for i, t := range tidyTables() {
			for _, row := range t.rows(rec) {
				v := reflect.ValueOf(row)
				cells := make([]string, len(columns[i]))
				for j, c := range columns[i] {
					cells[j] = c.cell(v)
				}
				if err := tables[i].write(cells); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := t.flush(); err != nil {
			return err
		}
	}
	for len(open) > 0 {
		f := open[0]
		open = open[1:]
		if err := f.Close(); err != nil {
			return err
		}
	}
	return one(out, "codebook.md", codebook)
}

// codebook explains every column of every table.
func codebook(w io.Writer) error {
	bw := bufio.NewWriter(w)
	fmt.Fprintf(bw, "# Codebook\n\nTables of rapporteur, output contract %d. CSV as RFC 4180 has it: UTF-8, comma, cells with commas, quotes or line breaks in double quotes. "+
		"Empty cells are unknown. Dates are ISO 8601. Several values in a cell are divided by `; `. Offsets are bytes into the article's stored text, end exclusive. "+
		"Text is as published: a cell may begin with a sign that a spreadsheet takes for a formula, so import columns as text.\n", record.Schema)
	for _, t := range tidyTables() {
		fmt.Fprintf(bw, "\n## %s\n\n%s.\n\n| column | type | meaning |\n| --- | --- | --- |\n", t.name, t.about)
		for _, c := range columnsOf(reflect.TypeOf(t.zero), nil) {
			fmt.Fprintf(bw, "| %s | %s | %s |\n", c.name, c.kind, c.doc)
		}
	}
	return bw.Flush()
}
