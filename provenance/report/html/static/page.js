"use strict";
(() => {
  const form = document.getElementById("tools");
  if (!form) return;
  const main = document.getElementById("findings");
  const cards = [...main.querySelectorAll("article")];
  const tail = cards.length ? cards[cards.length - 1].nextSibling : null;
  const count = document.getElementById("count");
  const texts = new Map();
  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
    return texts.get(card);
  };
  const orders = {
    n: (a, b) => a.dataset.n - b.dataset.n,
    w: (a, b) => b.dataset.w - a.dataset.w || a.dataset.n - b.dataset.n,
    c: (a, b) => b.dataset.c - a.dataset.c || a.dataset.n - b.dataset.n,
    d: (a, b) => b.dataset.d.localeCompare(a.dataset.d) || a.dataset.n - b.dataset.n,
  };
  let order = "n";
  const apply = () => {
    const asked = new FormData(form);
    const patterns = new Set(asked.getAll("p"));
    const least = Number(asked.get("c"));
    const from = asked.get("a");
    const to = asked.get("b");
    const words = asked.get("q").trim().toLowerCase();
    let shown = 0;
    for (const card of cards) {
      const { p, c, d } = card.dataset;
      const wanted =
        patterns.has(p) && Number(c) >= least && (!from || (d && d >= from)) && (!to || (d && d <= to)) && (!words || textOf(card).includes(words));
      card.hidden = !wanted;
      shown += wanted ? 1 : 0;
    }
    if (asked.get("s") !== order) {
      order = asked.get("s");
      const page = document.createDocumentFragment();
      cards.sort(orders[order]);
      page.append(...cards);
      main.insertBefore(page, tail);
    }
    count.textContent = count.dataset.t.replace("$shown", shown).replace("$total", cards.length);
  };
  const setOpen = (open) => {
    for (const card of cards) if (!card.hidden) card.firstElementChild.open = open;
  };
  const step = (by) => {
    const visible = cards.filter((card) => !card.hidden);
    const at = visible.indexOf(document.activeElement.closest("article"));
    const next = visible[at < 0 ? 0 : Math.min(visible.length - 1, Math.max(0, at + by))];
    if (next) {
      next.querySelector("summary").focus();
      next.scrollIntoView({ block: "start" });
    }
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("open").addEventListener("click", () => setOpen(true));
  document.getElementById("close").addEventListener("click", () => setOpen(false));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input,select,button,textarea")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });
  form.hidden = false;
  apply();
})();
