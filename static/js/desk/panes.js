/* The two sides of the page, and what is current in both: the words, and what was read. */

import { offer } from "./offering.js";

const list = () => document.getElementById("part-list");
const words = () => document.getElementById("words");

export class Panes {
  constructor() {
    this.current = null;
    document.getElementById("part-words").addEventListener("click", (event) => {
      const mark = event.target.closest("mark");
      const item = mark && itemAt(mark.dataset.at);
      if (item && getSelection().isCollapsed) {
        this.go(item);
      }
    });
    list().addEventListener("focusin", (event) => {
      const item = event.target.closest("[data-item]");
      if (item && item.id !== this.current) {
        this.mark(item);
      }
    });
    list().addEventListener("click", (event) => {
      const item = event.target.closest("[data-item]");
      if (item && !event.target.closest("button, input, label, a, summary")) {
        this.go(item);
      }
    });
  }

  get item() {
    return this.current && document.getElementById(this.current);
  }

  /** Makes an item current, on both sides, and gives it the focus. */
  go(item, { focus = true } = {}) {
    this.mark(item);
    if (focus) {
      item.focus({ preventScroll: true });
    }
  }

  mark(item) {
    document.querySelectorAll(".is-current").forEach((one) => one.classList.remove("is-current"));
    this.current = item.id;
    item.classList.add("is-current");
    offer(item);
    show(item, list());
    const mine = [...words().querySelectorAll(`mark[data-at="${item.dataset.at}"]`)];
    mine.forEach((one) => one.classList.add("is-current"));
    if (mine.length) {
      show(mine[0], words());
    }
  }

  /** The next item (or the one before) that `wanted` wants. Says whether there is one. */
  step(by, wanted = "[data-item]") {
    const all = [...list().querySelectorAll(wanted)];
    const items = [...list().querySelectorAll("[data-item]")];
    const here = items.indexOf(this.item);
    const ahead = all.filter((one) => (items.indexOf(one) - here) * by > 0);
    const next = by > 0 ? ahead[0] : ahead.at(-1);
    if (next) {
      this.go(next);
    }
    return Boolean(next);
  }

  /** To the same entry on the other side. */
  across() {
    if (!this.item) {
      return;
    }
    if (document.activeElement === words()) {
      this.item.focus({ preventScroll: true });
    } else {
      words().focus({ preventScroll: true });
      this.mark(this.item);
    }
  }

  /** After the parts were written anew: the same item is current again, and has its focus. */
  again(hadFocus) {
    const item = this.item ?? null;
    if (item) {
      this.mark(item);
      if (hadFocus) {
        item.focus({ preventScroll: true });
      }
    }
  }
}

/** The item of the entry whose words begin at `at`, else of a finding there. */
export function itemAt(at) {
  return (
    document.getElementById(`e${at}`) ?? list().querySelector(`[data-item][data-at="${at}"]`) ?? null
  );
}

/** What is selected in the official words: `{start, end, text}`, or null. */
export function selectedWords() {
  const selection = getSelection();
  const box = words();
  if (selection.isCollapsed || !selection.rangeCount || !box.contains(selection.anchorNode)) {
    return null;
  }
  const range = selection.getRangeAt(0);
  const before = range.cloneRange();
  before.selectNodeContents(box);
  before.setEnd(range.startContainer, range.startOffset);
  const start = [...before.toString()].length;
  const text = range.toString();
  return { start, end: start + [...text].length, text };
}

/** Where some words stand in the official text, outside all entries if they can; or null. */
export function findWords(text) {
  const all = [...words().textContent];
  const wanted = [...text];
  if (!wanted.length) {
    return null;
  }
  const taken = [...words().querySelectorAll("mark.w--entry")].map((mark) => [
    Number(mark.dataset.at),
    Number(mark.dataset.end),
  ]);
  let fallback = null;
  for (let at = 0; at + wanted.length <= all.length; at += 1) {
    if (wanted.every((char, i) => all[at + i] === char)) {
      const span = { start: at, end: at + wanted.length, text };
      if (!taken.some(([start, end]) => start < span.end && span.start < end)) {
        return span;
      }
      fallback ??= span;
    }
  }
  return fallback;
}

function show(element, box) {
  const inner = element.getBoundingClientRect();
  const outer = box.getBoundingClientRect();
  if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) {
    box.scrollTop += inner.top - outer.top - Math.max(24, (outer.height - inner.height) / 3);
  }
}
