/* Command palette: Ctrl/Cmd K, type, arrows, Enter. Answers come from the server, which decides what may be seen. */
"use strict";

(() => {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const none = dialog.querySelector(".none");
  let asked = 0;
  let timer = 0;
  let shown = null; // the words whose answer is in the list

  const options = () => [...list.querySelectorAll("[role=option]")];
  const choose = (option) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (!option) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const row = (result, index) => {
    const option = document.createElement("li");
    option.id = `palette-${index}`;
    option.setAttribute("role", "option");
    option.dataset.url = result.url;
    for (const [text, name] of [[result.number, "mono"], [result.title, ""], [result.kind, "meta"]]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text || "";
      option.append(part);
    }
    return option;
  };

  const ask = async () => {
    const mine = ++asked;
    const words = input.value;
    const answer = await fetch(`${dialog.dataset.url}?q=${encodeURIComponent(words)}`, {
      headers: { Accept: "application/json" },
    }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const { results } = await answer.json();
    list.replaceChildren(...results.map(row));
    none.hidden = results.length > 0;
    choose(options()[0]);
    shown = words;
  };

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    ask();
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
  });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("keydown", async (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(all[(at + step + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (shown !== input.value) { clearTimeout(timer); await ask(); } // who types quickly does not get the answer before
      const chosen = options().find((option) => option.getAttribute("aria-selected") === "true");
      if (chosen) location.assign(chosen.dataset.url);
      else if (input.value.trim()) location.assign(`${dialog.dataset.search}?q=${encodeURIComponent(input.value)}`);
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
})();
