"use strict";
// One box ticks all the anomalies of the page, or none.
{
  const tutte = document.getElementById("scegli-tutte");
  if (tutte) {
    const singole = [...tutte.form.querySelectorAll("input[name=anomalie]")];
    const guarda = () => {
      const scelte = singole.filter((c) => c.checked).length;
      tutte.checked = scelte === singole.length;
      tutte.indeterminate = scelte > 0 && scelte < singole.length;
    };
    tutte.addEventListener("change", () => singole.forEach((c) => { c.checked = tutte.checked; }));
    tutte.form.addEventListener("change", guarda);
    guarda();
    tutte.closest(".scegli-tutte").hidden = false;
  }
}
