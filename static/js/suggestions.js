/* Names under the box while one types: offered, never taken. A combobox of the ARIA pattern. */

import { postJson } from "./fetching.js";

const PAUSE = 160; // milliseconds without a key before the server is asked
const LONGEST = 60; // characters that the server reads

/** Offers names for what is typed into `box`; choosing one writes it there and nothing more. */
export class Suggestions {
  constructor(box, list, { url, say }) {
    Object.assign(this, { box, list, url, say, timer: 0, chosen: -1 });
    this.asking = new AbortController();
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("autocomplete", "off");
    this.close();
    this.listen();
  }

  listen() {
    this.box.addEventListener("input", (event) => event.isComposing || this.ask());
    this.box.addEventListener("compositionend", () => this.ask());
    this.box.addEventListener("keydown", (event) => event.isComposing || this.press(event));
    this.box.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) {
        this.take(option);
      }
    });
  }

  close() {
    clearTimeout(this.timer);
    this.asking.abort();
    this.show([]);
  }

  show(names) {
    this.list.replaceChildren(...names.map(item));
    this.list.hidden = names.length === 0;
    this.box.setAttribute("aria-expanded", String(names.length > 0));
    this.mark(-1);
  }

  /** Marks the option that Enter would take; none with -1. */
  mark(index) {
    this.list.children[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = index;
    const option = this.list.children[index];
    if (!option) {
      this.box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", option.id);
  }

  /** Writes a name into the box, and offers what lies in that place. */
  take(option) {
    this.box.value = option.dataset.text;
    this.close();
    this.box.focus();
    this.ask();
  }

  ask() {
    clearTimeout(this.timer);
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const typed = this.box.value.trim();
    if (typed) {
      this.timer = setTimeout(() => this.offer(typed, signal), PAUSE);
    } else {
      this.close();
    }
  }

  async offer(typed, signal) {
    try {
      const { suggestions } = await postJson(this.url, { text: typed.slice(0, LONGEST) }, signal);
      const useful = suggestions.filter(({ text }) => text !== typed);
      this.show(useful);
      if (useful.length) {
        this.say(useful.length);
      }
    } catch {
      // The box works without: whoever asked too often, or is offline, types the whole name.
      if (!signal.aborted) {
        this.close();
      }
    }
  }

  press(event) {
    if (this.list.hidden) {
      return;
    }
    const last = this.list.children.length - 1;
    if (event.key === "ArrowDown") {
      this.mark(this.chosen < last ? this.chosen + 1 : -1);
    } else if (event.key === "ArrowUp") {
      this.mark(this.chosen < 0 ? last : this.chosen - 1);
    } else if (event.key === "Enter" && this.chosen >= 0) {
      this.take(this.list.children[this.chosen]);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }
}

function item({ text, name, district }, index) {
  const option = document.createElement("li");
  option.id = `name-${index}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.text = text;
  option.lang = "zh-hans";
  const where = document.createElement("small");
  where.textContent = district;
  option.append(name, " ", where);
  return option;
}
