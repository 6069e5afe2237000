/* The sheet of an FMEA worksheet, by keyboard: each cell is saved by itself, and the server says what follows from it.
 *
 * <table data-fmea="…/cell/">, <tr data-line data-rev>, <td data-field>. Answers are JSON {ok, rev, priority, word, rpn,
 * said, values} or {ok: false, sentences}. Without this file the table is read, and each line has a form of its own. */
"use strict";

(() => {
  const table = document.querySelector("table[data-fmea]");
  if (!table) return;
  const RANKS = ["severity", "occurrence", "detection"];
  const cells = () => [...table.querySelectorAll("td[data-field]")];
  const status = document.querySelector("[data-fmea-said]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const chains = new Map(); // one row after the other, so that each change meets the revision of the one before
  let leaving = false;

  table.setAttribute("role", "grid");
  for (const cell of cells()) cell.tabIndex = -1;
  if (cells().length) cells()[0].tabIndex = 0;

  const name = (row) => row.querySelector("th a").textContent.trim();
  const text = (cell) => cell.dataset.typed ?? cell.firstChild?.nodeValue ?? "";
  const show = (cell, value) => { cell.replaceChildren(...(value === "" ? [] : [document.createTextNode(value)])); };

  const stand = (cell) => {
    if (!cell) return;
    for (const other of table.querySelectorAll('td[tabindex="0"]')) other.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
  };

  const beside = (cell, rows, columns) => {
    const row = cell.parentElement;
    if (columns) {
      const own = [...row.querySelectorAll("td[data-field]")];
      return own[own.indexOf(cell) + columns];
    }
    for (let next = row; (next = rows > 0 ? next.nextElementSibling : next.previousElementSibling);) {
      const found = next.querySelector(`td[data-field="${cell.dataset.field}"]`);
      if (found) return found;
    }
    return null;
  };

  const following = (cell, step) => cells()[cells().indexOf(cell) + step];

  const refuse = (cell, sentences) => {
    cell.classList.remove("saving");
    cell.classList.add("refused");
    const said = Object.assign(document.createElement("span"), { className: "cell-said", textContent: sentences.join(" ") });
    cell.querySelector(".cell-said")?.remove();
    cell.append(said);
    status.textContent = sentences.join(" ");
  };

  const take = (cell, said) => {
    const row = cell.parentElement;
    row.dataset.rev = said.rev;
    delete cell.dataset.typed;
    cell.classList.remove("saving", "refused");
    cell.classList.add("saved");
    setTimeout(() => cell.classList.remove("saved"), 1500);
    const kept = said.values[cell.dataset.field];
    if (!cell.querySelector(".cell")) show(cell, kept === null ? "" : String(kept));
    const mark = row.querySelector("[data-priority] .ap");
    mark.className = `ap ap-${said.priority}`;
    mark.textContent = said.word;
    row.querySelector("[data-rpn]").textContent = said.rpn ?? "–";
    row.querySelector("[data-said]").textContent = said.said;
    status.textContent = `✓ ${name(row)}: ${said.word}`;
  };

  /* The numbers above the table follow what was saved, once for a burst of cells. */
  const counts = document.querySelector("[data-fmea-counts]");
  let waiting = 0;
  const recount = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const answer = await fetch(counts.dataset.fmeaCounts, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok) return;
      const said = await answer.json();
      counts.innerHTML = said.html;
      document.querySelector("[data-fmea-done]").textContent = said.done;
    }, 400);
  };

  const send = async (cell, value) => {
    const row = cell.parentElement;
    const body = new URLSearchParams({
      csrfmiddlewaretoken: token, line: row.dataset.line, field: cell.dataset.field, rev: row.dataset.rev, value,
    });
    const began = performance.now();
    try {
      const answer = await fetch(table.dataset.fmea, {
        method: "POST", body, redirect: "manual", headers: { Accept: "application/json", "X-CSRFToken": token },
      });
      if (answer.type === "opaqueredirect") throw new Error("signed out");
      const said = await answer.json();
      if (said.ok) { take(cell, said); recount(); }
      else refuse(cell, said.sentences || [said.detail]);
    } catch (error) {
      refuse(cell, [table.dataset.lost]);
    }
    cell.dataset.ms = Math.round(performance.now() - began);
  };

  const keep = (cell, value) => {
    const before = cell.dataset.was ?? "";
    show(cell, value);
    if (value.trim() === before.trim() && !cell.classList.contains("refused")) return;
    cell.dataset.typed = value;
    cell.classList.add("saving");
    const row = cell.parentElement;
    chains.set(row, (chains.get(row) || Promise.resolve()).then(() => send(cell, value)));
  };

  /* Where a cell is filled in: one line for ranks and names, several for texts. */
  const edit = (cell, begun = null) => {
    if (cell.querySelector(".cell")) return;
    const short = RANKS.includes(cell.dataset.field);
    const held = text(cell);
    if (cell.dataset.typed === undefined) cell.dataset.was = held;
    const input = document.createElement(short ? "input" : "textarea");
    input.className = "cell";
    input.setAttribute("aria-label", `${cell.dataset.label}, ${name(cell.parentElement)}`);
    if (short) { input.inputMode = "numeric"; input.maxLength = 4; } else { input.rows = Math.max(2, Math.ceil(held.length / 30)); }
    input.value = begun ?? held;
    cell.replaceChildren(input);
    input.focus();
    if (begun === null) input.select();
    let over = false;
    const end = (value, next) => {
      if (over) return;
      over = true;
      if (value === null) {
        delete cell.dataset.typed;
        cell.classList.remove("refused");
        show(cell, cell.dataset.was);
      } else keep(cell, value);
      if (next) stand(next);
    };
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") { event.preventDefault(); end(null, cell); }
      else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); end(input.value, beside(cell, 1, 0) || cell); }
      else if (event.key === "Tab") { event.preventDefault(); end(input.value, following(cell, event.shiftKey ? -1 : 1) || cell); }
      event.stopPropagation();
    });
    input.addEventListener("blur", () => end(input.value, null));
  };

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-field]");
    if (!cell || event.target !== cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (MOVES[event.key]) { event.preventDefault(); stand(beside(cell, ...MOVES[event.key])); }
    else if (event.key === "Escape") leaving = true;
    else if (event.key === "Tab" && !leaving) {
      const next = following(cell, event.shiftKey ? -1 : 1);
      if (next) { event.preventDefault(); stand(next); }
    } else if (event.key === "Enter" || event.key === "F2") { event.preventDefault(); edit(cell); }
    else if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); edit(cell, ""); }
    else if (event.key.length === 1) { event.preventDefault(); event.stopPropagation(); edit(cell, event.key === " " ? null : event.key); }
  });
  table.addEventListener("focusout", () => { if (leaving) setTimeout(() => { leaving = table.contains(document.activeElement); }); });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-field]");
    if (!cell || event.target.matches(".cell")) return;
    leaving = false;
    if (document.activeElement === cell || matchMedia("(pointer: coarse)").matches) edit(cell);
    else stand(cell);
  });
  table.addEventListener("dblclick", (event) => { const cell = event.target.closest("td[data-field]"); if (cell) edit(cell); });

  /* What is copied in a spreadsheet goes to the dialog that tries it first; a single value goes into the cell. */
  table.addEventListener("paste", (event) => {
    const cell = event.target.closest("td[data-field]");
    if (!cell || event.target !== cell) return;
    event.preventDefault();
    const copied = event.clipboardData.getData("text/plain");
    if (!copied.trimEnd().includes("\t") && !copied.trimEnd().includes("\n")) { edit(cell, copied.trim()); return; }
    document.getElementById("id_rows").value = copied;
    document.getElementById("pasting").showModal();
  });
})();
