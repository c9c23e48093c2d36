// Package atti is the one mechanism by which every act exists both ways: a
// JSON operation under /api/v1 and an HTML form, decoded into the same struct,
// checked by the same rules, refused with the same sentences. It also holds
// the one mapping from an error to a status. What an act does is written in
// the packages of the areas.
package atti
