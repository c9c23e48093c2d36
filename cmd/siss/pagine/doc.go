// Package pagine holds no program: its tests ask every page of a region made by
// moltitudine, to see that no query reads a large table from end to end, and its
// benchmark compares the pages of the whole region with their SQL alone.
package pagine
