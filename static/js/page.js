/* The map page: brings together the list, the map, the address and the server. */

import { fragmentOf, zoneIn } from "./address.js";
import { districtCard, linkOf, listedZones, markChosen, zoneCard } from "./cards.js";
import { fetchJson } from "./fetching.js";
import { CityMap } from "./leaflet-map.js";

const settings = JSON.parse(document.getElementById("map-settings").textContent);
const container = document.getElementById("map");
const note = document.getElementById("map-note");

function say(text) {
  note.textContent = text;
  note.hidden = false;
}

/** Shows a zone on the map and in the list. Says whether the map has it. */
function show(map, id) {
  if (!map.has(id)) {
    return false;
  }
  map.choose(id, zoneCard(id) ?? document.createElement("p"));
  markChosen(id);
  return true;
}

/** The same when a person asked for it: the page's address and the focus follow. */
function choose(map, id) {
  if (!show(map, id)) {
    return false;
  }
  history.replaceState(null, "", fragmentOf(id));
  container.scrollIntoView({ block: "nearest" });
  container.querySelector(".leaflet-popup .zone")?.focus({ preventScroll: true });
  return true;
}

function leave(id) {
  markChosen(null);
  if (zoneIn(location.hash) === id) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  if (container.contains(document.activeElement) || document.activeElement === document.body) {
    linkOf(id)?.focus({ preventScroll: true });
  }
}

function listen(map) {
  map.onChoose = (id) => choose(map, id);
  map.onLeave = leave;
  map.onDistrict = districtCard;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-zone]");
    if (link && !event.metaKey && !event.ctrlKey && choose(map, link.dataset.zone)) {
      event.preventDefault();
    }
  });
  container.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      map.close();
    }
  });
  window.addEventListener("hashchange", () => choose(map, zoneIn(location.hash)));
}

/** The list was written a moment before the map was asked for: say so if they differ. */
function compare(zones) {
  const drawn = zones.features.filter((f) => f.geometry).map((f) => String(f.id));
  const listed = new Set(listedZones());
  if (drawn.length !== listed.size || drawn.some((id) => !listed.has(id))) {
    say(settings.texts.moved);
  }
}

async function start() {
  const [districts, zones] = await Promise.all([
    fetchJson(settings.urls.districts),
    fetchJson(settings.urls.zones),
  ]);
  const map = new CityMap(container, settings);
  listen(map);
  map.showDistricts(districts, settings.within);
  map.showZones(zones);
  compare(zones);
  container.dataset.state = "ready";
  if (!choose(map, zoneIn(location.hash))) {
    settings.focus.find((id) => show(map, id));
  }
}

start().catch((error) => {
  container.dataset.state = "failed";
  say(settings.texts.failed);
  throw error;
});
