package record

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// ID hashes a natural key: kind, then the parts that tell one thing from
// another. The same key gives the same id on every run and machine. The
// result is kind-xxxxxxxxxxxx, 48 bits in hex.
func ID(kind string, parts ...string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + strings.Join(parts, "\x00")))
	return kind + "-" + hex.EncodeToString(sum[:6])
}
