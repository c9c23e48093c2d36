// The plots of the board. The figures are those of the table below each plot,
// read from the page itself: the two cannot differ. Without this script the
// tables stand alone.
"use strict";
(() => {
  const colori = ["#0066cc", "#00827e", "#8f6a00", "#a64b00", "#b3223a", "#5b3fa0"];
  const fermo = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  // leggi takes from a table the names of the rows and the columns to draw.
  function leggi(tabella, serie, salta) {
    const teste = Array.from(tabella.querySelectorAll("thead th"), (th) => th.textContent.trim());
    const colonne = serie.map((nome) => teste.indexOf(nome));
    const quanti = (r, n) => parseInt(r.cells[n].textContent, 10) || 0;
    const righe = Array.from(tabella.querySelectorAll("tbody tr")).filter((r) => !salta || colonne.some((n) => quanti(r, n) > 0));
    return {
      nomi: righe.map((r) => r.cells[0].textContent.trim()),
      serie: serie.map((nome, i) => ({ nome, dati: righe.map((r) => quanti(r, colonne[i])) })),
    };
  }

  // alto is how much room the legend takes, which wraps in a narrow window.
  function alto(dove, serie) {
    if (serie.length < 2) return 8;
    const largo = serie.reduce((somma, s) => somma + s.nome.length * 8 + 48, 0);
    return 12 + 24 * Math.ceil(largo / Math.max(dove.clientWidth, 200));
  }

  function disegna(dove) {
    const tabella = document.getElementById(dove.dataset.tabella);
    const { nomi, serie } = leggi(tabella, dove.dataset.serie.split("|"), dove.dataset.salta === "si");
    const insieme = dove.dataset.insieme === "si";
    dove.hidden = false;
    dove.style.height = Math.max(180, nomi.length * (insieme ? 34 : 20 * serie.length + 14) + 90) + "px";
    const grafico = echarts.init(dove, null, { renderer: "svg" });
    grafico.setOption({
      animation: !fermo,
      color: colori,
      textStyle: { fontFamily: '"Titillium Web", sans-serif', fontSize: 14, color: "#19191a" },
      legend: { show: serie.length > 1, top: 0, left: 0, icon: "rect", selectedMode: false, textStyle: { fontSize: 14, color: "#19191a" } },
      grid: { left: 8, right: 40, top: alto(dove, serie), bottom: 8, containLabel: true },
      xAxis: { type: "value", minInterval: 1, axisLabel: { color: "#455b71" }, splitLine: { lineStyle: { color: "#c5ced8" } } },
      yAxis: { type: "category", data: nomi, inverse: true, axisTick: { show: false }, axisLabel: { color: "#19191a", width: 260, overflow: "truncate" } },
      series: serie.map((s) => ({
        name: s.nome, type: "bar", data: s.dati, barMaxWidth: 22, stack: insieme ? "tutto" : undefined,
        label: { show: true, position: insieme ? "inside" : "right", color: insieme ? "#fff" : "#19191a", fontWeight: 600, formatter: (p) => (p.value > 0 ? String(p.value) : "") },
      })),
    });
    new ResizeObserver(() => {
      grafico.resize({ animation: { duration: 0 } });
      grafico.setOption({ grid: { top: alto(dove, serie) } });
    }).observe(dove);
  }

  if (typeof echarts === "undefined") return;
  for (const dove of document.querySelectorAll(".grafico")) disegna(dove);
})();
