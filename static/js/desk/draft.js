/* The page of a draft: brings together its two sides, its keys, its dialogs and the server. */

import { get } from "./asking.js";
import { alikeIn, tick } from "./alike.js";
import { answer, asked, isOpen, tell } from "./dialogs.js";
import { Editing } from "./editing.js";
import { Keeper } from "./keeping.js";
import { listen } from "./keys.js";
import { Panes } from "./panes.js";
import { forgetPasted } from "./pasted.js";
import { rewrite } from "./rewriting.js";
import { Settling } from "./settling.js";
import { Siting } from "./siting.js";
import { explain } from "./trouble.js";
import { ground, groundSoon } from "./unfolding.js";
import * as work from "./work.js";

const by = (id) => document.getElementById(id);
const desk = JSON.parse(by("desk").textContent);
const texts = JSON.parse(by("desk-texts").textContent);
const panes = new Panes();
const SHARED = 15_000; // ms between looks at what the clerks of other districts have done
const isShared = () => document.querySelector("[data-shared]") !== null;

function say(text) {
  by("say").textContent = "";
  by("say").textContent = text;
}

function state(name, at = "") {
  const box = by("saved");
  if (box) {
    box.textContent = `${texts[name]} ${at}`.trim();
    box.dataset.state = name;
  }
}

const keeper = new Keeper(desk, {
  state,
  kept: ({ parts, at }) => {
    rewrite(parts, panes);
    state("saved", at);
  },
  refused: (message) => {
    state("saved");
    explain(message);
    say(message);
  },
  stale: (data) => settled.followOrAsk(data),
  signedOut: () => isOpen() || tell("signed-out"),
});

const settled = new Settling({ keeper, panes, texts, state });
const editing = new Editing(keeper, desk, texts, say);
const siting = new Siting(keeper, desk, texts, say);

function acceptHere() {
  const boxes = [...(panes.item?.querySelectorAll("[data-accept]:enabled") ?? [])];
  if (!boxes.length && isTheirs()) {
    return true;
  }
  if (!boxes.length) {
    return false;
  }
  const on = boxes.some((box) => !box.checked);
  boxes.forEach((box) => {
    box.checked = on;
  });
  keeper.change((w) => work.accept(w, boxes.map((box) => box.value), on));
  say(on ? texts.accepted : "");
  if (on && !panes.item.querySelector(".doubt--blocking")) {
    delete panes.item.dataset.waiting;
    step(1, "[data-waiting]");
  }
  return true;
}

/** Accepts what waits in the current group and says the very same of other words, and tells so. */
function acceptAlike() {
  const alike = alikeIn(panes.item);
  if (!alike.length) {
    return acceptHere();
  }
  alike.forEach(tick);
  keeper.change((w) => work.accept(w, alike.map((box) => box.value), true));
  const { kind } = alike[0].dataset;
  const told = texts.alike.replace("%(count)s", alike.length).replace("%(what)s", kind);
  say(told);
  explain(told);
  return panes.step(1, "[data-waiting]") || panes.step(-1, "[data-waiting]") || true;
}

function pick(digit) {
  const options = panes.item?.querySelectorAll(":is([data-choose], [data-suggest]):enabled") ?? [];
  const option = options[Number(digit) - 1];
  option?.click();
  return Boolean(option);
}

function choose(box) {
  const item = box.closest("[data-item]");
  const others = [...item.querySelectorAll(`[name="${box.name}"]`)].map((one) => one.value);
  keeper.change((w) => work.choose(w, item.dataset.at, box.value, others));
}

function decideWhen() {
  const own = by("effective-from");
  const why = by("effective-decision");
  keeper.change((w) => work.effective(w, own.value, why.value), { typing: true });
}

/** Does something on a map, once what draws maps is there. */
const onMaps = (deed) => ground().then(deed, () => explain(texts.noMaps));

/** The new place that a button stands beside, else the first of the current entry. */
const placeAt = (button) =>
  (button?.closest("[data-ref]") ?? panes.item?.querySelector("[data-ref]"))?.dataset ?? {};

async function drawHere({ ref }) {
  const district = panes.item && editing.wordingOf(panes.item)?.district;
  if (!ref || !district) {
    say(texts.nothing);
    return;
  }
  const held = keeper.work.amendments.outlines.find((one) => one.place === ref);
  const asking = { asked, get, url: desk.urls.buildings, district, texts, held: held?.geometry };
  const drawn = await onMaps((maps) => maps.drawing(asking));
  if (drawn !== undefined) {
    keeper.change((w) => work.outline(w, ref, drawn));
  }
}

const later = ({ ref }) => ref && keeper.change((w) => work.outline(w, ref, null));

const acts = {
  keys: () => tell("keys"),
  compare: () => onMaps((maps) => maps.comparing({ get, url: desk.urls.comparison, texts })),
};
const deeds = {
  edit: () => editing.edit(panes.item),
  strike: () => editing.strike(panes.item),
  add: () => editing.add(panes.item),
  undo: () => editing.undo(panes.item),
  unstrike: () => editing.undo(panes.item),
  tie: () => editing.tie(panes.item),
  head: () => editing.head(),
  site: (button) => siting.site(panes.item, placeAt(button)),
  draw: (button) => drawHere(placeAt(button)),
  later: (button) => later(placeAt(button)),
};
if (desk.editable) {
  Object.assign(acts, deeds);
}

const step = (by_, wanted) => panes.step(by_, wanted) || say(texts.none);
const focusOn = (selector) => {
  const found = document.querySelector(selector);
  found?.focus();
  return Boolean(found);
};
const here = (deed) => () => {
  if (panes.item && !isTheirs()) {
    deed();
  }
};

/** Whether the current entry is for the clerks of another district; then it says so. */
function isTheirs() {
  const theirs = panes.item?.dataset.theirs !== undefined;
  if (theirs) {
    say(texts.theirs);
    explain(texts.theirs);
  }
  return theirs;
}

listen({
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  n: () => step(1, "[data-waiting]"),
  p: () => step(-1, "[data-waiting]"),
  Enter: () => panes.across(),
  m: acts.compare,
  "?": acts.keys,
  g: () => focusOn("#submit"),
  b: () => focusOn("#remarks"),
  ...(desk.editable && {
    " ": acceptHere,
    "Shift+ ": acceptAlike,
    digit: pick,
    e: here(deeds.edit),
    x: here(deeds.strike),
    a: deeds.add,
    u: here(deeds.undo),
    r: here(deeds.tie),
    ...(desk.leads && { h: deeds.head }),
    c: () => focusOn("[data-together]"),
    w: here(deeds.site),
    d: here(deeds.draw),
    l: here(deeds.later),
    t: () => focusOn("[name=instant]:checked, [name=instant], #effective-from"),
  }),
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act], [data-suggest]");
  if (!button) {
    return;
  }
  const item = button.closest("[data-item]");
  if (item) {
    panes.go(item, { focus: false });
  }
  const { act, suggest } = button.dataset;
  if (act) {
    acts[act]?.(button);
  } else {
    editing.suggest(item, suggest);
  }
});

document.addEventListener("change", ({ target }) => {
  const item = target.closest("[data-item]");
  if (target.matches("[data-accept]")) {
    keeper.change((w) => work.accept(w, [target.value], target.checked));
  } else if (target.matches("[data-choose]")) {
    choose(target);
  } else if (target.matches("[data-tie]")) {
    editing.tick(item);
  } else if (target.matches("[data-exclusion]")) {
    keeper.change((w) => work.tie(w, Number(item.dataset.at), { exclusion: target.value }));
  } else if (target.matches("[name=instant]")) {
    by("effective-from").value = target.value;
    by("effective-decision").value = target.dataset.decision;
    decideWhen();
  }
});

document.addEventListener("input", ({ target }) => {
  if (target.matches("#effective-from, #effective-decision")) {
    decideWhen();
  }
});

/** The forms of one action, in order: a saving may write the parts anew in which they are. */
const formsOf = (action) =>
  [...document.querySelectorAll("form")].filter((form) => form.getAttribute("action") === action);

document.addEventListener("submit", async (event) => {
  if (event.defaultPrevented) {
    return;
  }
  if (event.target.method === "post" && event.target.id !== "discard-form" && keeper.dirty) {
    event.preventDefault();
    const action = event.target.getAttribute("action");
    const nth = formsOf(action).indexOf(event.target);
    if (await keeper.flush()) {
      formsOf(action)[nth]?.requestSubmit();
    }
  } else if (event.target.id === "discard-form" && !event.target.dataset.sure) {
    event.preventDefault();
    event.target.dataset.sure = "yes";
    by("discard").textContent = texts.discard;
  } else if (event.target.method === "post") {
    by("submit")?.setAttribute("aria-busy", "true");
  }
});

if (desk.editable) {
  forgetPasted(by("words").textContent);
  if (keeper.restore()) {
    say(texts.restored);
    explain(texts.restored);
  }
  document.addEventListener("visibilitychange", () => document.hidden || keeper.look());
  setInterval(() => isShared() && !document.hidden && !isOpen() && keeper.look(), SHARED);
  by("signed-in").addEventListener("click", async () => {
    const status = await keeper.look();
    if (status === 200) {
      answer("signed-out", "signed-in");
      document.querySelector("#session form")?.requestSubmit();
    }
  });
}

const first =
  document.querySelector(`#part-list ${location.hash || "[data-waiting]"}`) ??
  document.querySelector("#part-list [data-item]:not([data-theirs])") ??
  document.querySelector("#part-list [data-item]");
if (first) {
  panes.go(first);
}
by("draft").dataset.ready = "yes";
groundSoon();
