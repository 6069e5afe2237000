/* A tick that other fields of its form depend on opens them at once. Without this file they open once it is kept. */
"use strict";

(() => {
  const follow = (tick) => {
    tick.form.querySelectorAll(tick.dataset.enables).forEach((field) => { field.disabled = !tick.checked; });
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-enables]")) follow(event.target);
  });
  document.querySelectorAll("[data-enables]").forEach(follow); /* a browser may bring a tick back */
})();
