/* Answers given where there is no network wait in this browser and are sent, oldest first, when it is back.
 *
 * <form data-line="CHK-7" action="…" method="post">  one form per question; the answer is JSON {ok: true, rev: n}.
 * A line that somebody else changed meanwhile is answered 412 and shown as such: nothing is overwritten. */
"use strict";

(() => {
  const forms = [...document.querySelectorAll("form[data-line]")];
  if (!forms.length) return;
  const key = `answers:${document.body.dataset.person}:${location.pathname}`;
  const words = document.getElementById("line-words")?.dataset || {};
  const banner = document.querySelector("[data-queue]");
  const due = new Map(); // forms just changed, with the timer after which they are kept
  let sending = false;

  const load = () => JSON.parse(localStorage.getItem(key) || "{}");
  const store = (queue) => localStorage.setItem(key, JSON.stringify(queue));
  const form = (line) => forms.find((one) => one.dataset.line === line);

  const say = (line, state, text) => {
    const place = form(line)?.querySelector(".line-state");
    if (!place) return;
    place.className = `line-state ${state}`;
    place.textContent = text || words[state] || state;
  };

  const count = () => {
    const waiting = Object.keys(load()).length;
    if (banner) {
      banner.hidden = waiting === 0;
      banner.querySelector("[data-queue-count]").textContent = String(waiting);
    }
    const bar = document.querySelector("[data-answered]");
    if (bar) {
      const answered = forms.filter((one) => one.querySelector("[data-answer]:checked")).length;
      bar.value = answered;
      document.querySelector("[data-answered-count]").textContent = String(answered);
    }
  };

  const forget = (one) => { clearTimeout(due.get(one)); due.delete(one); };
  const idle = async () => { while (sending) await new Promise((after) => setTimeout(after, 30)); };

  const send = async (line, pairs) => {
    const body = new URLSearchParams(pairs);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    body.set("csrfmiddlewaretoken", token);
    body.set("rev", form(line)?.elements.rev?.value ?? body.get("rev"));
    return fetch(form(line).action, {
      method: "POST", body, redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": token },
    });
  };

  const flush = async () => {
    if (sending) return;
    sending = true;
    try {
      for (const [line, kept] of Object.entries(load())) {
        if (!form(line)) continue;
        const answer = await send(line, kept.pairs);
        if (answer.type === "opaqueredirect" || answer.status === 401) { say(line, "failed", words.signin); break; }
        const said = await answer.json().catch(() => ({}));
        if (!answer.ok && answer.status >= 500) throw new Error("later");
        const queue = load();
        if (queue[line]?.at === kept.at) { delete queue[line]; store(queue); }
        if (answer.ok) {
          if (form(line).elements.rev) form(line).elements.rev.value = said.rev;
          say(line, "sent");
        } else {
          say(line, "failed", (said.sentences || [said.detail || words.failed]).join(" "));
        }
      }
    } catch {
      for (const line of Object.keys(load())) say(line, "waiting");
    } finally {
      sending = false;
      count();
    }
  };

  const keep = (one) => {
    forget(one);
    const pairs = [...new FormData(one)].filter(([, value]) => typeof value === "string" && value !== undefined);
    store({ ...load(), [one.dataset.line]: { at: Date.now(), pairs } });
    say(one.dataset.line, "waiting");
    count();
    flush();
  };

  for (const one of forms) {
    one.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (![...one.querySelectorAll("input[type=file]")].some((file) => file.files.length)) { keep(one); return; }
      forget(one);
      await idle(); // an answer on its way raises the revision that this form goes out with
      one.submit();
    });
    one.addEventListener("change", (event) => {
      if (event.target.type === "file") return;
      clearTimeout(due.get(one));
      due.set(one, setTimeout(() => keep(one), event.target.type === "radio" ? 50 : 600));
    });
  }

  /* A finding is raised from an answer that the server has. */
  for (const one of document.querySelectorAll("form[data-after-answers]")) {
    one.addEventListener("submit", async (event) => {
      event.preventDefault();
      for (const changed of [...due.keys()]) keep(changed);
      await idle();
      await flush();
      if (!Object.keys(load()).length) one.submit();
    });
  }
  window.addEventListener("pagehide", () => { for (const changed of [...due.keys()]) keep(changed); });

  /* What waited from an earlier visit is put back on the page before anything is sent. */
  for (const [line, kept] of Object.entries(load())) {
    const one = form(line);
    if (!one) continue;
    for (const [name, value] of kept.pairs) {
      const field = one.elements[name];
      if (field && name !== "rev" && name !== "csrfmiddlewaretoken") field.value = value;
    }
    say(line, "waiting");
  }
  window.addEventListener("online", flush);
  setInterval(() => { if (navigator.onLine && Object.keys(load()).length) flush(); }, 15000);
  count();
  flush();
})();
