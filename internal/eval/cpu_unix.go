//go:build unix

package eval

import (
	"syscall"
	"time"
)

// cpu is the processor time of the process so far, its garbage collection
// included: what the work costs, whoever else is busy on the machine.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
