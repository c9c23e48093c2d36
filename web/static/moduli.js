// What SISS adds to its forms when JavaScript is there: what is typed is kept
// every few seconds as a draft. Every form works without it.
"use strict";
(() => {
  const PAUSA = 3000; // from the first key to the saving of the draft
  const RIPROVA = 10000; // after a saving that failed
  const RIENTRO = 4000; // while one waits for who must log in again
  const ATTESA = 5000; // for an answer

  const operatore = document.querySelector("main")?.dataset.operatore || "";
  const stati = new Map(); // form -> what is known of its draft

  const moduloDi = (e) => e.target instanceof Element ? e.target.closest("form.modulo[method=post]") : null;

  // The address a form is posted to is the key of its draft.
  function chiave(form) {
    const u = new URL(form.getAttribute("action"), location.href);
    return u.pathname + u.search;
  }

  // Names that begin with an underscore are orders to the page; of them only
  // the identity of the act belongs to the draft.
  function scritto(form) {
    const out = new URLSearchParams();
    for (const [nome, valore] of new FormData(form)) {
      if (typeof valore === "string" && (nome === "_atto" || !nome.startsWith("_"))) out.append(nome, valore);
    }
    return out.toString();
  }

  function statoDi(form) {
    let s = stati.get(form);
    if (!s) {
      s = { form, ultimo: null, orologio: 0, inVolo: null, persa: null, invia: false, detto: null, riga: null };
      stati.set(form, s);
    }
    return s;
  }

  function corpo(s, testo) {
    const out = new URLSearchParams(testo);
    out.set("_chiave", chiave(s.form));
    out.set("_operatore", operatore);
    return out;
  }

  function programma(s, fra) {
    if (s.orologio || s.invia || !s.form.isConnected) return;
    s.orologio = setTimeout(() => salva(s), fra);
  }

  // salva sends the draft when it has changed, or in any case, and says how it
  // went: "fatta", "persa" when nobody, or somebody else, is logged in,
  // "fallita" otherwise.
  async function salva(s, comunque = false) {
    clearTimeout(s.orologio);
    s.orologio = 0;
    if (s.inVolo) await s.inVolo;
    const testo = scritto(s.form);
    if (testo === s.ultimo && !s.persa && !comunque) return "fatta";
    s.inVolo = manda(s, testo);
    const esito = await s.inVolo;
    s.inVolo = null;
    if (esito === "persa") programma(s, RIENTRO);
    else if (esito === "fallita") programma(s, RIPROVA);
    else if (scritto(s.form) !== s.ultimo) programma(s, PAUSA);
    return esito;
  }

  async function manda(s, testo) {
    try {
      const r = await fetch("/moduli/salvati", {
        method: "POST", body: corpo(s, testo), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(ATTESA),
      });
      const d = await r.json();
      if (r.ok) {
        s.ultimo = testo;
        ritrovata(s);
        di(s, `Bozza salvata alle ${d.alle}`, "Bozza salvata");
        return "fatta";
      }
      if (r.status === 401) return perduta(s, "La sessione è scaduta: per salvare occorre accedere di nuovo.");
      if (r.status === 409) return perduta(s, `Attenzione: ${d.detail}.`);
      return fallita(s, d.detail);
    } catch {
      return fallita(s, "il servizio non risponde");
    }
  }

  function fallita(s, perche) {
    di(s, `Bozza non salvata: ${perche}`, `Bozza non salvata: ${perche}`, true);
    return "fallita";
  }

  // di writes how the draft is at the side of the buttons. Who listens hears it
  // once, and again when it changes, not at every saving.
  function di(s, visto, detto, male = false) {
    if (!s.riga) {
      s.riga = nodo("p", "stato-bozza");
      s.visto = nodo("span", "");
      s.visto.setAttribute("aria-hidden", "true");
      s.voce = nodo("span", "visually-hidden");
      s.voce.setAttribute("role", "status");
      s.riga.append(s.visto, s.voce);
      s.form.querySelector(".azioni")?.prepend(s.riga);
    }
    s.riga.classList.toggle("non-salvata", male);
    s.visto.textContent = visto;
    if (s.detto !== detto) s.voce.textContent = s.detto = detto;
  }

  function nodo(nome, classe, testo = "") {
    const n = document.createElement(nome);
    if (classe) n.className = classe;
    n.textContent = testo;
    return n;
  }

  // perduta says that nothing can be saved for now, and how to go on: what is
  // typed stays in the page.
  function perduta(s, perche) {
    if (s.persa?.dataset.perche === perche) return "persa";
    s.persa?.remove();
    const box = nodo("div", "alert alert-danger sessione-persa");
    box.dataset.perche = perche;
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    const link = nodo("a", "btn btn-xs btn-primary", "Accedi di nuovo");
    link.href = "/accesso?ritorno=%2Fmoduli%2Frientro";
    link.target = "_blank";
    link.append(nodo("span", "visually-hidden", " (si apre in un'altra scheda)"));
    box.append(nodo("p", "", `${perche} Quello che è scritto resta in questa pagina: si accede in un'altra scheda e poi si continua qui`), link);
    s.form.querySelector(".azioni")?.before(box);
    s.persa = box;
    di(s, "Bozza non salvata", "Bozza non salvata", true);
    return "persa";
  }

  function ritrovata(s) {
    s.persa?.remove();
    s.persa = null;
  }

  for (const evento of ["input", "change"]) {
    document.addEventListener(evento, (e) => {
      const form = moduloDi(e);
      if (form) programma(statoDi(form), PAUSA);
    });
  }

  // A form that was touched goes only after its draft is kept: should the
  // session be gone, nothing leaves the page.
  document.addEventListener("submit", async (e) => {
    const s = stati.get(moduloDi(e));
    if (!s || s.invia === "passa" || e.defaultPrevented) return;
    e.preventDefault();
    if (s.invia) return;
    s.invia = "attende";
    s.form.setAttribute("aria-busy", "true");
    const esito = await salva(s, true);
    if (esito === "persa") {
      s.invia = false;
      s.form.removeAttribute("aria-busy");
      programma(s, RIENTRO);
      s.persa.focus();
      return;
    }
    s.invia = "passa";
    s.form.requestSubmit(e.submitter);
  });

  // Back from where the form led: it can be filled in again.
  window.addEventListener("pageshow", () => {
    for (const s of stati.values()) {
      s.invia = false;
      s.form.removeAttribute("aria-busy");
    }
  });

  // Leaving the page, the last words go without waiting for an answer.
  function congeda() {
    for (const s of stati.values()) {
      const testo = s.form.isConnected && !s.invia ? scritto(s.form) : s.ultimo;
      if (testo !== s.ultimo && !s.persa) navigator.sendBeacon("/moduli/salvati", corpo(s, testo));
    }
  }
  window.addEventListener("pagehide", congeda);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") congeda();
    else for (const s of stati.values()) if (s.persa) salva(s);
  });
  window.addEventListener("beforeunload", (e) => {
    for (const s of stati.values()) if (s.persa && s.invia !== "passa") e.preventDefault();
  });

  // Choices that follow another are replaced when it changes: what was chosen
  // while the answer was on its way stays, if it is still offered, and what
  // follows that is asked for anew, since its own request went with it.
  const scelte = new Set();
  document.addEventListener("htmx:oobBeforeSwap", (e) => {
    if (!e.detail.target.closest("form.modulo")) return;
    for (const nuovo of e.detail.fragment.querySelectorAll("select[id]")) {
      const valore = document.getElementById(nuovo.id)?.value;
      if (!valore || valore === nuovo.value || ![...nuovo.options].some((o) => o.value === valore)) continue;
      nuovo.value = valore;
      scelte.add(nuovo.id);
    }
  });
  document.addEventListener("htmx:load", (e) => {
    for (const scelta of e.target.querySelectorAll?.("select[id]") ?? []) {
      if (scelte.delete(scelta.id)) scelta.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
})();
