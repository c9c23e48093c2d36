// Package servers starts and stops the two servers that SISS needs, a PostgreSQL
// cluster and the official Temporal server binary, each with all of its state in
// one folder. It serves development and the tests, on Linux; production does not
// use it. Every server listens on 127.0.0.1 only, writes its log into its folder
// and dies with the process that started it.
package servers

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Options say how a server is started.
type Options struct {
	// Folder keeps the data, the configuration, the log and the ports of one
	// server. It is made when missing; what an earlier start left in it is kept.
	Folder string
	// Throwaway gives up safety against a power cut for speed. What has been
	// committed still survives the death of any process, SIGKILL included.
	Throwaway bool
	// Settings are more settings of PostgreSQL, "name=value".
	Settings []string
	// Namespace is the Temporal namespace to register. Empty means DefaultNamespace.
	Namespace string
}

// Root returns the repository root: the nearest folder, from the current one
// upwards, whose go.mod declares module siss.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("repository root: %w", err)
	}
	for {
		mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && bytes.HasPrefix(mod, []byte("module siss\n")) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("repository root: no go.mod of module siss here or above")
		}
		dir = filepath.Dir(dir)
	}
}
