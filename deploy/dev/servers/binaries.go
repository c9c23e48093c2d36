package servers

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// minPostgres is the oldest major version that SISS supports.
const minPostgres = 15

// ErrNoPostgres means that this machine has no PostgreSQL server binaries of a
// supported version.
var ErrNoPostgres = fmt.Errorf("no PostgreSQL %d or later on this machine", minPostgres)

// HavePostgres returns nil when a cluster can be created on this machine, else
// ErrNoPostgres or what went wrong while looking.
func HavePostgres() error {
	_, err := postgresBinaries("")
	return err
}

// postgresBinaries returns the folder of initdb and postgres: those of the
// version that made the cluster in data, or the newest ones when there is none.
func postgresBinaries(data string) (string, error) {
	wanted := 0
	if text, err := os.ReadFile(filepath.Join(data, "PG_VERSION")); err == nil {
		if wanted, err = strconv.Atoi(strings.TrimSpace(string(text))); err != nil {
			return "", fmt.Errorf("version of the cluster in %s: %w", data, err)
		}
	}
	dirs, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", fmt.Errorf("postgres: %w", err)
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return "", fmt.Errorf("postgres: %w", err)
		}
		dirs = append(dirs, filepath.Dir(path))
	}
	best, bestVersion := "", 0
	for _, dir := range slices.Compact(slices.Sorted(slices.Values(dirs))) {
		version, err := postgresVersion(dir)
		if err != nil {
			continue // a folder left by an uninstalled version holds no server
		}
		if version == wanted || wanted == 0 && version > bestVersion {
			best, bestVersion = dir, version
		}
	}
	switch {
	case bestVersion >= minPostgres:
		return best, nil
	case wanted != 0:
		return "", fmt.Errorf("the cluster in %s was made by PostgreSQL %d, which is not on this machine", data, wanted)
	default:
		return "", ErrNoPostgres
	}
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

func postgresVersion(dir string) (int, error) {
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return 0, err
	}
	m := versionPattern.FindSubmatch(out)
	if m == nil {
		return 0, errors.New("unknown version of postgres")
	}
	return strconv.Atoi(string(m[1]))
}
