package export

import (
	"context"
	"fmt"
	"io"
	"reflect"

	"github.com/parquet-go/parquet-go"

	"rapporteur/internal/record"
)

// parquetBatch is how many rows are held before they are written.
const parquetBatch = 1000

// parquetFiles writes each tidy table as a Parquet file, the columns flat
// under the names of the CSV files, compressed with Zstandard.
func parquetFiles(ctx context.Context, each Each, out Files, _ Options) error {
	if _, ok := out.(stream); ok {
		return fmt.Errorf("several files: name a folder")
	}
	type target struct {
		t    tidyTable
		cols []column
		file io.WriteCloser
		w    *parquet.Writer
		rows []parquet.Row
	}
	var targets []*target
	open := 0 // targets before it are closed
	defer func() {
		for _, g := range targets[open:] {
			abort(g.file)
		}
	}()
	for _, t := range tidyTables() {
		cols := columnsOf(reflect.TypeOf(t.zero), nil)
		f, err := out.Create(t.name + ".parquet")
		if err != nil {
			return err
		}
		targets = append(targets, &target{t: t, cols: cols, file: f, w: parquet.NewWriter(f, parquetSchema(t, cols), parquet.Compression(&parquet.Zstd))})
	}
	flush := func(g *target) error {
		if len(g.rows) == 0 {
			return nil
		}
		_, err := g.w.WriteRows(g.rows)
		g.rows = g.rows[:0]
		return err
	}
	err := each(ctx, func(rec *record.Record) error {
		for _, g := range targets {
			order := columnOrder(g.cols)
			for _, row := range g.t.rows(rec) {
				g.rows = append(g.rows, parquetRow(reflect.ValueOf(row), g.cols, order))
			}
			if len(g.rows) >= parquetBatch {
				if err := flush(g); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, g := range targets {
		if err := flush(g); err != nil {
			return err
		}
		if err := g.w.Close(); err != nil {
			return err
		}
		open++
		if err := g.file.Close(); err != nil {
			return err
		}
	}
	return nil
}

// parquetSchema makes the flat schema of a table. Columns that may be empty
// in a way that differs from zero are optional.
func parquetSchema(t tidyTable, cols []column) *parquet.Schema {
	group := parquet.Group{}
	typ := reflect.TypeOf(t.zero)
	for _, c := range cols {
		ft := typ.FieldByIndex(c.path).Type
		optional := ft.Kind() == reflect.Pointer
		if optional {
			ft = ft.Elem()
		}
		var node parquet.Node
		switch ft.Kind() {
		case reflect.Int64:
			node = parquet.Int(64)
		case reflect.Float64:
			node = parquet.Leaf(parquet.DoubleType)
		case reflect.Bool:
			node = parquet.Leaf(parquet.BooleanType)
		default:
			node = parquet.String()
		}
		if optional {
			node = parquet.Optional(node)
		}
		group[c.name] = node
	}
	return parquet.NewSchema(t.name, group)
}

// columnOrder gives each column's place in the file: a group's fields are
// sorted by name.
func columnOrder(cols []column) []int {
	order := make([]int, len(cols))
	for i, c := range cols {
		for _, o := range cols {
			if o.name < c.name {
				order[i]++
			}
		}
	}
	return order
}

func parquetRow(row reflect.Value, cols []column, order []int) parquet.Row {
	out := make(parquet.Row, len(cols))
	for i, c := range cols {
		v := row.FieldByIndex(c.path)
		level := 0
		var val parquet.Value
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				out[order[i]] = parquet.NullValue().Level(0, 0, order[i])
				continue
			}
			level = 1
			v = v.Elem()
		}
		switch v.Kind() {
		case reflect.Int64:
			val = parquet.Int64Value(v.Int())
		case reflect.Float64:
			val = parquet.DoubleValue(v.Float())
		case reflect.Bool:
			val = parquet.BooleanValue(v.Bool())
		default:
			val = parquet.ByteArrayValue([]byte(v.String()))
		}
		out[order[i]] = val.Level(0, level, order[i])
	}
	return out
}
