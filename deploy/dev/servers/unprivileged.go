package servers

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// capDACReadSearch is CAP_DAC_READ_SEARCH of linux/capability.h.
const capDACReadSearch = 2

// unprivileged returns how to start a PostgreSQL program that works in dir: as
// the caller, or as user postgres when the caller is root. A clone in root's home
// is closed to user postgres: rather than opening the home, the child then keeps
// the one capability that lets it walk through closed folders.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if os.Geteuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL refuses to run as root and there is no user postgres: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("user postgres: %w", err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("user postgres: %w", err)
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	open, err := reachable(filepath.Dir(dir), attr.Credential)
	if err != nil {
		return nil, err
	}
	if !open {
		attr.AmbientCaps = []uintptr{capDACReadSearch}
	}
	return attr, nil
}

// reachable tells whether who may pass through dir and every folder above it.
func reachable(dir string, who *syscall.Credential) (bool, error) {
	for {
		var st syscall.Stat_t
		if err := syscall.Stat(dir, &st); err != nil {
			return false, &os.PathError{Op: "stat", Path: dir, Err: err}
		}
		search := uint32(0o001)
		switch {
		case st.Uid == who.Uid:
			search = 0o100
		case st.Gid == who.Gid:
			search = 0o010
		}
		if st.Mode&search == 0 {
			return false, nil
		}
		if dir == filepath.Dir(dir) {
			return true, nil
		}
		dir = filepath.Dir(dir)
	}
}
