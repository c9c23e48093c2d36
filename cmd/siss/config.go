package main

import (
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strings"

	"github.com/caarlos0/env/v11"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"

	"siss/api/anpr"
	"siss/worker/cifra"
)

// Config is everything that changes between two installations. Nothing else
// in the program reads the environment.
type Config struct {
	DatabaseURL string `env:"DATABASE_URL"` // PostgreSQL 15 or later

	TemporalAddress   string `env:"TEMPORAL_ADDRESS" envDefault:"127.0.0.1:7233"`
	TemporalNamespace string `env:"TEMPORAL_NAMESPACE" envDefault:"siss"`
	TemporalTLS       bool   `env:"TEMPORAL_TLS"`
	TemporalAPIKey    string `env:"TEMPORAL_API_KEY"` // implies TLS

	Addr      string `env:"SISS_ADDR" envDefault:"127.0.0.1:8080"` // TLS is the reverse proxy's
	DevLogin  bool   `env:"SISS_DEV_LOGIN"`                        // anyone may log in: loopback only
	Log       string `env:"SISS_LOG" envDefault:"json"`            // json or text
	Coda      string `env:"SISS_CODA" envDefault:"siss"`           // Temporal task queue
	ChiaveHex string `env:"SISS_CHIAVE"`                           // 32 bytes in hex: encrypts what Temporal stores

	AnprURL string `env:"SISS_ANPR_URL"` // the services of ANPR; without it ANPR is not asked

	// ChiaviPrecedenti decrypt what was stored before SISS_CHIAVE was replaced.
	ChiaviPrecedenti []string `env:"SISS_CHIAVI_PRECEDENTI"`
}

// loadConfig reads and checks the environment; the error tells every problem
// and no value.
func loadConfig(environ map[string]string) (Config, error) {
	cfg, err := env.ParseAsWithOptions[Config](env.Options{Environment: environ})
	if err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	if err := errors.Join(cfg.check()...); err != nil {
		return Config{}, fmt.Errorf("configuration:\n%w", err)
	}
	return cfg, nil
}

func (c Config) check() []error {
	var errs []error
	if c.DatabaseURL == "" {
		errs = append(errs, errors.New("DATABASE_URL is missing: the URL of a PostgreSQL database, postgres://user@host/name"))
	}
	if _, err := c.codec(); err != nil {
		errs = append(errs, err)
	}
	if _, _, err := net.SplitHostPort(c.TemporalAddress); err != nil {
		errs = append(errs, errors.New("TEMPORAL_ADDRESS must be host:port"))
	}
	host, _, err := net.SplitHostPort(c.Addr)
	switch {
	case err != nil:
		errs = append(errs, errors.New("SISS_ADDR must be host:port"))
	case c.DevLogin && !loopback(host):
		errs = append(errs, errors.New("SISS_DEV_LOGIN lets anyone in: it is refused unless SISS_ADDR is a loopback address"))
	}
	if c.Log != "json" && c.Log != "text" {
		errs = append(errs, errors.New("SISS_LOG must be json or text"))
	}
	if c.AnprURL != "" {
		if err := anpr.Controlla(c.AnprURL); err != nil {
			errs = append(errs, fmt.Errorf("SISS_ANPR_URL %w", err))
		}
	}
	if c.TemporalNamespace == "" || c.Coda == "" {
		errs = append(errs, errors.New("TEMPORAL_NAMESPACE and SISS_CODA must not be empty"))
	}
	return errs
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// codec makes the payload codec from the keys.
func (c Config) codec() (*cifra.Codec, error) {
	if c.ChiaveHex == "" {
		return nil, errors.New("SISS_CHIAVE is missing: 32 bytes in hex, made once by \"openssl rand -hex 32\" and kept safe")
	}
	var chiavi [][]byte
	for _, s := range append([]string{c.ChiaveHex}, c.ChiaviPrecedenti...) {
		k, err := hex.DecodeString(strings.TrimSpace(s))
		if err != nil || len(k) != cifra.LunghezzaChiave {
			return nil, fmt.Errorf("SISS_CHIAVE and each of SISS_CHIAVI_PRECEDENTI must be %d bytes in hex", cifra.LunghezzaChiave)
		}
		chiavi = append(chiavi, k)
	}
	return cifra.New(chiavi[0], chiavi[1:]...)
}

// servizioANPR is what asks ANPR, nil when the installation does not.
func (c Config) servizioANPR(log *slog.Logger) anpr.Servizio {
	if c.AnprURL == "" {
		return nil
	}
	return anpr.Nuovo(c.AnprURL, anpr.Attesa, log)
}

// logger writes on standard error, as the installation wants.
func (c Config) logger() *slog.Logger {
	if c.Log == "text" {
		return slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, nil))
}

// temporal makes the client of every role. It connects at the first call, so
// that the pages of siss serve are up, and say so, while Temporal is down. A
// worker needs Temporal to start: without it siss work and siss all end, for
// whoever runs them to start again.
func (c Config) temporal(logger *slog.Logger) (client.Client, error) {
	codec, err := c.codec()
	if err != nil {
		return nil, err
	}
	dati, errori := codec.Convertitori()
	opts := client.Options{
		HostPort: c.TemporalAddress, Namespace: c.TemporalNamespace, Logger: log.NewStructuredLogger(logger),
		DataConverter: dati, FailureConverter: errori,
	}
	if c.TemporalTLS || c.TemporalAPIKey != "" {
		opts.ConnectionOptions.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if c.TemporalAPIKey != "" {
		opts.Credentials = client.NewAPIKeyStaticCredentials(c.TemporalAPIKey)
	}
	t, err := client.NewLazyClient(opts)
	if err != nil {
		return nil, fmt.Errorf("temporal client: %w", err)
	}
	return t, nil
}
