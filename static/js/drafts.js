/* What somebody typed survives a lost session: kept in this browser for this person until it is sent. */
"use strict";

(() => {
  const person = document.body.dataset.person || "";
  const prefix = `draft:${person}:`;
  const days = 14;
  const secret = (field) => field.type === "password" || field.type === "file" || field.type === "hidden";
  const fields = (form) => [...form.elements].filter((field) => field.name && !secret(field));

  const read = (form) => fields(form)
    .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .flatMap((field) => field.type === "select-multiple"
      ? [...field.selectedOptions].map((option) => [field.name, option.value])
      : [[field.name, field.value]]);

  const write = (form, pairs) => {
    for (const field of fields(form)) {
      const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.type === "select-multiple") for (const option of field.options) option.selected = values.includes(option.value);
      else if (values.length) field.value = values[fields(form).filter((other) => other.name === field.name).indexOf(field)] ?? values[0];
    }
  };

  for (let index = localStorage.length - 1; index >= 0; index -= 1) {
    const key = localStorage.key(index);
    if (!key.startsWith("draft:")) continue;
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* not ours to read */ }
    if (!kept || Date.now() - kept.at > days * 864e5) localStorage.removeItem(key);
  }

  const sentKey = "draft-sent";

  const watch = (form) => {
    const key = prefix + form.dataset.draft;
    const word = form.querySelector("[data-draft-word]");
    const started = JSON.stringify(read(form));
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    const offer = form.querySelector("[data-draft-offer]");
    const shownAgain = form.querySelector(".errors"); /* the server sent back what was typed */
    if (kept && offer && !shownAgain && JSON.stringify(kept.pairs) !== started) {
      offer.hidden = false;
      offer.querySelector("[data-draft-take]").addEventListener("click", () => { write(form, kept.pairs); offer.hidden = true; });
      offer.querySelector("[data-draft-drop]").addEventListener("click", () => { localStorage.removeItem(key); offer.hidden = true; });
    }
    const keep = () => localStorage.setItem(key, JSON.stringify({ at: Date.now(), pairs: read(form) }));
    let timer = 0;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => { keep(); if (word) word.hidden = false; }, 400);
    });
    /* The next page says whether it was taken: only then is the draft dropped. */
    form.addEventListener("submit", () => { clearTimeout(timer); keep(); sessionStorage.setItem(sentKey, key); });
  };

  /* A page that carries a draft on (to the signature) sends it too. */
  const carry = (form) => form.addEventListener("submit", () => sessionStorage.setItem(sentKey, prefix + form.dataset.draftOf));

  const begin = (place) => {
    for (const form of place.querySelectorAll("form[data-draft]")) watch(form);
    for (const form of place.querySelectorAll("form[data-draft-of]")) carry(form);
  };
  begin(document);

  /* What comes into a dialog is an answer, so what was sent before is not taken yet. */
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!event.detail.target.closest("dialog")) return;
    sessionStorage.removeItem(sentKey);
  });
  document.addEventListener("htmx:load", (event) => {
    if (event.target.closest("dialog")) begin(event.target);
  });

  const sent = sessionStorage.getItem(sentKey);
  const refused = document.querySelector("form[data-draft] .errors, form[data-draft-of], .error-page");
  const entrance = document.querySelector(".entrance");
  if (sent && !entrance) {
    if (!refused) localStorage.removeItem(sent);
    sessionStorage.removeItem(sentKey);
  }
})();
