// Package browser holds the tests that use SISS as an operatore does, in a real
// Chromium, on a real PostgreSQL and a real Temporal server. Each step leaves
// its picture, wide and narrow, in .dev/schermate.
package browser
