// The box "Cerca in tutte le aree" as a combobox (ARIA Authoring Practices):
// htmx fetches the list while one types, waiting a little and dropping what is
// superseded; here are the keys and what is read aloud. Without this script
// the box is a form that leads to the page of results.
"use strict";
(() => {
  const campo = document.getElementById("cerca-ovunque");
  const riquadro = document.getElementById("suggerimenti");
  const detti = document.getElementById("suggerimenti-detti");
  if (!campo || !riquadro || !window.htmx) return;

  const modulo = campo.form;
  let tutto = false; // the list of all functions was asked for with an empty box
  let scelta = null;

  campo.removeAttribute("list"); // what the list now does
  document.getElementById("funzioni")?.remove();
  campo.setAttribute("role", "combobox");
  campo.setAttribute("aria-autocomplete", "list");
  campo.setAttribute("aria-expanded", "false");

  const opzioni = () => [...riquadro.querySelectorAll('[role="option"]')];
  const aperto = () => !riquadro.hidden;

  function scegli(opzione) {
    scelta?.setAttribute("aria-selected", "false");
    scelta = opzione;
    if (!scelta) {
      campo.removeAttribute("aria-activedescendant");
      return;
    }
    scelta.setAttribute("aria-selected", "true");
    scelta.scrollIntoView({ block: "nearest" });
    campo.setAttribute("aria-activedescendant", scelta.id);
  }

  function apri() {
    riquadro.hidden = false;
    const lista = riquadro.querySelector('[role="listbox"]');
    campo.setAttribute("aria-expanded", lista ? "true" : "false");
    if (lista) campo.setAttribute("aria-controls", lista.id);
    else campo.removeAttribute("aria-controls");
  }

  function chiudi() {
    scegli(null);
    riquadro.hidden = true;
    tutto = false;
    campo.setAttribute("aria-expanded", "false");
    campo.removeAttribute("aria-controls");
    detti.textContent = "";
  }

  // An empty box asks for nothing, unless all functions were asked for.
  campo.addEventListener("htmx:configRequest", (e) => {
    if (campo.value.trim() || tutto) return;
    e.preventDefault();
    riquadro.replaceChildren();
    chiudi();
  });
  riquadro.addEventListener("htmx:afterSwap", () => {
    scegli(null);
    const quanti = riquadro.querySelector(".quanti");
    if (!quanti || document.activeElement !== campo || !(campo.value.trim() || tutto)) {
      chiudi();
      return;
    }
    apri();
    detti.textContent = quanti.textContent;
  });
  for (const guasto of ["htmx:sendError", "htmx:responseError"]) {
    campo.addEventListener(guasto, () => {
      riquadro.replaceChildren();
      chiudi();
    });
  }

  function muovi(passo) {
    const voci = opzioni();
    if (!voci.length) return;
    const ora = voci.indexOf(scelta);
    // Before the first and after the last is the box itself.
    const n = voci.length + 1;
    const dopo = (((ora + passo + 1) % n) + n) % n;
    scegli(dopo === 0 ? null : voci[dopo - 1]);
  }

  function freccia(passo) {
    if (aperto()) {
      muovi(passo);
    } else if (opzioni().length && campo.value.trim()) {
      apri();
      muovi(passo);
    } else {
      tutto = !campo.value.trim();
      window.htmx.trigger(campo, "cerca-tutto");
    }
  }

  campo.addEventListener("keydown", (e) => {
    if (e.isComposing || e.ctrlKey || e.altKey || e.metaKey) return;
    switch (e.key) {
      case "ArrowDown":
        freccia(1);
        break;
      case "ArrowUp":
        freccia(-1);
        break;
      case "Enter":
        if (!aperto() || !scelta) return; // the page of results
        scelta.click();
        break;
      case "Escape":
        if (!aperto()) return; // the browser empties the box
        chiudi();
        break;
      case "Tab":
        chiudi();
        return;
      default:
        return;
    }
    e.preventDefault();
  });

  campo.addEventListener("input", () => scegli(null));
  campo.addEventListener("focus", () => {
    if (campo.value.trim() && opzioni().length && modulo.dataset.toccato) apri();
    modulo.dataset.toccato = "1";
  });
  // A press on the list must not take the cursor away before it is a click.
  riquadro.addEventListener("mousedown", (e) => e.preventDefault());
  modulo.addEventListener("focusout", (e) => {
    if (!modulo.contains(e.relatedTarget)) chiudi();
  });
})();
