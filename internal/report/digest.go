package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
)

// digest is the digest of what the user's directories hold, in the order in
// which they are laid over one another, "" without any. Files that no loader
// reads count too: which ones those are is theirs to know.
func digest(dirs []fs.FS) (string, error) {
	if len(dirs) == 0 {
		return "", nil
	}
	h := sha256.New()
	for n, dir := range dirs {
		err := fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			f, err := dir.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			one := sha256.New()
			if _, err := io.Copy(one, f); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			fmt.Fprintf(h, "%d %q %x\n", n, path, one.Sum(nil))
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("report: knowledge: %w", err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:digestLen], nil
}

// digestLen is how many hexadecimal digits of a digest name it.
const digestLen = 12
