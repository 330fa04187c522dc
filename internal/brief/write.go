package brief

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"rapporteur/internal/series"
)

// head is the first line of a brief.
func (b *Brief) head() string {
	switch {
	case b.Since == "" && b.Until == "":
		return "Brief"
	case b.Since == "":
		return "Brief until " + b.Until
	}
	return "Brief, " + b.Since + " to " + b.Until
}

// source names the place of a citation: outlet, day, finding and bytes.
func source(c series.Cite) string {
	return fmt.Sprintf("%s, %s, %s, bytes %s", or(c.Outlet, c.Article), or(c.Published, "undated"), c.Finding, c.Span)
}

// Text writes the brief for a terminal.
func (b *Brief) Text(w io.Writer) error {
	var s bytes.Buffer
	fmt.Fprintf(&s, "%s (%s)\n", b.head(), count(b.Articles, "article"))
	if len(b.Sections) == 0 {
		s.WriteString("\nNothing was reported.\n")
	}
	for _, sec := range b.Sections {
		fmt.Fprintf(&s, "\n%s\n", strings.ToUpper(sec.Title))
		for _, l := range sec.Lines {
			fmt.Fprintf(&s, "  %-10s  %s\n", l.Day, l.Text)
			for _, d := range l.Detail {
				fmt.Fprintf(&s, "              %s\n", d)
			}
			for _, c := range l.Cites {
				fmt.Fprintf(&s, "                “%s”\n                  [%s]\n", c.Quote, source(c))
			}
		}
		if sec.More > 0 {
			fmt.Fprintf(&s, "  … and %d more\n", sec.More)
		}
	}
	_, err := s.WriteTo(w)
	return err
}

// Markdown writes the brief as Markdown. What comes from articles is escaped.
func (b *Brief) Markdown(w io.Writer) error {
	var s bytes.Buffer
	fmt.Fprintf(&s, "# %s\n\n%s\n", escape(b.head()), count(b.Articles, "article"))
	if len(b.Sections) == 0 {
		s.WriteString("\nNothing was reported.\n")
	}
	for _, sec := range b.Sections {
		fmt.Fprintf(&s, "\n## %s\n\n", escape(sec.Title))
		for _, l := range sec.Lines {
			fmt.Fprintf(&s, "- **%s** %s\n", escape(l.Day), escape(l.Text))
			for _, d := range l.Detail {
				fmt.Fprintf(&s, "  - %s\n", escape(d))
			}
			for _, c := range l.Cites {
				src := escape(source(c))
				if strings.HasPrefix(c.URL, "https://") || strings.HasPrefix(c.URL, "http://") {
					src = "[" + src + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "", "\r", "").Replace(c.URL) + ">)"
				}
				fmt.Fprintf(&s, "  - > %s — %s\n", escape(c.Quote), src)
			}
		}
		if sec.More > 0 {
			fmt.Fprintf(&s, "- … and %d more\n", sec.More)
		}
	}
	_, err := s.WriteTo(w)
	return err
}

// escape takes from a text what Markdown would read as its own.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "#", `\#`, "|", `\|`, "&", "&amp;", "\n", " ", "\r", " ").Replace(s)
}

//go:embed brief.html
var page string

// HTML writes the brief as one page that needs no other file.
func (b *Brief) HTML(w io.Writer) error {
	t, err := template.New("brief").Funcs(template.FuncMap{"source": source, "head": b.head, "count": count}).Parse(page)
	if err != nil {
		return fmt.Errorf("brief: %w", err)
	}
	var s bytes.Buffer
	if err := t.Execute(&s, b); err != nil {
		return fmt.Errorf("brief: %w", err)
	}
	_, err = s.WriteTo(w)
	return err
}
