// Package auth says who asks: the login of a development machine, the session
// that a cookie or a bearer token names, and what every page shows of both.
// Elsewhere than in development who logs in is identified by the office's
// gateway (SPID, CIE, TS-CNS), and this login is closed.
package auth
