//go:build !unix

package eval

import "time"

var began = time.Now()

// cpu is the time since the program began; the processor's is not to be had.
func cpu() time.Duration { return time.Since(began) }
