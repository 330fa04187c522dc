// Package server shows a record in the browser and as a JSON API. It only
// reads. Pages work without JavaScript, load nothing from elsewhere, and run
// nothing that they were not shipped with.
package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"rapporteur/internal/record"
)

//go:embed template/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// Store is what the server reads: a store that can be searched.
type Store interface {
	record.Store
	record.Index
}

// Options of a server. The zero value is usable.
type Options struct {
	Version string       // shown in the foot of pages and in the API's description
	Log     *slog.Logger // faults of the server, nil for none
}

// server holds what handlers share; nothing in it changes after New.
type server struct {
	store     Store
	opt       Options
	templates map[string]*template.Template
	assets    map[string]asset // by the path under /static/
}

// asset is an embedded file with its type; its address holds its digest, so
// browsers may keep it for ever.
type asset struct {
	body []byte
	mime string
	url  string
}

// contentPolicy lets a page load from its own origin only, and no inline
// script or style run.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// New makes the handler of pages and API over a store. It fails only if the
// embedded files are broken.
func New(store Store, opt Options) (http.Handler, error) {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Version == "" {
		opt.Version = "dev"
	}
	s := &server{store: store, opt: opt, templates: map[string]*template.Template{}, assets: map[string]asset{}}
	if err := s.loadAssets(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	for _, page := range []string{"articles", "article", "finding", "rejects", "error"} {
		t, err := template.New("layout.html").Funcs(s.funcs()).ParseFS(templateFiles, "template/layout.html", "template/card.html", "template/"+page+".html")
		if err != nil {
			return nil, fmt.Errorf("server: %w", err)
		}
		s.templates[page] = t
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page(s.articles))
	mux.HandleFunc("GET /articles/{id}", s.page(s.article))
	mux.HandleFunc("GET /findings/{id}", s.page(s.finding))
	mux.HandleFunc("GET /rejects", s.page(s.rejects))
	mux.HandleFunc("GET /static/{hash}/{name}", s.static)
	mux.HandleFunc("GET /favicon.ico", s.favicon)
	mux.HandleFunc("GET /", s.page(func(*http.Request) (string, any, error) { return "", nil, record.ErrNotFound }))
	s.api(mux)
	return guard(gzhttp.GzipHandler(mux)), nil
}

// guard sets the headers that keep a page to itself.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		next.ServeHTTP(w, r)
	})
}

// Serve serves h on a listener until the context ends, then lets running
// requests finish for five seconds.
func Serve(ctx context.Context, ln net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		done <- srv.Shutdown(end)
	}()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("server: %w", err)
	}
	if err := <-done; err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("server: %w", err)
	}
	return nil
}

func (s *server) loadAssets() error {
	types := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8"}
	return fs.WalkDir(staticFiles, "static", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := staticFiles.ReadFile(p)
		if err != nil {
			return err
		}
		name := path.Base(p)
		sum := sha256.Sum256(body)
		s.assets[name] = asset{body, types[path.Ext(name)], "/static/" + hex.EncodeToString(sum[:6]) + "/" + name}
		return nil
	})
}

func (s *server) static(w http.ResponseWriter, r *http.Request) {
	a, ok := s.assets[r.PathValue("name")]
	if !ok || a.url != r.URL.Path {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.mime)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
}

func (s *server) favicon(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, s.assets["mark.svg"].url, http.StatusMovedPermanently)
}

// page turns a function that makes a page's data into a handler. name is the
// template; ErrNotFound gives a page of its own, any other error is logged
// and shown without its detail.
func (s *server) page(fn func(*http.Request) (name string, data any, err error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		status := http.StatusOK
		name, data, err := fn(r)
		switch {
		case errors.Is(err, record.ErrNotFound):
			status, name, data = http.StatusNotFound, "error", errorPage{"Not in this record", "There is no article, finding or page at this address. Ids change when a text is read anew by a newer version."}
		case err != nil && r.Context().Err() != nil:
			return // nobody waits any more
		case err != nil:
			s.opt.Log.Error("page failed", "path", r.URL.Path, "err", err)
			status, name, data = http.StatusInternalServerError, "error", errorPage{"The record could not be read", "The server's log says why."}
		}
		var buf bytes.Buffer
		if err := s.templates[name].Execute(&buf, data); err != nil {
			s.opt.Log.Error("template failed", "path", r.URL.Path, "err", err)
			http.Error(w, "internal error", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		w.WriteHeader(status)
		w.Write(buf.Bytes())
	}
}

// errorPage is the data of the page that says what went wrong.
type errorPage struct{ Title, Message string }

func (s *server) funcs() template.FuncMap {
	return template.FuncMap{
		"asset":      func(name string) string { return s.assets[name].url },
		"version":    func() string { return s.opt.Version },
		"articleURL": articleURL, "findingURL": findingURL, "statusWord": statusWord, "statusSign": statusSign, "statusHelp": statusHelp,
		"isoDay": func(s string) string { return s }, "longDay": longDay, "snippet": snippet, "kindWord": kindWord, "kindWords": kindWords,
		"lower": strings.ToLower, "plural": plural, "percent": func(f float64) int { return int(f*100 + 0.5) }, "add": func(a, b int) int { return a + b },
		"host": hostOf, "safeLink": safeLink,
	}
}
