// Package anagrafe holds the offices and the people of every area: enti, UO,
// operatori with their abilitazioni, the territory of Lazio, and soggetti with
// nucleo and residences. What happens to a soggetto belongs to the areas.
package anagrafe
