// Where one is in the grid, and which cells are chosen: one cell has the focus
// (a roving tabindex), and a rectangle from it may be chosen by Shift and the
// arrows, by Shift and a click, or by dragging.

export class Scelta {
  constructor(foglio, quandoCambia) {
    this.foglio = foglio;
    this.quandoCambia = quandoCambia;
    this.r = this.c = this.ancoraR = this.ancoraC = 0;
    this.scelte = [];
  }

  // vai moves the focus to a cell; with estendi the rectangle from where the
  // choice began stays chosen.
  vai(r, c, estendi = false, fuoco = true) {
    const f = this.foglio;
    f.cella(this.r, this.c).tabIndex = -1;
    this.r = Math.min(Math.max(r, 0), f.righe.length - 1);
    this.c = Math.min(Math.max(c, 0), f.ultima);
    if (!estendi) [this.ancoraR, this.ancoraC] = [this.r, this.c];
    const cella = f.cella(this.r, this.c);
    cella.tabIndex = 0;
    this.segna();
    if (fuoco) {
      cella.focus({ preventScroll: true });
      cella.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.quandoCambia();
  }

  // limiti is the rectangle chosen; of one cell when there is no other.
  limiti() {
    return {
      r1: Math.min(this.r, this.ancoraR), r2: Math.max(this.r, this.ancoraR),
      c1: Math.min(this.c, this.ancoraC), c2: Math.max(this.c, this.ancoraC),
    };
  }

  get piu() { return this.r !== this.ancoraR || this.c !== this.ancoraC; }

  // celle lists the days chosen, row by row.
  celle() {
    const { r1, r2, c1, c2 } = this.limiti(), out = [];
    for (let r = r1; r <= r2; r++) for (let c = c1; c <= c2; c++) if (this.foglio.eGiorno(c)) out.push({ r, c });
    return out;
  }

  segna() {
    for (const td of this.scelte) td.removeAttribute("aria-selected");
    this.scelte = [];
    if (!this.piu) return;
    for (const { r, c } of this.celle()) {
      const td = this.foglio.cella(r, c);
      td.setAttribute("aria-selected", "true");
      this.scelte.push(td);
    }
  }

  // tasto moves by a key; it tells whether the key was one that moves.
  tasto(e) {
    const f = this.foglio, fine = f.giorni.length, pagina = this.pagina();
    const passi = {
      ArrowUp: [this.r - 1, this.c], ArrowDown: [this.r + 1, this.c], ArrowLeft: [this.r, this.c - 1], ArrowRight: [this.r, this.c + 1],
      PageUp: [this.r - pagina, this.c], PageDown: [this.r + pagina, this.c],
      Home: e.ctrlKey ? [0, 1] : [this.r, 1], End: e.ctrlKey ? [f.righe.length - 1, fine] : [this.r, fine],
    };
    const passo = passi[e.key];
    if (!passo || e.altKey || (e.ctrlKey && !["Home", "End"].includes(e.key))) return false;
    this.vai(passo[0], passo[1], e.shiftKey);
    return true;
  }

  // pagina is how many rows are seen at a time.
  pagina() {
    const cornice = this.foglio.tabella.parentElement, riga = this.foglio.righe[0].offsetHeight || 40;
    return Math.max(1, Math.floor(Math.min(cornice.clientHeight, innerHeight) / riga) - 4);
  }

  // topo chooses with a click or by dragging.
  topo(tabella, quandoDiNuovo) {
    let trascina = false;
    const preme = (e) => {
      const dove = this.foglio.dove(e.target);
      if (!dove || e.button !== 0 || e.target.closest("input, select, a, button")) return;
      const diNuovo = !e.shiftKey && !this.piu && dove.r === this.r && dove.c === this.c && tabella.contains(document.activeElement);
      this.vai(dove.r, dove.c, e.shiftKey);
      e.preventDefault();
      trascina = e.pointerType === "mouse";
      if (diNuovo) quandoDiNuovo();
    };
    // A finger that begins to scroll chooses nothing: it is a tap that does.
    tabella.addEventListener("pointerdown", (e) => { if (e.pointerType === "mouse") preme(e); });
    tabella.addEventListener("click", (e) => { if (e.pointerType && e.pointerType !== "mouse") preme(e); });
    tabella.addEventListener("pointerover", (e) => {
      const dove = trascina && this.foglio.dove(e.target);
      if (dove && (dove.r !== this.r || dove.c !== this.c)) this.vai(dove.r, dove.c, true);
    });
    addEventListener("pointerup", () => { trascina = false; });
  }
}
