/* The pages with a map: brings together the box, the time, the list, the map and the server. */

import { fragmentOf, zoneIn } from "./address.js";
import { asking } from "./asking.js";
import { districtCard, linkOf, listedZones, markChosen, zoneCard } from "./cards.js";
import { listenForTaking, takeaway } from "./copying.js";
import { fetchJson, fetchPage } from "./fetching.js";
import { watchFreshness } from "./freshness.js";
import { CityMap } from "./leaflet-map.js";
import { settingsOf, takeRegions } from "./regions.js";
import { timebar } from "./timebar.js";

let settings = settingsOf(document);
const container = document.getElementById("map");
const note = document.getElementById("map-note");
const query = new URLSearchParams(location.search);
const shown = { asOf: query.get("as_of") ?? "", asked: null };
let loading = new AbortController();
let map = null;

function say(text) {
  note.textContent = text;
  note.hidden = !text;
}

/** Shows a zone on the map and in the list. Says whether the map has it. */
function show(id) {
  if (!map?.has(id)) {
    return false;
  }
  map.choose(id, zoneCard(id) ?? document.createElement("p"));
  markChosen(id);
  return true;
}

/** The same when a person asked for it: the page's address and the focus follow. */
function choose(id) {
  if (!show(id)) {
    return false;
  }
  history.replaceState(history.state, "", fragmentOf(id));
  container.scrollIntoView({ block: "nearest" });
  container.querySelector(".leaflet-popup .zone")?.focus({ preventScroll: true });
  return true;
}

function leave(id) {
  markChosen(null);
  if (zoneIn(location.hash) === id) {
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  if (container.contains(document.activeElement) || document.activeElement === document.body) {
    linkOf(id)?.focus({ preventScroll: true });
  }
}

function listen() {
  map.onChoose = choose;
  map.onLeave = leave;
  map.onDistrict = districtCard;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-zone]");
    if (link && !event.metaKey && !event.ctrlKey && choose(link.dataset.zone)) {
      event.preventDefault();
    }
  });
  container.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      map.close();
    }
  });
  window.addEventListener("hashchange", () => choose(zoneIn(location.hash)));
}

/** The list was written a moment before the map was asked for: say so if they differ. */
function compare(zones) {
  const drawn = zones.filter((f) => f.geometry).map((f) => String(f.id));
  const listed = new Set(listedZones());
  const same = drawn.length === listed.size && drawn.every((id) => listed.has(id));
  say(same ? "" : settings.texts.moved);
}

/** The zones to draw; between two instants also those that were released, each with its fate. */
async function zonesToDraw({ zones, before }) {
  const [after, earlier] = await Promise.all([fetchJson(zones), before && fetchJson(before)]);
  if (!earlier) {
    return after.features;
  }
  const held = new Set(earlier.features.map((f) => f.id));
  const holds = new Set(after.features.map((f) => f.id));
  const fate = (feature, change) => ({ ...feature, change });
  return [
    ...earlier.features.filter((f) => !holds.has(f.id)).map((f) => fate(f, "released")),
    ...after.features.map((f) => fate(f, held.has(f.id) ? "still" : "added")),
  ];
}

async function draw() {
  const zones = await zonesToDraw(settings.urls);
  map.showZones(zones);
  compare(zones);
  container.dataset.state = "ready";
}

/** Another moment: the server writes the page anew, and its parts are taken. */
async function load(asOf) {
  const { asked } = shown;
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const body = asked && { ...asked, as_of: asOf };
  const query = asOf && !body ? `?as_of=${encodeURIComponent(asOf)}` : "";
  const page = await fetchPage(location.pathname + query, { body, signal });
  Object.assign(shown, { asOf, asked });
  // What was asked is kept for this tab alone, to be there when one comes back to the page.
  history.replaceState({ asked }, "", withoutAddress());
  takeRegions(page);
  takeaway();
  const hidden = document.querySelector('#ask input[name="as_of"]');
  if (hidden) {
    hidden.value = asOf;
  }
  settings = settingsOf(page);
  if (map) {
    map.close();
    map.retone(settings.districts);
    await draw();
    settings.focus.find(show);
  }
}

/** Another question at the same moment: only the answer is new. */
async function answer(asked) {
  loading.abort();
  loading = new AbortController();
  const body = { ...asked, as_of: shown.asOf, part: "answer" };
  const page = await fetchPage(location.pathname, { body, signal: loading.signal });
  shown.asked = asked;
  history.replaceState({ asked }, "", withoutAddress());
  takeRegions(page);
  map?.close();
  settingsOf(page).focus.find(show);
}

function withoutAddress() {
  return location.pathname + (shown.asOf ? `?as_of=${encodeURIComponent(shown.asOf)}` : "");
}

function move(asOf) {
  load(asOf).catch((error) => error.name === "AbortError" || say(settings.texts.failed));
}

async function ask(asked) {
  await answer(asked);
  document.getElementById("answer-heading")?.focus({ preventScroll: true });
  document.getElementById("answer")?.scrollIntoView({ block: "nearest" });
}

function wake() {
  const form = document.getElementById("ask");
  const bar = timebar(document.getElementById("turns"), move);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-now]") && bar) {
      event.preventDefault();
      bar.show("");
      move("");
    }
  });
  document.querySelector(".time .past")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const day = event.target.elements.as_of.value;
    bar?.show(day);
    move(day);
  });
  if (form) {
    const { ask: again } = asking(form, ask);
    const typed = form.querySelector("#address").value;
    shown.asked = document.getElementById("answer") && typed ? { address: typed } : null;
    if (history.state?.asked && !shown.asked) {
      again(history.state.asked);
    }
  }
  takeaway();
  listenForTaking();
  if (document.getElementById("fresh")) {
    watchFreshness();
  }
}

async function start() {
  wake();
  const zones = zonesToDraw(settings.urls);
  const districts = await fetchJson(settings.urls.districts);
  map = new CityMap(container, settings);
  listen();
  map.showDistricts(districts, settings.within);
  const drawn = await zones;
  map.showZones(drawn);
  compare(drawn);
  container.dataset.state = "ready";
  const linked = zoneIn(location.hash);
  if (linked && !linkOf(linked)) {
    say(settings.texts.gone);
  } else if (!choose(linked)) {
    settings.focus.find(show);
  }
}

start().catch((error) => {
  container.dataset.state = "failed";
  say(settings.texts.failed);
  throw error;
});
