// Command corpus turns the unlabelled news into plain tokenised text: one
// sentence a line, tokens separated by one space, in the conventions of the
// English UD treebanks (contractions and hyphens split). It is a rough
// tokeniser for training only; the engine's own is internal/nlp/tokenizer.
//
// The output never enters the repository: it is the text itself.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

func main() {
	data := flag.String("data", "../shared/data", "data directory")
	out := flag.String("out", "news.txt", "tokenised text to write")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	news, err := filepath.Glob(filepath.Join(data, "news-unlabelled", "news-*.jsonl.gz"))
	if err != nil {
		return err
	}
	sort.Strings(news)
	if len(news) == 0 {
		return fmt.Errorf("%s: no news-unlabelled/news-*.jsonl.gz", data)
	}
	for _, name := range news {
		if err := lines(name, func(line []byte) error {
			var a struct{ Title, Text string }
			if err := json.Unmarshal(line, &a); err != nil {
				return err
			}
			for _, para := range append([]string{a.Title}, strings.Split(a.Text, "\n")...) {
				for _, s := range sentences(tokens(para)) {
					w.WriteString(strings.Join(s, " "))
					w.WriteByte('\n')
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	// The words of the two training treebanks, as they are tokenised there.
	for _, name := range []string{"ewt-train", "gum-train"} {
		var s []string
		if err := lines(filepath.Join(data, "treebank", name+".conllu.gz"), func(line []byte) error {
			if len(line) == 0 && len(s) > 0 {
				w.WriteString(strings.Join(s, " "))
				w.WriteByte('\n')
				s = s[:0]
			}
			if cols := strings.Split(string(line), "\t"); len(cols) == 10 && !strings.ContainsAny(cols[0], "-.") {
				s = append(s, strings.ReplaceAll(cols[1], " ", "_"))
			}
			return nil
		}); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// lines calls f for every line of a gzip file.
func lines(name string, f func([]byte) error) error {
	r, err := os.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	z, err := gzip.NewReader(r)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	sc := bufio.NewScanner(z)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for n := 1; sc.Scan(); n++ {
		if err := f(sc.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// abbreviations that keep their full stop and do not end a sentence.
var abbreviations = map[string]bool{
	"mr.": true, "mrs.": true, "ms.": true, "dr.": true, "gen.": true, "sen.": true, "rep.": true, "gov.": true, "lt.": true,
	"col.": true, "sgt.": true, "capt.": true, "maj.": true, "adm.": true, "prof.": true, "rev.": true, "hon.": true, "st.": true,
	"jr.": true, "sr.": true, "vs.": true, "v.": true, "no.": true, "jan.": true, "feb.": true, "mar.": true, "apr.": true, "aug.": true,
	"sept.": true, "oct.": true, "nov.": true, "dec.": true, "inc.": true, "co.": true, "corp.": true, "ltd.": true, "etc.": true,
	"e.g.": true, "i.e.": true, "a.m.": true, "p.m.": true, "reps.": true, "sens.": true, "messrs.": true, "d.c.": true, "u.s.": true,
}

var clitics = []string{"n't", "'s", "'re", "'ve", "'ll", "'d", "'m"}

// tokens splits one paragraph.
func tokens(para string) []string {
	var out []string
	for _, chunk := range strings.Fields(para) {
		out = split(out, chunk)
	}
	return out
}

func opening(r rune) bool { return strings.ContainsRune("\"'([{“‘«$€£#@-–—*<", r) }
func closing(r rune) bool { return strings.ContainsRune("\"')]}”’»,;:!?%-–—*>…", r) }

// split takes one run without white space apart and appends its tokens.
func split(out []string, s string) []string {
	if strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.Count(s, "@") == 1 && !strings.HasPrefix(s, "@") {
		return append(out, s)
	}
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if !opening(r) || len(s) == n || isClitic(s) {
			break
		}
		if strings.HasPrefix(s, "--") {
			n = 2
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	var tail []string
	for len(s) > 0 {
		r, n := utf8.DecodeLastRuneInString(s)
		if len(s) == n {
			break
		}
		switch {
		case strings.HasSuffix(s, "..."):
			n = 3
		case strings.HasSuffix(s, "--"):
			n = 2
		case r == '.':
			if keepStop(s) {
				n = 0
			}
		case !closing(r):
			n = 0
		}
		if n == 0 {
			break
		}
		tail = append(tail, s[len(s)-n:])
		s = s[:len(s)-n]
	}
	out = inner(out, s)
	for i := len(tail) - 1; i >= 0; i-- {
		out = append(out, tail[i])
	}
	return out
}

func isClitic(s string) bool {
	l := strings.ToLower(strings.ReplaceAll(s, "’", "'"))
	for _, c := range clitics {
		if l == c {
			return true
		}
	}
	return false
}

// keepStop reports whether the final full stop belongs to the word.
func keepStop(s string) bool {
	l := strings.ToLower(s)
	if abbreviations[l] {
		return true
	}
	body := l[:len(l)-1]
	return utf8.RuneCountInString(body) == 1 && unicode.IsLetter(rune(s[0])) && unicode.IsUpper(rune(s[0])) || strings.Contains(body, ".") && len(body) < 7 && !strings.ContainsAny(body, "0123456789")
}

// inner splits contractions, hyphens, dashes and slashes inside a word.
func inner(out []string, s string) []string {
	if s == "" {
		return out
	}
	l := strings.ToLower(strings.ReplaceAll(s, "’", "'"))
	if l == "cannot" {
		return append(out, s[:3], s[3:])
	}
	if len(l) < len(s) || strings.Contains(l, "'") {
		for _, c := range clitics {
			if strings.HasSuffix(l, c) && len(l) > len(c) {
				cut := len(s) - len(c)
				if i := strings.LastIndex(s, "’"); i >= 0 {
					cut = i
					if c == "n't" {
						cut--
					}
				}
				if cut > 0 {
					return append(inner(out, s[:cut]), s[cut:])
				}
			}
		}
	}
	for i, r := range s {
		if i == 0 {
			continue
		}
		n := utf8.RuneLen(r)
		if n < 1 || i+n >= len(s) {
			break
		}
		if r == '-' || r == '–' || r == '—' || r == '/' {
			if r == '-' && s[i+1] == '-' {
				n = 2
			}
			if i+n >= len(s) {
				break
			}
			return inner(append(inner(out, s[:i]), s[i:i+n]), s[i+n:])
		}
	}
	return append(out, s)
}

// sentences cuts a paragraph's tokens after . ! ? and the quotes that follow.
func sentences(toks []string) [][]string {
	var out [][]string
	start := 0
	for i := 0; i < len(toks); i++ {
		if t := toks[i]; t != "." && t != "!" && t != "?" {
			continue
		}
		for i+1 < len(toks) && strings.Contains("”’\")!?.", toks[i+1]) {
			i++
		}
		out = append(out, toks[start:i+1])
		start = i + 1
	}
	if start < len(toks) {
		out = append(out, toks[start:])
	}
	return out
}
