package model

import (
	_ "embed" // the weights are part of the program
	"fmt"
	"unsafe"
)

//go:embed data/engine-en.bin
var english string

// English opens the embedded English model of the language engine. It is
// checked at every call; a program opens it once.
func English() (*Model, error) {
	m, err := Read(unsafe.Slice(unsafe.StringData(english), len(english)))
	if err != nil {
		return nil, fmt.Errorf("model: embedded engine-en.bin: %w", err)
	}
	return m, nil
}
