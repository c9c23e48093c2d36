package servers

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// Ports are drawn below the range from which Linux takes the source ports of
// outgoing connections: a port must still be free when its server is restarted.
const (
	firstPort = 15000
	lastPort  = 31999
)

// folderPorts returns n free ports, the same at each start of a folder as long as
// nobody else has taken them.
func folderPorts(folder string, n int) ([]int, error) {
	file := filepath.Join(folder, "ports.json")
	var ports []int
	text, err := os.ReadFile(file)
	switch {
	case err == nil:
		if err := json.Unmarshal(text, &ports); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("ports: %w", err)
	}
	taken := func(port int) bool { return !free(port) }
	if len(ports) == n && !slices.ContainsFunc(ports, taken) {
		return ports, nil
	}
	if ports, err = drawPorts(n); err != nil {
		return nil, err
	}
	if text, err = json.Marshal(ports); err != nil {
		return nil, fmt.Errorf("ports: %w", err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return nil, fmt.Errorf("ports: %w", err)
	}
	return ports, nil
}

func drawPorts(n int) ([]int, error) {
	var ports []int
	for range 100 * n {
		port := firstPort + rand.IntN(lastPort-firstPort+1)
		if !slices.Contains(ports, port) && free(port) {
			ports = append(ports, port)
		}
		if len(ports) == n {
			return ports, nil
		}
	}
	return nil, fmt.Errorf("no %d free ports between %d and %d", n, firstPort, lastPort)
}

// PortFrom returns the first free port from the given one upwards, among a hundred.
func PortFrom(first int) (int, error) {
	for port := first; port < first+100; port++ {
		if free(port) {
			return port, nil
		}
	}
	return 0, fmt.Errorf("no free port between %d and %d", first, first+99)
}

func free(port int) bool {
	l, err := net.Listen("tcp", loopback(port))
	if err != nil {
		return false
	}
	return l.Close() == nil
}

func loopback(port int) string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
}
