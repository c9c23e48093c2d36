// What is written goes to the server in the order in which it was typed, one
// batch at a time, each an act with an identity of its own: sent again after a
// network that failed, it is done once. What was done can be undone, by writing
// back what was there.

const RIPROVE = [2, 4, 8, 15]; // seconds to wait before sending again

// identita makes the identity of an act: a random UUID, also where the browser
// does not give one because the page came without TLS.
const identita = () => {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const s = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  return `${s.slice(0, 8)}-${s.slice(8, 12)}-${s.slice(12, 16)}-${s.slice(16, 20)}-${s.slice(20)}`;
};

const chiave = ({ r, c, prestazione }) => `${r} ${c} ${prestazione}`;

export class Invio {
  constructor(foglio, percorso, dice, quandoCambia) {
    Object.assign(this, { foglio, percorso, dice, quandoCambia });
    this.coda = [];
    this.fatti = []; // batches that can be undone
    this.disfatti = [];
    this.noti = new Map(); // what the server last said of the cells that wait for it
    this.poi = []; // what was asked meanwhile, and must come after
    addEventListener("beforeunload", (e) => { if (this.coda.length > 0) e.preventDefault(); });
  }

  // scrivi sends cells {r, c, valore}; those that cannot be written are said at
  // once, with why.
  scrivi(celle, verso = "fatti") {
    const buone = [], rifiutate = [];
    for (const cella of celle) {
      const prestazione = cella.prestazione || this.foglio.prestazione(cella.r);
      const motivo = this.foglio.rifiuto(cella.r, cella.c);
      if (motivo) rifiutate.push({ ...cella, motivo });
      else if (this.foglio.testo(cella.r, cella.c, prestazione) !== cella.valore) buone.push({ ...cella, prestazione });
    }
    for (const cella of buone) this.anticipa(cella);
    if (verso === "fatti" && buone.length > 0) this.disfatti = [];
    if (buone.length === 0) {
      if (rifiutate.length > 0) this.racconta(0, rifiutate);
      return;
    }
    // The server takes so many cells at a time.
    for (let n = 0; n < buone.length; n += 1000) this.coda.push({ atto: identita(), celle: buone.slice(n, n + 1000), rifiutate: n === 0 ? rifiutate : [], verso, prove: 0 });
    if (!this.inCorso) this.manda();
  }

  // anticipa shows what was typed before the server says that it is done.
  anticipa(cella) {
    const k = chiave(cella), prima = this.foglio.testo(cella.r, cella.c, cella.prestazione);
    if (!this.noti.has(k)) this.noti.set(k, prima);
    this.foglio.scrivi(cella.r, cella.c, cella.valore, cella.prestazione);
    const td = this.foglio.cella(cella.r, cella.c);
    td.removeAttribute("aria-invalid");
    td.classList.add("attesa");
  }

  async manda() {
    this.inCorso = true;
    while (this.coda.length > 0) {
      const lotto = this.coda[0];
      // What the server said of a cell last is what it is asked to write over;
      // once sent, a batch is sent again just as it was.
      lotto.corpo = lotto.corpo || JSON.stringify({ celle: lotto.celle.map((cella) => ({
        interventoId: this.foglio.intervento(cella.r), data: this.foglio.data(cella.c), prestazione: cella.prestazione,
        valore: cella.valore, prima: this.noti.get(chiave(cella)) || "" })) });
      const esito = await this.chiedi(lotto);
      if (!esito) {
        const attesa = RIPROVE[Math.min(lotto.prove++, RIPROVE.length - 1)];
        await new Promise((poi) => { setTimeout(poi, attesa * 1000); });
        continue;
      }
      this.coda.shift();
      this.accoglie(lotto, esito);
    }
    this.inCorso = false;
    this.quandoCambia();
    const poi = this.poi.shift();
    if (poi) poi();
  }

  // chiedi sends a batch; null when it must be sent again.
  async chiedi(lotto) {
    let risposta;
    try {
      risposta = await fetch(this.percorso, { method: "POST", body: lotto.corpo, credentials: "same-origin",
        headers: { "Content-Type": "application/json", "Idempotency-Key": lotto.atto } });
      if (risposta.ok) return await risposta.json();
    } catch {
      this.dice("Il server non risponde: quello che è stato scritto resta qui e si salva da solo appena possibile", "male");
      return null;
    }
    if (risposta.status === 401) {
      this.dice("La sessione è scaduta: accedere di nuovo in un'altra scheda. Quello che è stato scritto resta qui e si salva da solo", "male");
      return null;
    }
    if (risposta.status === 429 || risposta.status >= 500) {
      this.dice("Salvataggio non riuscito: si riprova tra poco. Quello che è stato scritto resta qui", "male");
      return null;
    }
    const problema = await risposta.json().catch(() => ({}));
    const motivo = problema.detail || "la richiesta non è stata accettata: ricaricare la pagina";
    return { celle: lotto.celle.map((cella) => ({ fatta: false, valore: this.noti.get(chiave(cella)), motivo })), righe: [] };
  }

  // accoglie shows what became of a batch.
  accoglie(lotto, esito) {
    const fatte = [], rifiutate = [...lotto.rifiutate];
    const attese = new Set(this.coda.flatMap((l) => l.celle.map(chiave)));
    lotto.celle.forEach((cella, n) => {
      const detto = esito.celle[n], k = chiave(cella), prima = this.noti.get(k) || "", ora = detto.valore || "";
      const td = this.foglio.cella(cella.r, cella.c);
      this.foglio.sposta(cella.c, cella.prestazione, prima, ora);
      if (attese.has(k)) {
        this.noti.set(k, ora);
      } else {
        this.noti.delete(k);
        this.foglio.scrivi(cella.r, cella.c, ora, cella.prestazione);
        td.classList.remove("attesa");
      }
      if (detto.fatta) {
        if (prima !== ora) fatte.push({ ...cella, prima, dopo: ora });
      } else {
        rifiutate.push({ ...cella, motivo: detto.motivo });
        td.setAttribute("aria-invalid", "true");
      }
    });
    for (const riga of esito.righe) this.foglio.riassume(riga);
    if (fatte.length > 0) this[lotto.verso].push(fatte);
    this.racconta(fatte.length, rifiutate, lotto.verso);
    this.quandoCambia();
  }

  // racconta says how many cells were saved, and of the others why not.
  racconta(salvate, rifiutate, verso) {
    const conta = (n, una, tante) => (n === 1 ? una : `${n} ${tante}`);
    const parti = [];
    if (salvate > 0) parti.push(verso === "disfatti" ? conta(salvate, "Una casella riportata a prima", "caselle riportate a prima") : conta(salvate, "Una casella salvata", "caselle salvate"));
    if (rifiutate.length > 0) parti.push(conta(rifiutate.length, "una casella rifiutata", "caselle rifiutate"));
    if (parti.length === 0) parti.push("Nulla da salvare");
    const motivi = new Map();
    for (const { r, c, motivo } of rifiutate) {
      const giorno = this.foglio.eGiorno(c) ? ` ${Number(this.foglio.data(c).slice(8))}` : "";
      const chi = `${this.foglio.nominativo(r)}, ${this.foglio.numero(r)}`;
      if (!motivi.has(motivo)) motivi.set(motivo, new Map());
      const caselle = motivi.get(motivo);
      caselle.set(chi, (caselle.get(chi) || "") + giorno);
    }
    const dettagli = [...motivi].map(([motivo, caselle]) =>
      `${motivo} (${[...caselle].slice(0, 5).map(([chi, giorni]) => chi + (giorni ? ", giorno" + giorni : "")).join("; ")}${caselle.size > 5 ? "; …" : ""})`);
    this.dice(parti.join(", "), rifiutate.length > 0 ? "male" : "bene", dettagli);
  }

  // annulla writes back what was there before the last batch; ripeti undoes it.
  annulla() { this.torna("fatti", "disfatti"); }
  ripeti() { this.torna("disfatti", "fatti"); }

  torna(da, a) {
    if (this.inCorso) {
      this.poi.push(() => this.torna(da, a));
      return;
    }
    const lotto = this[da].pop();
    if (!lotto) {
      this.dice(da === "fatti" ? "Nulla da annullare" : "Nulla da ripetere", "");
      return;
    }
    const resto = this.disfatti;
    this.scrivi(lotto.map((cella) => ({ r: cella.r, c: cella.c, prestazione: cella.prestazione, valore: cella.prima })), a);
    if (a === "fatti") this.disfatti = resto; // repeating one leaves the others to repeat
    this.quandoCambia();
  }
}
