/* Which level follows from likelihood and consequence, said while one chooses; looked up in the table on the page. */
"use strict";

(() => {
  const follow = (picks) => {
    const form = picks.closest("form");
    picks.querySelectorAll("[data-marks]").forEach((cell) => cell.removeAttribute("data-marks"));
    picks.querySelectorAll("[data-follows]").forEach((line) => {
      const kind = line.dataset.follows;
      const likelihood = form.elements.namedItem(`${kind}_likelihood`);
      const consequence = form.elements.namedItem(`${kind}_consequence`);
      const cell = picks.querySelector(`[data-cell="${likelihood?.value}-${consequence?.value}"]`);
      line.hidden = !cell;
      if (!cell) return;
      const chosen = [likelihood, consequence].map((select) => select.selectedOptions[0]?.textContent.trim());
      const over = cell.hasAttribute("data-over");
      const level = document.createElement("b");
      level.className = `level-mark ${cell.className}`;
      level.textContent = cell.dataset.level;
      line.replaceChildren(`${line.dataset.word}: `, level, ` ${over ? picks.dataset.above : picks.dataset.within}`);
      const words = document.createElement("span");
      words.className = "meta";
      words.textContent = chosen.join(" × ");
      line.append(words);
      cell.dataset.marks = [cell.dataset.marks, line.dataset.word.slice(0, 1)].filter(Boolean).join(" ");
    });
  };
  const all = () => document.querySelectorAll("[data-picks]").forEach(follow);

  document.addEventListener("change", (event) => {
    const picks = event.target.form?.querySelector("[data-picks]");
    if (picks && /_(likelihood|consequence)$/.test(event.target.name || "")) follow(picks);
  });
  document.addEventListener("htmx:afterSwap", all);
  all();
})();
