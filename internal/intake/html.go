package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-shiori/go-readability"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"rapporteur/internal/article"
	"rapporteur/internal/when"
)

// page is what an extractor finds in a web page. A page without text is no page.
type page struct {
	title, author, site, address, language string
	day                                    time.Time // zero if unknown
	text                                   string
}

// extractor takes the article out of a web page. It gets a document of its
// own and may change it; it fails where it finds no text.
type extractor func(doc *html.Node, address *url.URL) (page, error)

// maxPage bounds a page: markup is often ten times its article.
const maxPage = 4 * MaxArticle

// page reads one web page: go-trafilatura, and go-readability where that
// finds no text or fails.
func (r *reader) page(path string, br *bufio.Reader) bool {
	data, err := readAll(br, maxPage)
	if err != nil {
		if errors.Is(err, errTooLong) {
			err = fmt.Errorf("page longer than %d MB", maxPage>>20)
		}
		return r.reject(path, 1, 0, "%s", osReason(err))
	}
	if what, at := binary(data); what != "" && !strings.HasPrefix(what, "binary file: text") && !bytes.HasPrefix(data, []byte{0xff, 0xfe}) && !bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return r.reject(path, lineOf(data, at), int64(at), "%s", what)
	}
	p, err := extract(data, trafila, readable)
	if err != nil {
		return r.reject(path, 1, 0, "%v", err)
	}
	a := &article.Article{
		URL: p.address, Title: p.title, Outlet: p.site, Byline: p.author, Language: p.language,
		Text: p.text, Source: article.Source{Path: path, Line: 1},
	}
	if !p.day.IsZero() {
		a.Published = when.Of(p.day, when.Stated)
	}
	return r.emit(a)
}

// extract tries the extractors in order and fills what the first left open
// from the later ones.
func extract(data []byte, extractors ...extractor) (page, error) {
	enc, _, _ := charset.DetermineEncoding(data, "")
	decoded, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return page{}, fmt.Errorf("page in an encoding that cannot be read: %w", err)
	}
	var out page
	for _, x := range extractors {
		doc, err := html.Parse(bytes.NewReader(decoded))
		if err != nil {
			return page{}, fmt.Errorf("broken HTML: %w", err)
		}
		address := addressOf(doc)
		p, err := guard(x, doc, address)
		if err != nil {
			continue
		}
		if out.text == "" {
			out.text = p.text
		}
		fill(&out.title, p.title)
		fill(&out.author, p.author)
		fill(&out.site, p.site)
		fill(&out.address, p.address)
		fill(&out.language, p.language)
		if out.day.IsZero() {
			out.day = p.day
		}
		if address != nil {
			fill(&out.address, address.String())
		}
		if out.text != "" {
			break
		}
	}
	if strings.TrimSpace(out.text) == "" {
		return page{}, errors.New("no article found in this page")
	}
	return out, nil
}

// guard turns a panic of an extractor into an error: a page is no reason to stop.
func guard(x extractor, doc *html.Node, address *url.URL) (p page, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("extractor failed: %v", v)
		}
	}()
	return x(doc, address)
}

func fill(dst *string, s string) {
	if *dst == "" {
		*dst = strings.TrimSpace(s)
	}
}

func trafila(doc *html.Node, address *url.URL) (page, error) {
	res, err := trafilatura.ExtractDocument(doc, trafilatura.Options{OriginalURL: address, EnableFallback: true, ExcludeComments: true, ExcludeTables: true})
	if err != nil {
		return page{}, err
	}
	m := res.Metadata
	p := page{title: m.Title, author: strings.ReplaceAll(m.Author, "; ", ", "), site: m.Sitename, address: m.URL, language: m.Language, day: m.Date, text: flow(res.ContentNode)}
	if p.text == "" {
		return page{}, errors.New("no text")
	}
	return p, nil
}

func readable(doc *html.Node, address *url.URL) (page, error) {
	res, err := readability.FromDocument(doc, address)
	if err != nil {
		return page{}, err
	}
	p := page{title: res.Title, author: res.Byline, site: res.SiteName, language: res.Language, text: flow(res.Node)}
	if res.PublishedTime != nil {
		p.day = *res.PublishedTime
	}
	if p.text == "" {
		return page{}, errors.New("no text")
	}
	return p, nil
}

// flow writes the text under a node, a blank line between blocks.
func flow(n *html.Node) string {
	if n == nil {
		return ""
	}
	var blocks []string
	var line strings.Builder
	flush := func() {
		if s := strings.Join(strings.Fields(line.String()), " "); s != "" {
			blocks = append(blocks, s)
		}
		line.Reset()
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			line.WriteString(n.Data)
			return
		case n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "noscript"):
			return
		case n.Type == html.ElementNode && n.Data == "br":
			line.WriteByte(' ')
			return
		}
		block := n.Type == html.ElementNode && blockTags[n.Data]
		if block {
			flush()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if block {
			flush()
		}
	}
	walk(n)
	flush()
	return strings.Join(blocks, "\n\n")
}

var blockTags = map[string]bool{
	"p": true, "div": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "li": true, "ul": true, "ol": true,
	"blockquote": true, "section": true, "article": true, "main": true, "header": true, "footer": true, "figure": true, "figcaption": true,
	"table": true, "tr": true, "pre": true, "dd": true, "dt": true, "dl": true, "aside": true, "body": true, "html": true,
}

// addressOf is the page's own address, by its canonical link or og:url.
func addressOf(doc *html.Node) *url.URL {
	var found string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			at := map[string]string{}
			for _, a := range n.Attr {
				at[a.Key] = a.Val
			}
			switch {
			case n.Data == "link" && strings.EqualFold(at["rel"], "canonical"):
				found = at["href"]
			case n.Data == "meta" && at["property"] == "og:url" && found == "":
				found = at["content"]
			case n.Data == "body":
				return
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	if u, err := url.Parse(strings.TrimSpace(found)); err == nil && u.IsAbs() {
		return u
	}
	return nil
}
