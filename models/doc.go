// Package models holds what every area's data share: the connection, the
// migrations, the transaction that knows who acts, and refusals an operatore
// can read. The rows and rules of each area live in its sub-packages.
package models
