// The list of tasks when JavaScript is there: select all, how many are ticked,
// menus that close, and the place in the page kept after an act. Without it
// the same forms do the same things.
"use strict";
(() => {
  const insieme = document.getElementById("insieme");

  function scelte() {
    return Array.from(document.querySelectorAll('input[name="compiti"][form="insieme"]'));
  }

  // conta says how many tasks are ticked and shows what can be done on them.
  function conta(annuncia) {
    const tutte = scelte();
    const spuntate = tutte.filter((c) => c.checked).length;
    insieme.classList.toggle("attiva", spuntate > 0);
    for (const b of insieme.querySelectorAll("button")) b.disabled = spuntate === 0;
    const testo = spuntate === 0 ? "Spuntare i compiti su cui agire insieme"
      : spuntate === 1 ? "1 compito selezionato" : spuntate + " compiti selezionati";
    const stato = insieme.querySelector(".scelti");
    if (annuncia || stato.textContent !== testo) stato.textContent = testo;
    const tutti = document.getElementById("tutti-in-pagina");
    tutti.checked = spuntate > 0 && spuntate === tutte.length;
    tutti.indeterminate = spuntate > 0 && spuntate < tutte.length;
  }

  function preparaInsieme() {
    const tutti = document.getElementById("tutti-in-pagina");
    tutti.parentElement.hidden = false;
    tutti.addEventListener("change", () => {
      for (const c of scelte()) c.checked = tutti.checked;
      conta(true);
    });
    document.addEventListener("change", (e) => {
      if (e.target.name === "compiti") conta(true);
    });
    // A browser that comes back to the page ticks again what was ticked.
    window.addEventListener("pageshow", () => conta(false));
    conta(false);
  }

  // A menu closes when another opens, when the focus leaves it, and with Escape.
  function preparaMenu() {
    const chiudi = (tranne) => {
      for (const m of document.querySelectorAll("details.altro[open]")) if (m !== tranne) m.open = false;
    };
    document.addEventListener("click", (e) => chiudi(e.target.closest("details.altro")));
    document.addEventListener("focusin", (e) => chiudi(e.target.closest("details.altro")));
    document.addEventListener("keydown", (e) => {
      const menu = e.key === "Escape" && document.querySelector("details.altro[open]");
      if (!menu) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  // An act on a row leads back to the list: at the place where it was.
  const chiave = "siss-posto";
  function ricordaPosto() {
    document.addEventListener("submit", (e) => {
      if (e.target.method === "post" && e.target.closest(".compiti, .avvisi")) {
        sessionStorage.setItem(chiave, JSON.stringify({ pagina: location.pathname + location.search, y: window.scrollY }));
      }
    });
    const scritto = sessionStorage.getItem(chiave);
    if (!scritto) return;
    sessionStorage.removeItem(chiave);
    const posto = JSON.parse(scritto);
    if (posto.pagina === location.pathname + location.search) window.scrollTo({ top: posto.y, behavior: "instant" });
  }

  // On a narrow screen the filters that say nothing leave room to the list.
  function piegaFiltri() {
    const filtri = document.querySelector(".altri-filtri");
    if (!filtri || !window.matchMedia("(max-width: 767.98px)").matches) return;
    const detti = Array.from(filtri.querySelectorAll("input:not([type=hidden]), select")).some((c) => c.value !== "" && c.name !== "ordine");
    filtri.open = detti;
  }

  if (insieme) preparaInsieme();
  piegaFiltri();
  preparaMenu();
  ricordaPosto();
})();
