package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"siss/deploy/dev/servers"
)

// need is something that a command cannot do without.
type need struct {
	name     string
	packages []string // of Debian and Ubuntu
	present  func() bool
}

var (
	postgresql = need{"PostgreSQL", []string{"postgresql"}, func() bool { return servers.HavePostgres() == nil }}
	npm        = need{"npm", []string{"nodejs", "npm"}, func() bool { return onPath("node") && onPath("npm") }}
	compiler   = need{"a C compiler, for the race detector", []string{"gcc", "libc6-dev"}, func() bool { return onPath("gcc") }}
	browser    = need{"Chromium, for the browser tests", []string{"chromium"}, func() bool {
		return onPath("chromium") || onPath("chromium-browser") || onPath("google-chrome")
	}}
	xmllint     = need{"xmllint, for the schemas of the payment files", []string{"libxml2-utils"}, func() bool { return onPath("xmllint") }}
	spreadsheet = need{"LibreOffice Calc, which reads the Excel lists in the tests", []string{"libreoffice-calc-nogui"}, func() bool { return onPath("soffice") }}
)

func onPath(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// ensure installs with apt-get what is missing. Without the right to do so it
// says what to run.
func ensure(ctx context.Context, needs ...need) error {
	missing := slices.DeleteFunc(slices.Clone(needs), func(n need) bool { return n.present() })
	if len(missing) == 0 {
		return nil
	}
	var names, packages []string
	for _, n := range missing {
		names = append(names, n.name)
		packages = append(packages, n.packages...)
	}
	by := "apt-get install " + strings.Join(packages, " ")
	if !onPath("apt-get") {
		return fmt.Errorf("missing: %s. Install what Debian calls %s", strings.Join(names, ", "), strings.Join(packages, ", "))
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", installScript(packages))
	if os.Geteuid() != 0 {
		if !onPath("sudo") {
			return fmt.Errorf("missing: %s. Run as root: apt-get update && %s", strings.Join(names, ", "), by)
		}
		cmd = exec.CommandContext(ctx, "sudo", "sh", "-c", installScript(packages))
	}
	say("missing: %s; installing with %s", strings.Join(names, ", "), by)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w. Run as root: apt-get update && %s", err, by)
	}
	for _, n := range missing {
		if !n.present() {
			return fmt.Errorf("%s is still missing after %s", n.name, by)
		}
	}
	return nil
}

// installScript is run by root. Debian's package of PostgreSQL would create a
// cluster and start it on port 5432, which nobody asked for: it is told not to.
func installScript(packages []string) string {
	script := []string{"set -e", "export DEBIAN_FRONTEND=noninteractive", "apt-get update -q"}
	install := "apt-get install -q -y --no-install-recommends " + strings.Join(packages, " ")
	if !slices.Contains(packages, postgresql.packages[0]) {
		return strings.Join(append(script, install), "\n")
	}
	const noCluster = "/etc/postgresql-common/createcluster.d/siss-dev.conf"
	return strings.Join(append(script,
		"mkdir -p "+filepath.Dir(noCluster),
		"echo 'create_main_cluster = false' > "+noCluster,
		"trap 'rm -f "+noCluster+"' EXIT",
		install,
	), "\n")
}

// assets fetches the interface kits that package web embeds.
func assets(ctx context.Context, root string) error {
	if err := ensure(ctx, npm); err != nil {
		return err
	}
	script := filepath.Join(root, "web", "assets.sh")
	if err := command(ctx, "sh", script).Run(); err != nil {
		return errors.Join(errors.New("the interface kits could not be fetched"), err)
	}
	return nil
}
