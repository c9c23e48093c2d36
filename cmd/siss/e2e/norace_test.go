//go:build !race

package e2e

// corse tells that the tests look for data races: siss is then built likewise.
const corse = false
