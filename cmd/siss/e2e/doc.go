// Package e2e tests SISS from outside, as those who use it meet it: the siss
// binary in processes of its own, HTTP, a real PostgreSQL and a real Temporal
// server, which some of the tests kill. It holds nothing but tests.
package e2e
