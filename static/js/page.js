/* The pages with a map: brings together the box, the time, the list, the map and the server.

   The page is useful before the map is: Leaflet and what is drawn are fetched when the map comes
   near the window, or when somebody asks for a zone. */

import { zoneIn } from "./address.js";
import { asking } from "./asking.js";
import { listenForTaking, takeaway } from "./copying.js";
import { dayIn } from "./day.js";
import { fetchPage } from "./fetching.js";
import { watchFreshness } from "./freshness.js";
import { settingsOf, takeRegions } from "./regions.js";
import { timebar } from "./timebar.js";

let settings = settingsOf(document);
const container = document.getElementById("map");
const note = document.getElementById("map-note");
const shown = { asOf: new URLSearchParams(location.search).get("as_of") ?? "", asked: null };
let loading = new AbortController();
let opening = null;
let view = null;

function say(text) {
  note.textContent = text;
  note.hidden = !text;
}

/** Fetches Leaflet with all that draws, once, and shows what the page shows. */
function openMap() {
  opening ??= draw().catch((error) => {
    container.dataset.state = "failed";
    say(settings.texts.failed);
    throw error;
  });
  return opening;
}

async function draw() {
  const first = settings;
  const { openView } = await import("./map.js");
  view = await openView(container, first, say);
  if (settings !== first) {
    await view.turn(settings);
  }
  container.dataset.state = "ready";
}

/** Opens the map once it is within a screen of the window; at once where a link names a zone. */
function awaitMap() {
  if (zoneIn(location.hash)) {
    openMap();
    return;
  }
  const watcher = new IntersectionObserver(
    (seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) {
        watcher.disconnect();
        openMap();
      }
    },
    { rootMargin: "100% 0px" },
  );
  watcher.observe(container);
  window.addEventListener("hashchange", () => zoneIn(location.hash) && openMap());
}

/** Another moment: the server writes the page anew, and its parts are taken. */
async function load(asOf) {
  const { asked } = shown;
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const body = asked && { ...asked, ...within(), as_of: asOf };
  const page = await fetchPage(body ? location.pathname : addressAt(asOf), { body, signal });
  Object.assign(shown, { asOf, asked });
  // What was asked is kept for this tab alone, to be there when one comes back to the page.
  history.replaceState({ asked }, "", addressAt(asOf));
  takeRegions(page);
  takeaway();
  const hidden = document.querySelector('#ask input[name="as_of"]');
  if (hidden) {
    hidden.value = asOf;
  }
  settings = settingsOf(page);
  await view?.turn(settings);
}

/** Another question at the same moment: only the answer is new. */
async function answer(asked) {
  loading.abort();
  loading = new AbortController();
  const body = { ...asked, ...within(), as_of: shown.asOf, part: "answer" };
  const page = await fetchPage(location.pathname, { body, signal: loading.signal });
  shown.asked = asked;
  history.replaceState({ asked }, "", addressAt(shown.asOf));
  takeRegions(page);
  settings = { ...settings, focus: settingsOf(page).focus };
  view?.look(settings.focus);
}

/** The district that the page is about, where it is about one. */
function within() {
  const district = document.querySelector('#ask input[name="district"]')?.value;
  return district ? { district } : {};
}

/** The page's own address at a moment: without what was asked. */
function addressAt(asOf) {
  const told = new URLSearchParams({ ...within(), ...(asOf && { as_of: asOf }) });
  return location.pathname + (String(told) && `?${told}`);
}

function move(asOf) {
  load(asOf).catch((error) => error.name === "AbortError" || say(settings.texts.failed));
}

async function ask(asked) {
  await answer(asked);
  document.getElementById("answer-heading")?.focus({ preventScroll: true });
  document.getElementById("answer")?.scrollIntoView({ block: "nearest" });
}

/** What the page that the server wrote answers; null where it answers nothing. */
function askedHere() {
  const form = document.querySelector(".time .past");
  if (!form || !document.getElementById("answer")) {
    return null;
  }
  const { as_of: _, district: __, ...asked } = Object.fromEntries(new FormData(form));
  return asked;
}

/** Another language: what was asked goes along, and stays out of the address. */
function speak(event) {
  const link = event.target.closest(".tongues a");
  if (!link || !shown.asked) {
    return;
  }
  event.preventDefault();
  const form = document.createElement("form");
  form.method = "post";
  form.action = link.href;
  for (const [name, value] of Object.entries({ ...shown.asked, ...within(), as_of: shown.asOf })) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

function wake() {
  document.addEventListener("click", speak);
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
    const written = event.target.elements.as_of.value;
    const day = dayIn(written) || written;
    bar?.show(day);
    move(day);
  });
  if (form) {
    const { ask: again } = asking(form, ask);
    shown.asked = askedHere();
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

wake();
awaitMap();
