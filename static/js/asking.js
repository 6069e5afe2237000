/* A step that asks something opens in a dialog on the record's page. Without this file it is a page of its own. */
"use strict";

(() => {
  const dialog = document.getElementById("asking");
  if (!dialog || !window.htmx) return;
  const body = dialog.querySelector("[data-asking-body]");
  const lost = dialog.querySelector("[data-asking-lost]");
  let opener = null;
  let brought = false; /* whether the last answer stands in the dialog */

  /* A refusal is an answer too, with what was typed; only a page of another kind is none. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== body) return;
    const { xhr } = event.detail;
    const html = (xhr.getResponseHeader("Content-Type") || "").startsWith("text/html");
    brought = html && xhr.status < 500;
    event.detail.shouldSwap = brought;
    event.detail.isError = !brought;
  });

  /* Gives "brought", "moved" where the whole window goes elsewhere, or "lost". */
  const ask = async (verb, url, source) => {
    let moved = false;
    const leaving = (event) => { moved = event.detail.target === body && !!event.detail.xhr.getResponseHeader("HX-Redirect"); };
    document.addEventListener("htmx:beforeOnLoad", leaving);
    brought = false;
    dialog.setAttribute("aria-busy", "true");
    lost.hidden = true;
    try {
      await window.htmx.ajax(verb, url, { source, target: body, swap: "innerHTML" });
    } catch { /* no answer: said below */ }
    document.removeEventListener("htmx:beforeOnLoad", leaving);
    if (moved) return "moved"; /* busy until the next page is there */
    dialog.removeAttribute("aria-busy");
    return brought ? "brought" : "lost";
  };

  const settle = () => {
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    const field = ".field :is(input, select, textarea):not([type=hidden])";
    const place = body.querySelector("[data-reads]") || body.querySelector(".errors") || body.querySelector(field);
    (place || body.querySelector("#asked"))?.focus();
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-asks]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (dialog.hasAttribute("aria-busy")) return;
    opener = link;
    const said = await ask("GET", link.href, link);
    if (said === "brought") settle();
    else if (said === "lost") location.assign(link.href); /* the page says what is wrong */
  });

  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (dialog.hasAttribute("aria-busy")) return;
    const said = await ask("POST", event.target.action, event.target);
    if (said === "brought") settle();
    else if (said === "lost") { lost.hidden = false; lost.scrollIntoView({ block: "nearest" }); }
  });

  /* The focus goes back to what was pressed, or to the menu in which it stands. */
  dialog.addEventListener("close", () => {
    body.replaceChildren();
    lost.hidden = true;
    const menu = opener?.closest("details.more");
    if (menu) menu.open = false;
    (menu?.querySelector("summary") || opener)?.focus();
  });
})();
