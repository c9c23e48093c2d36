// Package anagrafe serves the registry: the search of soggetti and their card,
// the territory, enti, offices and operatori, "Cerca in tutte le aree", and
// the page of support.
package anagrafe
