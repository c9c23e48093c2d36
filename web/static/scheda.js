"use strict";
// The upload of a file on a card: says at once what the server would say after
// minutes, and that the file is on its way.
{
  const campo = document.getElementById("campo-file");
  const errore = document.getElementById("campo-file-errore");
  const troppo = () => campo.files.length > 0 && campo.files[0].size > Number(campo.dataset.massimo);

  const controlla = () => {
    errore.textContent = troppo() ? campo.dataset.troppo : "";
    if (troppo()) {
      campo.setAttribute("aria-invalid", "true");
    } else {
      campo.removeAttribute("aria-invalid");
    }
  };

  const invia = (evento) => {
    if (troppo()) {
      evento.preventDefault();
      campo.focus();
      return;
    }
    const avviso = document.createElement("p");
    avviso.className = "invio-in-corso";
    avviso.setAttribute("role", "status");
    campo.form.append(avviso);
    avviso.textContent = "Caricamento del file in corso: attendere";
  };

  if (campo && errore) {
    campo.addEventListener("change", controlla);
    campo.form.addEventListener("submit", invia);
  }
}
