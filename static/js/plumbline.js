/* Keys, dialogs, toasts and menus. Every page works without this file. */
"use strict";

(() => {
  const jumps = JSON.parse(document.getElementById("jumps")?.textContent || "{}");
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");
  let waiting = false;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (waiting) {
      waiting = false;
      const target = jumps[event.key.toLowerCase()];
      if (target) { event.preventDefault(); location.assign(target); }
    } else if (event.key === "g") {
      waiting = true;
      setTimeout(() => { waiting = false; }, 1500);
    } else if (event.key === "?") {
      event.preventDefault();
      document.getElementById("keys")?.showModal();
    } else if (event.key === "/") {
      const find = document.querySelector("[data-list-search], .find input");
      if (find) { event.preventDefault(); find.focus(); }
    }
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog) { event.preventDefault(); dialog.showModal(); }
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) {
      closer.closest(".toast")?.remove();
      const around = closer.closest("dialog");
      if (around) { event.preventDefault(); around.close(); }
    }
    /* A click beside a dialog closes it, except where something may have been typed. */
    if (event.target.matches("dialog:not(.asking)")) event.target.close();
    for (const menu of document.querySelectorAll("details.more[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.more[open], details.drawer[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  /* A filter takes effect when it is chosen; without script the Apply button does it. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-applies] select")) event.target.form.requestSubmit();
  });
  for (const button of document.querySelectorAll("[data-applies] [data-apply]")) button.hidden = true;

  /* A table that fits its place needs no scroll bar of its own, so its heads can stay in sight; what is cut says so. */
  const cut = (place) => {
    place.classList.toggle("cut", place.scrollWidth - place.clientWidth - Math.abs(place.scrollLeft) > 2);
  };
  const fits = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      target.classList.toggle("fits", target.scrollWidth <= target.clientWidth);
      cut(target);
    }
  });
  for (const place of document.querySelectorAll(".scroll, .tabs")) {
    fits.observe(place);
    place.addEventListener("scroll", () => cut(place), { passive: true });
  }

  /* A quiet word of success goes by itself; a refusal stays until it is read. */
  for (const toast of document.querySelectorAll(".toast.success, .toast.info")) {
    setTimeout(() => toast.remove(), 8000);
  }
})();

/* Names for an input that asks for a person or a record: the page brings the first ones, typing asks for others. */
(() => {
  let timer = 0;
  document.addEventListener("input", (event) => {
    const list = event.target.list;
    if (!list?.dataset.url || event.target.value.length < 2) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await fetch(`${list.dataset.url}?q=${encodeURIComponent(event.target.value)}`).catch(() => null);
      if (!answer?.ok) return; /* without an answer any name or number can still be typed */
      const { people, records } = await answer.json();
      const options = (people || records).map((value) => Object.assign(document.createElement("option"), { value }));
      list.replaceChildren(...options);
    }, 200);
  });
})();

/* Another blank row, or another name, as soon as the last one is filled. */
(() => {
  const blank = (row) => [...row.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea, select")]
    .every((field) => !field.value);

  const another = (rows) => {
    const next = rows.lastElementChild.cloneNode(true);
    for (const field of next.querySelectorAll("[name]")) {
      field.name = field.name.replace(/-(\d+)-/, (_all, place) => `-${Number(place) + 1}-`);
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
    rows.append(next);
    return next;
  };

  document.addEventListener("click", (event) => {
    const rows = event.target.closest("[data-more]")?.closest("fieldset")?.querySelector("[data-rows] tbody");
    if (!rows) return;
    event.preventDefault();
    another(rows).querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });

  document.addEventListener("input", (event) => {
    const rows = event.target.closest("[data-rows] tbody");
    const last = rows?.lastElementChild;
    if (last?.contains(event.target) && !blank(last)) another(rows);
    const names = event.target.closest("[data-grows]");
    if (names && names.lastElementChild === event.target && event.target.value) {
      const next = event.target.cloneNode();
      next.value = "";
      names.append(next);
    }
  });
})();
