package export

import (
	"bufio"
	"context"
	"io"

	"rapporteur/internal/record"
)

// canonical writes record.Canonical, one a line, text included.
func canonical(ctx context.Context, each Each, out Files, _ Options) error {
	return lines(ctx, each, out, "record.jsonl", func(rec *record.Record) *record.Record { return rec })
}

// jsonl writes the output contract; the text only if asked for.
func jsonl(ctx context.Context, each Each, out Files, opt Options) error {
	return lines(ctx, each, out, "articles.jsonl", func(rec *record.Record) *record.Record {
		if opt.WithText {
			return rec
		}
		bare := *rec
		bare.Article.Text = ""
		return &bare
	})
}

func lines(ctx context.Context, each Each, out Files, name string, shape func(*record.Record) *record.Record) error {
	return one(out, name, func(w io.Writer) error {
		bw := bufio.NewWriter(w)
		err := each(ctx, func(rec *record.Record) error {
			b, err := record.Canonical(shape(rec))
			if err != nil {
				return err
			}
			bw.Write(b)
			return bw.WriteByte('\n')
		})
		if err != nil {
			return err
		}
		return bw.Flush()
	})
}
