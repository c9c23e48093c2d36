// What SISS adds to its pages when JavaScript is there. Every page works
// without it: nothing here holds data, it only spares steps.
"use strict";

// The key "/" leads to the box that looks everywhere. A single key may get in
// the way of who dictates to the computer: the page of support turns it off.
(() => {
  const SPENTA = "siss.senza-barra";
  const ricordi = memoria(() => window.localStorage);
  const spenta = () => ricordi?.getItem(SPENTA) === "1";

  document.addEventListener("keydown", (e) => {
    if (e.key !== "/" || e.ctrlKey || e.altKey || e.metaKey || e.defaultPrevented || spenta()) return;
    if (e.target.closest?.("input, textarea, select, [contenteditable]:not([contenteditable=false])")) return;
    const campo = document.getElementById("cerca-ovunque");
    if (!campo) return;
    e.preventDefault();
    campo.focus();
    campo.select();
  });

  const cassetto = document.getElementById("scorciatoie");
  if (!cassetto || !ricordi) return;
  const pulsante = document.createElement("button");
  pulsante.type = "button";
  pulsante.className = "btn btn-outline-primary";
  const scrivi = () => {
    pulsante.textContent = spenta() ? "Attiva la scorciatoia /" : "Disattiva la scorciatoia /";
  };
  pulsante.addEventListener("click", () => {
    if (spenta()) ricordi.removeItem(SPENTA);
    else ricordi.setItem(SPENTA, "1");
    scrivi();
    annuncia(spenta() ? "Scorciatoia / disattivata su questo browser" : "Scorciatoia / attiva");
  });
  scrivi();
  cassetto.append(pulsante);
})();

// memoria is a store of the browser, null where it is forbidden.
function memoria(quale) {
  try {
    return quale();
  } catch {
    return null;
  }
}

// annuncia has a sentence read aloud.
function annuncia(testo) {
  const dove = document.getElementById("annunci");
  if (!dove) return;
  dove.className = "visually-hidden";
  dove.textContent = testo;
}

// What htmx puts in the page may push the field in use out of the window, where
// who types would not see it.
document.addEventListener("htmx:afterSettle", () => {
  const campo = document.activeElement;
  if (!campo || campo === document.body) return;
  const r = campo.getBoundingClientRect();
  if (r.bottom < 0 || r.top > window.innerHeight) campo.scrollIntoView({ block: "center", behavior: "instant" });
});

// What htmx puts in the page says itself what changed, in an element with
// data-annuncio; a piece that doesn't arrive is said to everybody.
(() => {
  document.addEventListener("htmx:afterSettle", (e) => {
    const detto = e.target.closest?.("[data-annuncio]") || e.target.querySelector?.("[data-annuncio]");
    if (detto) annuncia(detto.dataset.annuncio || detto.textContent);
  });
  for (const guasto of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(guasto, (e) => {
      if (e.target.id === "cerca-ovunque") return;
      annuncia("La pagina non riesce ad aggiornarsi: controllare la rete e ricaricarla");
      document.getElementById("annunci").className = "avviso-rete";
    });
  }
})();

// The error summary is where a page begins that has one, also when its address
// leads to a drawer. A link of it leads into the field, not only near it.
(() => {
  const riepilogo = document.getElementById("riepilogo");
  if (!riepilogo) return;
  const comincia = () => {
    if (document.activeElement === document.body || document.activeElement.matches(":target")) riepilogo.focus();
  };
  comincia();
  window.addEventListener("load", comincia, { once: true });
  riepilogo.addEventListener("click", (e) => {
    const verso = e.target.closest("a[href^='#']");
    const campo = verso && document.getElementById(decodeURIComponent(verso.hash.slice(1)));
    if (!campo) return;
    e.preventDefault();
    for (let d = campo.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    const dentro = campo.matches("fieldset, section, div") ? campo.querySelector("input:not([type=hidden]), select, textarea, button") : null;
    (dentro || campo).focus({ preventScroll: true });
    (campo.closest(".campo") || campo).scrollIntoView({ block: "center" });
  });
})();

// The progress bar of a form follows the cursor: the step in which one writes
// is the current one, those before it are done, and each leads to its part.
(() => {
  const barra = document.querySelector(".passi");
  const modulo = document.querySelector("main form.modulo");
  if (!barra || !modulo) return;
  const passi = [...barra.querySelectorAll("li")].map((voce) => {
    const legame = voce.querySelector("a[href^='#']");
    return { voce, parte: legame ? document.getElementById(decodeURIComponent(legame.hash.slice(1))) : null };
  });
  if (passi.length < 2 || !passi.slice(1).every((p) => p.parte)) return; // steps on pages of their own
  if (!passi[0].parte) passi[0].parte = modulo.querySelector("fieldset, .campo") || modulo; // the first step is where the form begins

  for (const { voce, parte } of passi) {
    if (voce.querySelector("a")) continue;
    if (!parte.id) parte.id = "inizio-modulo";
    const legame = document.createElement("a");
    legame.href = "#" + parte.id;
    for (const nodo of [...voce.childNodes]) {
      if (nodo.nodeType === Node.TEXT_NODE) legame.append(nodo);
    }
    voce.append(legame);
  }
  barra.addEventListener("click", (e) => {
    const passo = passi.find((p) => p.voce.contains(e.target.closest("a")));
    if (!passo) return;
    e.preventDefault();
    const campo = passo.parte.matches("input, select, textarea") ? passo.parte
      : passo.parte.querySelector("input:not([type=hidden]), select, textarea, button");
    passo.parte.scrollIntoView({ block: "start" });
    (campo || passo.parte).focus({ preventScroll: true });
    segna(passo);
  });
  modulo.addEventListener("focusin", (e) => {
    const raggiunti = passi.filter((p) => p.parte.contains(e.target)
      || p.parte.compareDocumentPosition(e.target) & Node.DOCUMENT_POSITION_FOLLOWING);
    segna(raggiunti.at(-1) || passi[0]);
  });

  // A step is done when what it asks has been written, not when it is passed by.
  function completo(parte) {
    return [...parte.querySelectorAll("[required]")].every((c) => c.value.trim() !== "")
      && !parte.querySelector("[aria-invalid=true]");
  }

  function segna(corrente) {
    const fino = passi.indexOf(corrente);
    passi.forEach(({ voce, parte }, i) => {
      const fatto = i < fino && completo(parte);
      voce.className = fatto ? "fatto" : i === fino ? "corrente" : "";
      if (i === fino) voce.setAttribute("aria-current", "step");
      else voce.removeAttribute("aria-current");
      let detto = voce.querySelector(".visually-hidden");
      if (!fatto) detto?.remove();
      else if (!detto) {
        detto = document.createElement("span");
        detto.className = "visually-hidden";
        detto.textContent = " (completato)";
        voce.append(detto);
      }
    });
  }
})();

// The list of drawers, or of a chapter's parts, marks the one in view.
(() => {
  const voci = new Map();
  for (const a of document.querySelectorAll(".cassetti a[href^='#']")) {
    const parte = document.getElementById(decodeURIComponent(a.hash.slice(1)));
    if (parte) voci.set(parte, a);
  }
  if (voci.size < 2 || !window.IntersectionObserver) return;
  const viste = new Set();
  const occhio = new IntersectionObserver((cambiate) => {
    for (const c of cambiate) {
      if (c.isIntersecting) viste.add(c.target);
      else viste.delete(c.target);
    }
    const prima = [...voci.keys()].find((p) => viste.has(p));
    if (!prima) return;
    for (const [parte, a] of voci) {
      if (parte === prima) a.setAttribute("aria-current", "location");
      else a.removeAttribute("aria-current");
    }
  }, { rootMargin: "-10% 0px -55% 0px" });
  for (const parte of voci.keys()) occhio.observe(parte);
})();
