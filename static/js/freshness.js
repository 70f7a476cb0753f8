/* A page that stays open must not look fresher than it is. */

import { fetchJson } from "./fetching.js";

const EVERY = 60_000; // milliseconds between two looks at the ledger
const CUT = 5 * EVERY; // after so long without an answer the page says that it is cut off

/** Watches the clock and the ledger for as long as the page is open. */
export function watchFreshness(every = EVERY, cut = CUT) {
  let answered = Date.now();
  const opened = new Date(answered);
  let found = {};

  function show() {
    const box = document.getElementById("fresh");
    if (!box) {
      return;
    }
    const staleAt = found.stale_at ?? box.dataset.staleAt;
    const stale = found.stale || !staleAt || Date.now() >= Date.parse(staleAt);
    box.classList.toggle("fresh--stale", stale);
    document.querySelector("#answer[data-now]")?.classList.toggle("answer--stale", stale);
    const line = box.querySelector(".fresh__cut");
    const moved = found.sequence !== undefined && String(found.sequence) !== box.dataset.sequence;
    const isCut = Date.now() - answered >= cut || !navigator.onLine;
    box.classList.toggle("fresh--cut", isCut);
    checked(found.now && !isCut && !moved ? new Date(found.now) : null);
    line.hidden = !isCut && !moved;
    const words = isCut ? line.dataset.cut.replace("{at}", clock(opened)) : line.dataset.moved;
    if (!line.hidden && line.textContent !== words) {
      line.textContent = words;
    }
  }

  async function look() {
    const box = document.getElementById("fresh");
    try {
      found = await fetchJson(box.dataset.url);
      answered = Date.now();
    } catch {
      // Told by the time since the last answer.
    }
    show();
  }

  setInterval(() => (document.hidden ? show() : look()), every);
  for (const event of ["online", "offline"]) {
    window.addEventListener(event, look);
  }
  document.addEventListener("visibilitychange", () => document.hidden || look());
  show();
  look();
}

/** A page may have been kept on its way: only what the server has just confirmed is "now". */
function checked(at) {
  for (const part of document.querySelectorAll("[data-checked]")) {
    part.dataset.written ??= part.textContent;
    const words = at ? part.dataset.checked.replace("{at}", clock(at)) : part.dataset.written;
    if (part.textContent !== words) {
      part.textContent = words;
    }
  }
}

function clock(date) {
  const told = { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" };
  return date.toLocaleTimeString("zh-CN", told);
}
