"use strict";
// The button of a printed view: without JavaScript it isn't shown, and the
// browser's own command prints the same sheet.
{
  const pulsante = document.querySelector("[data-stampa]");
  if (pulsante) {
    pulsante.hidden = false;
    pulsante.addEventListener("click", () => window.print());
  }
}
