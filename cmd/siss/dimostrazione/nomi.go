package dimostrazione

import "strings"

// Common names, combined by chance. Those of the manual's figures are kept out
// of cognomi, so that a search finds only the persons of the figures.
var (
	cognomi = strings.Fields(`Agostini Albani Amato Angelini Antonelli Baldi Barbieri Basile Battaglia Bellini Benedetti
		Bernardi Brunetti Calabrese Camilli Caputo Carbone Caruso Castelli Cattaneo Ceccarelli Cerullo Chiari
		Cipriani Colombo Conte Coppola Corsi Costa Cristofori Damiani Deodati Donati Esposito Fabbri Falcone Farina
		Ferrante Ferrara Fiore Fontana Franchi Fusco Galli Gallo Gatti Gentile Giordano Giuliani Grassi Grimaldi Guidi
		Iannone Lanza Leone Liberati Lombardi Longo Lucarelli Mancini Marchetti Mariani Marini Marino Martelli Martini
		Massari Mattei Mazza Melis Messina Milani Monaco Monti Morelli Natale Neri Nicoletti Olivieri Orlandi Orsini
		Pace Pagano Palmieri Parisi Pellegrini Perrone Piras Poggi Quaranta Raimondi Ricci Riva Rizzo Romani Ruggeri
		Sala Salerno Sanna Sartori Silvestri Sorrentino Spada Tomassini Trevisan Urbani Valente Ventura Villa Volpe
		Zamboni Zanella Ziliani`)
	nomiMaschili = strings.Fields(`Alberto Aldo Alessandro Andrea Angelo Antonio Bruno Carlo Claudio Corrado Daniele
		Dario Davide Domenico Edoardo Emanuele Enrico Ettore Fabio Federico Filippo Francesco Franco Gabriele Giacomo
		Gianni Giorgio Giovanni Giulio Giuseppe Guido Ivan Leonardo Luca Luigi Marcello Marco Massimo Matteo Maurizio
		Michele Nicola Paolo Pietro Raffaele Riccardo Roberto Salvatore Samuele Sandro Sergio Simone Stefano Tommaso
		Umberto Valerio Vincenzo Vittorio`)
	nomiFemminili = strings.Fields(`Ada Agnese Alessandra Alice Amelia Angela Antonella Assunta Aurora Barbara Beatrice
		Bianca Camilla Carla Caterina Cecilia Chiara Cinzia Claudia Clara Cristina Daniela Elena Eleonora Elisa Emma
		Enrica Federica Flavia Franca Francesca Gaia Giada Ginevra Giulia Giuseppina Grazia Ilaria Irene Laura Letizia
		Lidia Lina Lucia Luisa Margherita Marta Martina Michela Monica Nadia Noemi Paola Patrizia Rita Roberta Rosa
		Sabrina Sara Silvia Simona Sofia Stefania Teresa Valentina Vera Viola`)
	strade = []string{"Via Roma", "Via Garibaldi", "Via Mazzini", "Via Cavour", "Via dei Pini", "Via delle Rose", "Via della Fontana",
		"Via del Colle", "Via della Stazione", "Via San Rocco", "Via Nuova", "Via dei Mille", "Via Matteotti", "Via Gramsci",
		"Via della Repubblica", "Via degli Ulivi", "Via del Mulino", "Via Aurora", "Via Salaria Vecchia", "Piazza della Libertà",
		"Piazza del Popolo", "Piazza San Giovanni", "Largo dei Caduti", "Viale Europa", "Viale dei Tigli", "Vicolo Stretto"}
	motiviRigetto = []string{"Requisiti economici superiori alla soglia del regolamento", "Documentazione non integrata nei termini",
		"Prestazione già assicurata da altro servizio", "Residenza fuori dall'ambito territoriale"}
	motiviSospensione = []string{"Ricovero ospedaliero", "Soggiorno presso i familiari", "Assenza temporanea", "Verifica dei requisiti in corso"}
)
