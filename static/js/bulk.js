/* Choosing rows of a list: all of them or none, how many there are, and the bar that shows what can be done. */
"use strict";

(() => {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const most = Number(bar.dataset.most);
  const count = bar.querySelector("[data-picked]");
  const said = document.querySelector("[data-picked-said]");
  const head = document.querySelector("[data-pick=head]");
  const rows = () => [...document.querySelectorAll("input[name=record][form=bulk]")];

  const update = () => {
    const all = rows();
    const chosen = all.filter((row) => row.checked).length;
    const words = chosen === 1 ? count.dataset.one : count.dataset.many.replace("%n", chosen);
    bar.hidden = chosen === 0;
    count.textContent = words;
    if (said.textContent || chosen) said.textContent = words;
    bar.querySelector("[data-too-many]").hidden = chosen <= most;
    for (const button of bar.querySelectorAll("button[name=do]")) button.disabled = chosen > most;
    bar.querySelector("[data-pick=all]").hidden = chosen === all.length;
    head.checked = chosen === all.length;
    head.indeterminate = chosen > 0 && chosen < all.length;
  };

  const choose = (checked) => {
    for (const row of rows()) row.checked = checked;
    update();
  };

  bar.querySelector("[data-pick=none]").hidden = false;
  document.querySelector("[data-pick-head]").hidden = false;
  head.addEventListener("change", () => choose(head.checked));
  bar.addEventListener("click", (event) => {
    const asked = event.target.dataset.pick;
    if (asked === "all") choose(true);
    if (asked !== "none") return;
    choose(false);
    (rows()[0] || document.getElementById("main")).focus();
  });
  document.addEventListener("change", (event) => { if (event.target.matches("input[name=record]")) update(); });
  document.body.addEventListener("htmx:afterSettle", update);
  window.addEventListener("pageshow", update);
  update();
})();
