// The tabellone as a grid that is written from the keyboard. Without this
// script every cell leads to the form of its day; with it the cells are written
// where they are, and the form of the day is a command away.
import { Foglio } from "./tabellone-foglio.js";
import { Invio } from "./tabellone-invio.js";
import { Scelta } from "./tabellone-scelta.js";

const trova = (id) => document.getElementById(id);

const crea = (nome, classe, testo) => {
  const e = document.createElement(nome);
  if (classe) e.className = classe;
  e.textContent = testo;
  return e;
};

// dice writes in the status line what happened, and of what was refused why.
const dice = (testo, tono, dettagli = []) => {
  const stato = trova("stato-griglia");
  stato.replaceChildren(crea("p", tono, testo));
  if (dettagli.length === 0) return;
  const elenco = crea("ul", "rifiuti", "");
  for (const d of dettagli) elenco.append(crea("li", "", d));
  stato.append(elenco);
};

// prepara turns the table of links into a grid: cells take the place of links,
// which only the grid's own commands follow from now on.
const prepara = (tabella) => {
  for (const a of tabella.querySelectorAll("tbody td > a")) {
    const td = a.parentElement;
    td.replaceChildren(...a.childNodes);
    if (td.firstChild && td.firstChild.data === "+") td.replaceChildren();
  }
  for (const e of tabella.querySelectorAll("tbody a, tbody select")) e.tabIndex = -1;
  tabella.setAttribute("role", "grid");
  tabella.setAttribute("aria-multiselectable", "true");
  tabella.parentElement.removeAttribute("tabindex");
  trova("barra-griglia").hidden = false;
};

const avvia = (tabella) => {
  prepara(tabella);
  const foglio = new Foglio(tabella);
  let scrittura = null; // the cell being written: its input, and what was there
  let appunti = null; // what was copied, row by row

  const qui = () => {
    const { r, c } = scelta, giorno = foglio.eGiorno(c);
    trova("qui-chi").textContent = `${foglio.nominativo(r)}, ${foglio.numero(r)}`;
    trova("qui-giorno").textContent = [giorno ? foglio.giornoEsteso(c) : "", foglio.nomePrestazione(r), foglio.nota(r),
      scelta.piu ? `${scelta.celle().length} caselle scelte` : ""].filter(Boolean).join(", ");
    const apri = trova("apri-giorno");
    apri.hidden = !giorno;
    if (giorno) apri.href = `/tabellone/${foglio.intervento(r)}/${foglio.data(c)}?ritorno=${encodeURIComponent(location.pathname + location.search)}`;
  };
  const scelta = new Scelta(foglio, qui);
  const aggiorna = () => {
    trova("annulla").disabled = invio.fatti.length === 0;
    trova("ripeti").disabled = invio.disfatti.length === 0;
  };
  const invio = new Invio(foglio, tabella.dataset.invio, dice, aggiorna);

  // apri begins to write in the cell with the focus.
  const apri = (testo) => {
    const { r, c } = scelta, motivo = foglio.rifiuto(r, c);
    if (motivo) {
      dice("Casella non modificabile", "male", [motivo]);
      return;
    }
    const input = document.createElement("input"), diceva = foglio.testo(r, c); // read before the input takes its place
    input.value = testo === undefined ? diceva : testo;
    input.maxLength = 20;
    input.autocomplete = "off";
    input.inputMode = foglio.unita.get(foglio.prestazione(r)) === "ORA" ? "text" : "decimal";
    input.setAttribute("aria-label", `${foglio.nomePrestazione(r)}, ${foglio.nominativo(r)}, ${foglio.giornoEsteso(c)}`);
    scrittura = { input, r, c };
    foglio.cella(r, c).replaceChildren(input);
    input.addEventListener("blur", () => chiudi(true, false));
    input.focus();
    if (testo === undefined) input.select();
  };

  // chiudi ends the writing of a cell: keeping it, all the cells that are chosen
  // take what was written.
  const chiudi = (tieni, fuoco = true) => {
    if (!scrittura) return;
    const { input, r, c } = scrittura;
    scrittura = null;
    const valore = input.value.trim();
    foglio.mostra(r, c);
    if (fuoco) foglio.cella(r, c).focus({ preventScroll: true });
    if (tieni) invio.scrivi(scelta.piu ? scelta.celle().map((d) => ({ ...d, valore })) : [{ r, c, valore }]);
  };

  const inScrittura = (e) => {
    const { r, c } = scelta, piu = scelta.piu;
    const passi = { Enter: [r + 1, c], Tab: [r, c + (e.shiftKey ? -1 : 1)], ArrowUp: [r - 1, c], ArrowDown: [r + 1, c] };
    if (e.key === "Escape") {
      chiudi(false);
    } else if (passi[e.key]) {
      chiudi(true);
      if (!piu) scelta.vai(...passi[e.key]);
    } else {
      return;
    }
    e.preventDefault();
  };

  const svuota = () => invio.scrivi(scelta.celle().map((d) => ({ ...d, valore: "" })));

  const copia = () => {
    const { r1, r2, c1, c2 } = scelta.limiti();
    appunti = [];
    for (let r = r1; r <= r2; r++) appunti.push(Array.from({ length: c2 - c1 + 1 }, (_, n) => foglio.testo(r, c1 + n)));
    dice(appunti.length * appunti[0].length === 1 ? "Una casella copiata" : `${appunti.length * appunti[0].length} caselle copiate`, "");
  };

  // incolla repeats what was copied over the cells that are chosen, or writes it
  // whole from the one with the focus.
  const incolla = () => {
    if (!appunti) {
      dice("Prima copiare delle caselle, con Ctrl C", "");
      return;
    }
    const { r1, r2, c1, c2 } = scelta.limiti(), alte = appunti.length, larghe = appunti[0].length;
    const ultimaR = Math.min(foglio.righe.length - 1, Math.max(r2, r1 + alte - 1)), ultimaC = Math.min(foglio.giorni.length, Math.max(c2, c1 + larghe - 1));
    const celle = [];
    for (let r = r1; r <= ultimaR; r++) for (let c = Math.max(c1, 1); c <= ultimaC; c++) celle.push({ r, c, valore: appunti[(r - r1) % alte][(c - c1) % larghe] });
    invio.scrivi(celle);
  };

  // copiaSettimana writes in the week of the cell with the focus, for the rows
  // that are chosen, what the week before says; a day that says something stays.
  const copiaSettimana = () => {
    if (!foglio.eGiorno(scelta.c)) {
      dice("Scegliere un giorno della settimana da riempire", "");
      return;
    }
    const { r1, r2 } = scelta.limiti(), [prima, ultima] = foglio.settimana(scelta.c), celle = [];
    for (let r = r1; r <= r2; r++) {
      for (let c = prima; c <= ultima; c++) {
        const valore = foglio.settePrima(r, c);
        if (valore && !foglio.testo(r, c)) celle.push({ r, c, valore });
      }
    }
    if (celle.length > 0) invio.scrivi(celle);
    else dice("Nella settimana precedente non c'è nulla da copiare", "");
  };

  const conCtrl = { c: copia, v: incolla, z: () => invio.annulla(), y: () => invio.ripeti() };

  // nellIntestazione is Enter on the heading of a row: to choose the prestazione,
  // or to open the intervento.
  const nellIntestazione = (r) => {
    const controllo = foglio.righe[r].querySelector("select") || foglio.righe[r].querySelector(".sotto a");
    controllo.focus();
  };

  tabella.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    if (scrittura) {
      inScrittura(e);
      return;
    }
    if (e.target.closest("select, .sotto a")) {
      if (e.key === "Escape") scelta.vai(scelta.r, 0);
      return;
    }
    const ctrl = e.ctrlKey || e.metaKey, comando = ctrl && !e.altKey && conCtrl[e.key.toLowerCase()];
    if (comando) {
      if (e.shiftKey && e.key.toLowerCase() === "z") invio.ripeti();
      else comando();
    } else if (scelta.tasto(e)) {
      // it moved
    } else if (e.key === "F8") {
      copiaSettimana();
    } else if (e.key === "Delete" || e.key === "Backspace") {
      svuota();
    } else if (e.key === "Escape") {
      scelta.vai(scelta.r, scelta.c);
    } else if (e.key === "Enter" || e.key === "F2") {
      if (scelta.c === 0) nellIntestazione(scelta.r);
      else apri();
    } else {
      // What is typed goes by itself into the cell that opens.
      const giornate = scelta.c > 0 && foglio.righe[scelta.r].dataset.u === "GIORNATA"; // whose cells take letters too
      if ((giornate ? /^[0-9,.:PMGIRFV]$/i : /^[0-9,.:]$/).test(e.key) && !ctrl && !e.altKey) apri("");
      return;
    }
    e.preventDefault();
  });
  scelta.topo(tabella, () => apri());

  tabella.addEventListener("change", (e) => {
    if (e.target.tagName !== "SELECT") return;
    const dove = foglio.dove(e.target);
    foglio.cambia(dove.r, e.target.selectedOptions[0]);
    qui();
  });
  tabella.addEventListener("focusin", (e) => {
    const dove = e.target.closest("select, .sotto a") && foglio.dove(e.target);
    if (dove && dove.r !== scelta.r) scelta.vai(dove.r, 0, false, false);
  });

  trova("riempi").addEventListener("submit", (e) => {
    e.preventDefault();
    const valore = trova("valore-riempi").value.trim();
    if (valore) invio.scrivi(scelta.celle().map((d) => ({ ...d, valore })));
    else dice("Scrivere il valore con cui riempire le caselle scelte", "");
  });
  const bottoni = { "copia-settimana": copiaSettimana, annulla: () => invio.annulla(), ripeti: () => invio.ripeti() };
  for (const [id, fai] of Object.entries(bottoni)) trova(id).addEventListener("click", fai);

  // The first cell that can be written is where one begins.
  const prima = foglio.righe.findIndex((_, r) => foglio.giorni.some((__, n) => !foglio.rifiuto(r, n + 1)));
  const riga = Math.max(prima, 0), colonna = foglio.giorni.findIndex((_, n) => !foglio.rifiuto(riga, n + 1)) + 1;
  scelta.vai(riga, Math.max(colonna, 1), false, false);
};

const griglia = trova("griglia");
if (griglia && trova("barra-griglia")) avvia(griglia);
