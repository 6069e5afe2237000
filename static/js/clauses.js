/* Finding a clause in a picker: what does not match is hidden, what matches stands open. Without it keys are typed. */
"use strict";

(() => {
  const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();

  /* Shows the clause if it, something below it or something above it matches; says whether anything was found. */
  const sift = (item, wanted, above) => {
    const own = plain(item.querySelector("label").textContent).includes(wanted);
    const branch = item.querySelector(":scope > details");
    let below = false;
    for (const child of branch ? branch.querySelectorAll(":scope > ul > [data-clause]") : []) {
      if (sift(child, wanted, above || own)) below = true;
    }
    item.hidden = !(own || below || above);
    if (branch && wanted) branch.open = below;
    return own || below;
  };

  const searched = (picker, search) => {
    const wanted = plain(search.value);
    for (const edition of picker.querySelectorAll("details.edition")) {
      let found = false;
      for (const item of edition.querySelectorAll(":scope > ul > [data-clause]")) {
        if (sift(item, wanted, false)) found = true;
      }
      if (wanted) edition.open = found;
    }
  };

  for (const picker of document.querySelectorAll("[data-picker]")) {
    for (const tree of picker.querySelectorAll("details[open] > .clauses")) {
      const chosen = tree.querySelector(":checked"); /* what is chosen is in sight, not above or below the frame */
      if (chosen) tree.scrollTop += chosen.getBoundingClientRect().top - tree.getBoundingClientRect().top - 60;
    }
    const search = picker.querySelector("[data-picker-search]");
    if (!search) continue;
    search.hidden = false;
    search.addEventListener("focus", () => {
      for (const list of picker.querySelectorAll("[data-fetch]")) list.dispatchEvent(new Event("fetch"));
    }, { once: true });
    search.addEventListener("input", () => searched(picker, search));
    picker.addEventListener("htmx:afterSettle", () => { if (search.value) searched(picker, search); });
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }
})();
