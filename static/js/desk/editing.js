/* Reading words otherwise: editing, adding and striking entries, and tying releases. */

import { asked, answer } from "./dialogs.js";
import { findWords, selectedWords } from "./panes.js";
import { searchInto } from "./places.js";
import * as work from "./work.js";

const by = (id) => document.getElementById(id);

export class Editing {
  constructor(keeper, desk, texts, say) {
    Object.assign(this, { keeper, texts, say });
    searchInto(by("edit-place"), by("edit-found"), {
      url: desk.urls.places,
      query: () => ({ district: by("edit-form").elements.district.value }),
      texts,
      say,
    });
    by("edit-form").elements.action.addEventListener("change", () => this.showTo());
    by("edit-form").addEventListener("submit", (event) => this.check(event));
    by("tie-form").elements.filter.addEventListener("input", (e) => this.filter(e.target.value));
    by("tie-form").elements.filter.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") {
        by("tie-list").querySelector("li:not([hidden]) input")?.focus();
        event.preventDefault();
      }
    });
    by("tie-reset").addEventListener("click", () => answer("tie", "reset"));
  }

  /** How the entries are read now, and which zones are open: as the server last said. */
  get sheet() {
    return JSON.parse(by("sheet-data").textContent);
  }

  wordingOf(item) {
    return item?.id.startsWith("e") ? this.sheet.lines[item.dataset.at] : null;
  }

  async edit(item) {
    const now = this.wordingOf(item);
    if (!now) {
      this.say(this.texts.nothing);
      return;
    }
    this.span = now;
    by("edit-words-label").hidden = true;
    by("edit-official").textContent = now.text;
    const to = now.to_level || "low";
    const said = asked("edit", {
      fields: { ...now, to_level: to, words: now.text },
      focus: "place",
    });
    this.showTo();
    this.keep(await said, false);
  }

  /** Adds an entry from selected words, from those of a finding, or from words typed in. */
  async add(item) {
    const span = selectedWords() ?? this.ofFinding(item);
    const near = this.nearest(span?.start ?? 0);
    this.span = null;
    by("edit-words-label").hidden = false;
    by("edit-official").textContent = "";
    const said = asked("edit", {
      fields: { ...near, to_level: near.to_level || "low", place: "", words: span?.text ?? "" },
      focus: span ? "place" : "words",
    });
    this.offered = span;
    this.showTo();
    this.keep(await said, true);
  }

  ofFinding(item) {
    if (!item?.id.startsWith("d")) {
      return null;
    }
    const [start, end] = [Number(item.dataset.at), Number(item.dataset.end)];
    const text = [...by("words").textContent].slice(start, end).join("");
    return end > start ? { start, end, text } : null;
  }

  /** The entry before a place in the text: what is added there is likely of its kind. */
  nearest(start) {
    const lines = Object.values(this.sheet.lines);
    const before = lines.filter((one) => one.start <= start).at(-1) ?? lines[0];
    return before ?? { action: "designate", level: "high", to_level: "", district: "" };
  }

  /** Words that are added must stand in the text. */
  check(event) {
    if (event.submitter?.value !== "save" || by("edit-words-label").hidden) {
      return;
    }
    const typed = event.target.elements.words.value.trim();
    const offered = this.offered?.text.trim() === typed ? this.offered : null;
    this.span = offered ?? findWords(typed);
    by("edit-told").hidden = Boolean(this.span);
    if (!this.span) {
      by("edit-told").textContent = this.texts.noWords;
      event.preventDefault();
      event.target.elements.words.focus();
    }
  }

  keep(said, isNew) {
    by("edit-told").hidden = true;
    if (!said || !this.span) {
      return;
    }
    const wording = {
      start: this.span.start,
      end: this.span.end,
      action: said.action,
      level: said.level,
      to_level: said.action === "release" ? said.to_level : null,
      district: said.district,
      place: said.place.trim() === this.span.text ? "" : said.place.trim(),
    };
    this.keeper.change((w) => work.edit(w, wording, isNew));
  }

  showTo() {
    by("edit-to").hidden = by("edit-form").elements.action.value !== "release";
  }

  /** Reads an entry's place as another: a misprint was meant. */
  suggest(item, place) {
    const now = this.wordingOf(item);
    const wording = { ...now, to_level: now.to_level || null, place };
    this.keeper.change((w) => work.edit(w, plain(wording), false));
  }

  async strike(item) {
    const now = this.wordingOf(item);
    if (!now) {
      this.say(this.texts.nothing);
      return;
    }
    by("strike-official").textContent = now.text;
    const said = await asked("strike", { fields: { reason: "" }, focus: "reason" });
    if (said) {
      this.keeper.change((w) => work.strike(w, now, said.reason));
    }
  }

  undo(item) {
    this.keeper.change((w) => work.undo(w, Number(item.dataset.at)));
  }

  /** Which open zones a release ends: all of its district to choose from, its own first. */
  async tie(item) {
    const now = this.wordingOf(item);
    if (!now || now.action === "designate") {
      this.say(this.texts.nothing);
      return;
    }
    by("tie-official").textContent = now.text;
    const zones = this.sheet.zones[now.code] ?? [];
    const ordered = [...zones].sort((a, b) => now.ends.includes(b.id) - now.ends.includes(a.id));
    by("tie-list").replaceChildren(...ordered.map((zone) => zoneItem(zone, now.ends)));
    const said = await asked("tie", { fields: { filter: "" }, focus: "filter" });
    if (said) {
      const ticked = [...by("tie-list").querySelectorAll("input:checked")].map((box) => box.value);
      const ends = said.by === "reset" ? null : ticked;
      this.keeper.change((w) => work.tie(w, now.start, { ends }));
    }
  }

  filter(text) {
    for (const item of by("tie-list").children) {
      item.hidden = !item.textContent.includes(text.trim());
    }
  }

  /** The tick of one offered zone, in the line itself. */
  tick(item) {
    const ends = [...item.querySelectorAll("[data-tie]:checked")].map((box) => box.dataset.tie);
    this.keeper.change((w) => work.tie(w, Number(item.dataset.at), { ends }));
  }

  async head() {
    const fields = this.keeper.work.amendments.head;
    const said = await asked("head", {
      fields: { issuer: "", year: "", number: "", issued_on: "", ...fields },
      focus: "issuer",
    });
    if (said) {
      const { by: _, ...given } = said;
      const filled = Object.entries(given).filter(([, value]) => value);
      this.keeper.change((w) => work.head(w, Object.fromEntries(filled)));
    }
  }
}

function plain({ start, end, action, level, to_level, district, place }) {
  return { start, end, action, level, to_level, district, place };
}

function zoneItem(zone, ends) {
  const item = document.createElement("li");
  const label = document.createElement("label");
  const box = document.createElement("input");
  const about = document.createElement("span");
  box.type = "checkbox";
  box.value = zone.id;
  box.checked = ends.includes(zone.id);
  about.className = "quiet";
  about.textContent = ` ${zone.notice} · ${zone.since}`;
  label.append(box, ` ${zone.text}`, about);
  item.append(label);
  return item;
}
