package moltitudine

import (
	"math"
	"slices"
	"strings"
)

// nomi draws names as often as a registry has them: a few borne by tens of
// thousands, a long tail by few.
type nomi struct {
	cognomi, stranieri, maschili, femminili, maschiliEsteri, femminiliEsteri urna
}

// urna holds words by rank: the word of rank n comes out in proportion to
// 1/(n+q)^s, the law of Zipf and Mandelbrot.
type urna struct {
	parole []string
	somme  []float64
}

func nuovaUrna(parole []string, q, s float64) urna {
	u := urna{parole: parole, somme: make([]float64, len(parole))}
	somma := 0.0
	for n := range parole {
		somma += math.Pow(float64(n)+1+q, -s)
		u.somme[n] = somma
	}
	return u
}

func (u urna) estrai(c caso) string {
	n, _ := slices.BinarySearch(u.somme, c.Float64()*u.somme[len(u.somme)-1])
	return u.parole[min(n, len(u.parole)-1)]
}

// With these the first cognome is borne by four in a thousand and the first
// hundred by one person in seven, as in Lazio.
const (
	scartoCognomi, pendenzaCognomi = 12, 0.8
	scartoStranieri                = 40 // the many peoples have few cognomi in common
	scartoNomi, pendenzaNomi       = 3, 0.85
)

func nuoviNomi(seme uint64) *nomi {
	return &nomi{
		cognomi:         nuovaUrna(tuttiICognomi(Misura{Seme: seme}.caso("cognomi")), scartoCognomi, pendenzaCognomi),
		stranieri:       nuovaUrna(parole(cognomiStranieri), scartoStranieri, pendenzaCognomi),
		maschili:        nuovaUrna(parole(nomiMaschili), scartoNomi, pendenzaNomi),
		femminili:       nuovaUrna(parole(nomiFemminili), scartoNomi, pendenzaNomi),
		maschiliEsteri:  nuovaUrna(parole(maschiliStranieri), scartoNomi, pendenzaNomi),
		femminiliEsteri: nuovaUrna(parole(femminiliStranieri), scartoNomi, pendenzaNomi),
	}
}

// parole splits a list; a hyphen stands for a blank within a name.
func parole(elenco string) []string {
	out := strings.Fields(strings.ToUpper(elenco))
	for n := range out {
		out[n] = strings.ReplaceAll(out[n], "-", " ")
	}
	return out
}

// tuttiICognomi are the common ones, the most common first, then as many rare
// ones as roots, endings and particles make, in the order of chance.
func tuttiICognomi(c caso) []string {
	comuni := parole(cognomiComuni)
	visti := map[string]bool{}
	for _, p := range comuni {
		visti[p] = true
	}
	var rari []string
	for _, radice := range parole(radici) {
		for _, fine := range parole(desinenze) {
			for _, particella := range []string{"", "", "DE ", "DI ", "D'", "LO "} {
				cognome := particella + radice + fine
				if !visti[cognome] && (particella == "" || c.percento(12)) {
					visti[cognome] = true
					rari = append(rari, cognome)
				}
			}
		}
	}
	c.Shuffle(len(rari), func(x, y int) { rari[x], rari[y] = rari[y], rari[x] })
	return append(comuni, rari...)
}

// italiano draws the first names of a person, one in eight of them double.
func (n *nomi) nome(c caso, sesso string, straniero bool) string {
	u := n.maschili
	switch {
	case sesso == "F" && straniero:
		u = n.femminiliEsteri
	case sesso == "F":
		u = n.femminili
	case straniero:
		u = n.maschiliEsteri
	}
	primo := u.estrai(c)
	if straniero || !c.percento(12) {
		return primo
	}
	if secondo := u.estrai(c); secondo != primo {
		return primo + " " + secondo
	}
	return primo
}

// The hundreds of cognomi that a registry of Lazio has most, the first most.
const cognomiComuni = `Rossi De-Santis Mancini Ricci Proietti Russo Moretti Bianchi Romano Esposito Ferrari Conti Fabbri
	De-Angelis Marini Costantini Lombardi Pellegrini Colasanti Di-Stefano Rinaldi D'Angelo Valentini Bruni Gentili
	Bernardini Caruso Cecchini Fiorentini Gatti Giuliani Leone Marchetti Martini Mariani Morelli Orlandi Palombi
	Paolucci Petrucci Ruggeri Salvati Santini Silvestri Testa Tomassini Trombetta Venturi Vitali Angelini Antonelli
	Baldi Barbieri Battisti Belli Benedetti Bernardi Bonanni Capuano Carboni Cardinali Cataldi Catini Ceccarelli Ciccone
	Cipriani Coletta Coppola Cristofari D'Alessio D'Amico D'Andrea De-Luca De-Rossi De-Simone Di-Carlo Di-Marco
	Di-Pietro Donati Fantini Felici Ferrara Ferrante Ferretti Filippi Fiore Fiori Flamini Fontana Frattini Fusco
	Gabrielli Galli Gallo Giordani Giordano Giovannini Graziani Grassi Greco Guerra Iacobelli Innocenti Lauri
	Leonardi Liberati Lucarelli Luciani Magnani Mancinelli Marcelli Marino Marrone Martinelli Masci Mastrangelo Mattei
	Mazza Mele Milani Minotti Monti Morgante Moroni Mosca Nardi Nardone Natale Neri Nicoletti Nobili Onorati Orsini
	Pace Pagliaroli Palma Palmieri Panella Paoletti Paris Parisi Pasquali Patrizi Pavoni Perna Perugini Petrella
	Piacentini Pica Piccioni Pierantoni Pieri Pinto Piras Placidi Poli Pompei Ponzi Porcelli Quattrini Ranieri
	Ricciardi Riccardi Rocchi Romani Romagnoli Rosati Rosa Rufini Sabatini Sacchi Salvatori Sanna Santarelli Santori
	Savi Sbardella Scarpa Schiavi Sciarra Sebastiani Serafini Serra Sergi Simonetti Sorrentino Spada Spaziani
	Stefani Stella Tarantino Tassi Tedeschi Terenzi Tiberi Tocci Tomei Torri Tosti Trani Tucci Turchetti Urbani
	Valente Valeri Vannucci Vecchi Ventura Verdi Villani Viola Vita Volpi Zaccaria Zanetti Zeppieri Zocchi
	Abbate Agostini Alfonsi Amadei Amato Amici Andreoli Appetito Arcangeli Ascenzi Attili Bartoli Basile Bellini
	Bianconi Bonifazi Borghi Boschi Bove Brandi Brunetti Buccella Cacciotti Calabrese Caldarelli Camilli Campagna
	Campoli Cappelli Caponi Capasso Carletti Carlini Carnevale Casini Castelli Catalano Cavallo Celani Celli Cenci
	Cerroni Chiappini Cianfarani Cocchi Colantoni Colella Colombo Compagnoni Corsetti Corsi Costa Cozzi Crescenzi
	Damiani De-Bonis De-Cesaris De-Filippis De-Marchis De-Paolis De-Vito Del-Monte Della-Porta Di-Biagio Di-Fazio
	Di-Giacomo Di-Giulio Di-Lorenzo Di-Manno Di-Mario Di-Palma Di-Rocco Diamanti Evangelisti Falcone Fanelli Farina
	Federici Fedele Ferri Ficorella Foschi Franchi Fraschetti Frezza Frisoni Galassi Gasbarri Gentile Germani Ghezzi
	Giannini Gigli Giusti Grimaldi Grossi Iannotti Ianni Imperi Iorio Izzo La-Rocca Lanzi Latini Lepore Longo Lupi
	Macchia Maggi Maiorano Manni Marchionni Marcucci Marra Marsili Massimi Mastroianni Mauro Melis Merola Messina
	Micheli Minelli Moscatelli Muzi Napoleoni Nanni Nunzi Olivieri Orefice Pacifici Pagano Palazzi Palumbo Panzironi
	Pascucci Pellegrino Persichetti Pesce Petrini Pezzella Picchi Piergentili Pietrosanti Pizzuti Polidori Porta Proia
	Quaresima Raponi Rea Recchia Renzi Ricciotti Rizzi Rizzo Rosi Rotondi Rubini Sala Salerno Salvi Sarti Savelli Scala
	Scarsella Secci Severini Simeoni Sperati Stazi Tancredi Tarquini Tata Tempesta Tiberia Todini Toti Tozzi Troiani
	Turriziani Ubaldi Vagnoni Valle Velocci Vergari Verrelli Vinci Virgili Vitale Vitelli Volpe Zampetti Zannella Zuccari`

// Roots and endings of the rare ones.
const (
	radici = `Abb Acc Ador Agn Alb Ald Alf Alt Amb Andr Ann Ans Arc Ard Arm Arn Att Aur Bacc Bagn Bal Band Barb Bart Bass
		Batt Bell Ben Bert Bett Bocc Bon Borg Bort Bosc Brac Brand Brun Bucc Calc Camp Cand Cant Cap Card Carl Cas Cast
		Cat Cav Cecc Cern Chiar Ciarl Ciof Cocc Col Comp Cond Cord Corn Corr Cost Crem Cresc Cur Dant Delf Dolc Dom Don
		Elm Erc Fabr Falc Fant Farn Fed Fel Ferr Fid Fil Fior Flor Font Form Fort Franc Fran Frid Fulg Gab Gagl Gall Gamb
		Gar Gasp Gat Gel Ger Ghir Gian Giorg Gir Giul Gius Grand Grat Graz Grif Guad Gualt Guar Guid Lanc Land Latt Laur
		Leon Lib Lig Lomb Long Lor Lov Luc Lun Macc Magg Magn Mal Manc Mand Mann Marc Marg Mar Mart Masc Mass Mast Matt
		Maur Mazz Mell Mend Merc Mich Mign Mil Min Mol Mont Mor Mosc Mur Nard Nat Nav Negr Nicol Nov Oddi Oliv Orl Ors Ort
		Ott Pacc Pad Pal Pan Pap Pard Parm Pasq Past Patr Pell Per Pesc Petr Piac Pian Picc Pier Pign Pin Pirr Pis Pol
		Pont Port Prat Prim Quar Racc Raff Raim Ram Ran Rav Reg Ricc Rig Rin Risp Roc Rond Ros Rov Rub Ruff Rug Sabb Sacc
		Salv Sanc Sant Sart Savin Scacc Scal Scar Schiav Sciarr Seb Sent Ser Sev Sforz Sim Sold Sor Spad Sper Spin Staff
		Stef Strad Sug Tad Tamb Tar Tass Ted Temp Ter Test Tib Tint Tom Torn Torr Tosc Tram Trent Trev Turc Ubal Ulv Urb
		Vacc Val Van Var Vass Vecch Vell Vent Verg Vern Vesp Vign Vill Vinc Visc Vit Volp Zacc Zagh Zamb Zan Zav Zuc`
	desinenze = `a acchi accia aldi ale ali ana anelli ani ano anti anza archi ardi are ari aro aroli asi asso ati ato atti
		avini azzi efici ei elini ella elli ello enti enzi era eri ero erri esi eschi ese etti etto etta ezza i iani iano
		icchi icelli ieri iero ighi igni ila illi ilio ini ino inelli iola ioli ione ioni isi itti itto izzi o obelli occhi
		oli olini olo onci one onetti oni onio opoli ori oro orsi osi osto otti otto ozzi ucci uccio udi ulli umi uni uri
		uzzi`
	nomiMaschili = `Giuseppe Francesco Antonio Marco Roberto Mario Alessandro Andrea Stefano Luigi Giovanni Paolo Massimo
		Carlo Luca Angelo Claudio Fabio Vincenzo Maurizio Domenico Giorgio Daniele Franco Sergio Fabrizio Simone Pietro
		Davide Enrico Gianluca Matteo Bruno Giancarlo Alberto Federico Giulio Emanuele Salvatore Riccardo Valerio
		Michele Alessio Lorenzo Gabriele Renato Cristian Marcello Mauro Gino Filippo Leonardo Nicola Aldo Raffaele
		Tommaso Sandro Vittorio Umberto Guido Ezio Pasquale Remo Dario Diego Edoardo Mattia Augusto Romolo Gianfranco
		Ennio Gaetano Guglielmo Ugo Ivano Elio Nazzareno Cesare Danilo Armando Alvaro Otello Jacopo Christian Romano
		Ettore Rocco Samuele Pierluigi Walter Manuel Luciano Silvio Emilio Ernesto Gennaro Nello Dino Flavio Orlando
		Adriano Mirko Ivan Corrado Tiziano Giacomo Ruggero Rodolfo Oreste Amedeo Achille Benito Loreto Quirino Settimio
		Virgilio Tullio Moreno Saverio Sabatino Santino Celestino Agostino Ercole Fausto Furio Igino Italo Lamberto
		Livio Lucio Manlio Nicolò Niccolò Olindo Pompeo Primo Rinaldo Rosario Sabino Silvano Terzo Ubaldo Valentino Zeno`
	nomiFemminili = `Maria Anna Francesca Giulia Paola Laura Rosa Anna-Maria Angela Giovanna Patrizia Daniela Alessandra
		Roberta Barbara Simona Chiara Valentina Silvia Sara Elena Stefania Federica Luisa Antonella Claudia Cristina
		Lucia Martina Teresa Giuseppina Monica Marina Carla Rita Elisa Franca Sabrina Alessia Caterina Ilaria Tiziana
		Ida Emanuela Michela Eleonora Lidia Gabriella Serena Loredana Valeria Marta Manuela Rosanna Cinzia Antonietta
		Silvana Assunta Vittoria Anita Bruna Adele Giorgia Sofia Aurora Emma Ginevra Alice Beatrice Camilla Gaia Noemi
		Arianna Veronica Irene Debora Ornella Nicoletta Raffaella Marisa Graziella Mirella Iolanda Elvira Fernanda
		Annunziata Pasqualina Domenica Concetta Carmela Filomena Nicolina Palmira Ines Elda Iole Ada Agnese Amelia
		Bianca Clara Cecilia Margherita Maddalena Miriam Nadia Nunzia Orietta Pamela Rachele Romina Sandra Susanna
		Tamara Vanessa Viviana Vera Virginia Wanda Loretta Lorella Ivana Gina Gemma Flora Flavia Fabiola Fabiana
		Ester Erika Elisabetta Elettra Diana Desirée Dalila Costanza Benedetta Azzurra Asia Antonia Angelica Allegra`
	cognomiStranieri = `Hossain Popescu Singh Chen Hu Islam Ahmed Reyes Santos Dumitru Ionescu Khan Rahman Mohamed Garcia
		Perera Fernando Kaur Lin Wang Zhang Popa Radu Stan Munteanu Rusu Ceban Melnyk Shevchenko Kovalenko Bondarenko
		Hoxha Shehu Gjoka Ali Hassan Diallo Traoré Diop Ndiaye Okafor Eze Mensah Quispe Flores Rodriguez Gonzalez
		Lopez Cruz Ramos Mendoza Bautista Petrov Ivanova Nowak Kowalski Wojcik Dimitrov Georgiev Nguyen Begum Uddin
		Miah Chowdhury Das Kumar Sharma El-Amrani Benali Haddad Mansour Ibrahim Abdi Osman Tesfay Haile Silva Souza
		Pereira Oliveira`
	maschiliStranieri = `Mohammed Ion Andrei Cristian Abdul Md Jun Jose Carlos Juan Luis Mihai Vasile Gheorghe Ahmed
		Ali Omar Youssef Ibrahim Mamadou Emeka Ivan Oleg Sergiy Artan Arben Gurpreet Raj Wei Ming Rodel Jayson
		Nuwan Kamal Tomasz Marek Bogdan Florin Adrian Daniel`
	femminiliStranieri = `Maria Elena Ana Mihaela Daniela Ioana Oksana Svitlana Olena Natalia Fatima Aicha Khadija Amina
		Ling Mei Xiu Rosa Carmen Luz Marites Jocelyn Cristina Nirmala Kumari Sultana Nasrin Parveen Mariam Aminata
		Blessing Joy Elona Mirela Ewa Agnieszka Katarzyna Gabriela Alina Valentina`
)

// strade are the streets of every comune.
var strade = []string{"Via Roma", "Via Garibaldi", "Via Mazzini", "Via Cavour", "Via dei Pini", "Via delle Rose", "Via della Fontana",
	"Via del Colle", "Via della Stazione", "Via San Rocco", "Via Nuova", "Via dei Mille", "Via Matteotti", "Via Gramsci",
	"Via della Repubblica", "Via degli Ulivi", "Via del Mulino", "Via Aurora", "Via Salaria Vecchia", "Piazza della Libertà",
	"Piazza del Popolo", "Piazza San Giovanni", "Largo dei Caduti", "Viale Europa", "Viale dei Tigli", "Vicolo Stretto"}
