// The grid as the page has it: what each cell says of which prestazione, why it
// cannot be written, what its row and its day sum to. Quantities are texts as
// the server writes them; only the totals of the days are counted here, in
// whole minutes or hundredths.

const MOTIVI = {
  f: "il giorno è fuori dal periodo dell'intervento",
  s: "quel giorno l'intervento è sospeso",
};

const coppie = (testo) => (testo ? testo.split(";").map((p) => p.split("=")) : []);

// conta reads a quantity: minutes when it has hours, else hundredths; the letter
// of a tipo di presenza is one day.
const conta = (testo) => {
  if (!testo) return 0;
  if (/^[A-Z]$/i.test(testo)) return 100;
  const ore = /^(\d+):(\d\d)$/.exec(testo);
  if (ore) return Number(ore[1]) * 60 + Number(ore[2]);
  const [intera, decimi = ""] = testo.split(",");
  return Number(intera) * 100 + Number(decimi.padEnd(2, "0"));
};

// scrive is the contrary of conta, in a unit.
const scrive = (n, unita) => {
  if (unita === "ORA") return `${Math.floor(n / 60)}:${String(n % 60).padStart(2, "0")}`;
  const decimi = String(n % 100).padStart(2, "0").replace(/0+$/, "");
  return String(Math.floor(n / 100)) + (decimi ? "," + decimi : "");
};

export class Foglio {
  constructor(tabella) {
    this.tabella = tabella;
    this.righe = [...tabella.tBodies[0].rows];
    const testa = [...tabella.tHead.rows[0].cells];
    this.giorni = testa.filter((th) => th.dataset.d);
    this.ultima = testa.length - 1; // the last column
    this.unita = new Map(); // by prestazione: the unit in which it counts
    for (const o of tabella.querySelectorAll("tbody option")) this.unita.set(o.value, o.dataset.u);
    for (const r of this.righe) if (r.dataset.p) this.unita.set(r.dataset.p, r.dataset.u);
    this.valori = new WeakMap();
  }

  cella(r, c) { return this.righe[r].cells[c]; }

  // dove is the place of a cell of the body, null for anything else.
  dove(elemento) {
    const cella = elemento.closest ? elemento.closest("th, td") : null;
    if (!cella || cella.closest("tbody") !== this.tabella.tBodies[0]) return null;
    return { r: cella.parentElement.sectionRowIndex, c: cella.cellIndex };
  }

  eGiorno(c) { return c >= 1 && c <= this.giorni.length; }
  data(c) { return this.giorni[c - 1].dataset.d; }
  giornoEsteso(c) { return this.giorni[c - 1].lastElementChild.textContent; }
  nominativo(r) { return this.righe[r].querySelector(".nominativo").textContent; }
  numero(r) { return this.righe[r].querySelector(".sotto a").lastChild.textContent; }
  intervento(r) { return this.righe[r].dataset.i; }
  prestazione(r) { return this.righe[r].dataset.p; }
  nomePrestazione(r) {
    const select = this.righe[r].querySelector("select");
    return select ? select.selectedOptions[0].text : this.righe[r].querySelector(".una").textContent;
  }

  nota(r) {
    const nota = this.righe[r].querySelector(".nota");
    return nota ? nota.textContent : "";
  }

  // rifiuto says why a cell cannot be written, "" when it can.
  rifiuto(r, c) {
    if (!this.eGiorno(c)) return "si scrive solo nelle caselle dei giorni";
    const riga = this.righe[r].dataset;
    return riga.perche || MOTIVI[this.cella(r, c).classList[0]] ||
      (this.giorni[c - 1].dataset.futuro ? "il giorno deve ancora venire" : "");
  }

  // tutti are the quantities of a cell, by prestazione.
  tutti(r, c) {
    const td = this.cella(r, c);
    let v = this.valori.get(td);
    if (!v) {
      v = new Map(coppie(td.dataset.a));
      const primo = td.firstChild; // the words of a state are in an element
      if (primo && primo.nodeType === Node.TEXT_NODE) v.set(this.prestazione(r), primo.data);
      this.valori.set(td, v);
    }
    return v;
  }

  testo(r, c, prestazione = this.prestazione(r)) {
    return this.eGiorno(c) ? this.tutti(r, c).get(prestazione) || "" : "";
  }

  scrivi(r, c, testo, prestazione = this.prestazione(r)) {
    const v = this.tutti(r, c);
    if (testo) v.set(prestazione, testo);
    else v.delete(prestazione);
    this.mostra(r, c);
  }

  // mostra writes in the cell the prestazione of its row, and how many others
  // the day has.
  mostra(r, c) {
    const td = this.cella(r, c), v = this.tutti(r, c), p = this.prestazione(r);
    const altre = v.size - (v.has(p) ? 1 : 0);
    td.replaceChildren(v.get(p) || "");
    if (altre > 0) {
      const segno = document.createElement("sup");
      segno.textContent = `+${altre}`;
      td.append(segno);
    }
  }

  // cambia makes a row enter another prestazione.
  cambia(r, opzione) {
    const riga = this.righe[r];
    for (let c = 1; c <= this.giorni.length; c++) this.tutti(r, c);
    riga.dataset.p = opzione.value;
    riga.dataset.u = opzione.dataset.u;
    for (let c = 1; c <= this.giorni.length; c++) if (!MOTIVI[this.cella(r, c).classList[0]]) this.mostra(r, c);
    this.confronto(r, opzione.dataset);
  }

  confronto(r, { previsto, differenza, tono }) {
    const celle = this.righe[r].cells, badge = document.createElement("span");
    badge.className = `etichetta-stato tono-${tono}`;
    badge.textContent = differenza;
    celle[this.ultima - 1].textContent = previsto;
    celle[this.ultima].replaceChildren(badge);
  }

  // riassume writes what the server says that a row now sums to.
  riassume(riepilogo) {
    const r = this.righe.findIndex((riga) => riga.dataset.i === riepilogo.interventoId);
    if (r < 0) return;
    this.righe[r].cells[this.ultima - 2].textContent = riepilogo.totale;
    const toni = { "-1": "warning", 0: "success", 1: "danger" };
    for (const p of riepilogo.prestazioni) {
      const dati = { previsto: p.previsto, differenza: p.differenza, tono: toni[p.segno] };
      const opzione = this.righe[r].querySelector(`option[value="${CSS.escape(p.prestazione)}"]`);
      if (opzione) Object.assign(opzione.dataset, dati);
      if (p.prestazione === this.prestazione(r)) this.confronto(r, dati);
    }
  }

  // sposta moves the totals of a day when a cell goes from a quantity to another.
  sposta(c, prestazione, prima, dopo) {
    const unita = this.unita.get(prestazione), piede = this.tabella.tFoot;
    const riga = piede && [...piede.rows].find((t) => t.dataset.u === unita);
    const passo = conta(dopo) - conta(prima);
    if (!riga || passo === 0) return;
    for (const [td, zero] of [[riga.cells[c], ""], [riga.cells[this.ultima - 2], scrive(0, unita)]]) {
      const n = conta(td.textContent) + passo;
      td.textContent = n > 0 ? scrive(n, unita) : zero;
    }
  }

  // settePrima is what a cell said a week before, of the same prestazione.
  settePrima(r, c) {
    if (c > 7) return this.testo(r, c - 7);
    const d = new Date(`${this.data(c)}T12:00:00Z`);
    d.setUTCDate(d.getUTCDate() - 7);
    const giorno = d.toISOString().slice(0, 10);
    const trovato = coppie(this.righe[r].dataset.prec).find(([data, p]) => data === giorno && p === this.prestazione(r));
    return trovato ? trovato[2] : "";
  }

  // settimana is the first and the last column of the week of a day, from
  // Monday, within the month.
  settimana(c) {
    const giorno = (new Date(`${this.data(c)}T12:00:00Z`).getUTCDay() + 6) % 7; // Monday is 0
    return [Math.max(1, c - giorno), Math.min(this.giorni.length, c + 6 - giorno)];
  }
}
