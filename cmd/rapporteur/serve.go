package main

import (
	"fmt"
	"net"

	"rapporteur/internal/server"
)

type serveCmd struct {
	storeFlag
	Addr string `help:"Address to listen on." default:"localhost:8080"`
}

// Run serves until interrupted.
func (c *serveCmd) Run(e *env) error {
	st, err := openReviewed(e.ctx, c.Store)
	if err != nil {
		return err
	}
	defer st.Close()
	h, err := server.New(st, server.Options{Version: version, Log: e.log})
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("serve: %w; another address is given with --addr", err)
	}
	e.printf("The record in %s is at http://%s (stop with Ctrl-C)\n", shown(c.Store), ln.Addr())
	return server.Serve(e.ctx, ln, h)
}
