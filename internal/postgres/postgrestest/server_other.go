//go:build !unix

package postgrestest

import "errors"

func startServer() (url string, stop func(), err error) {
	return "", nil, errors.New("starting a PostgreSQL server is not supported on this system")
}
