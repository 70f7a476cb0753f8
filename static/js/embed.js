/* The embedded map: zones and districts, and for each zone its words and a link to its notice. */

import "../leaflet/leaflet.js";
import "../leaflet/leaflet.extras.js";
import { fetchJson } from "./fetching.js";
import { CityMap } from "./leaflet-map.js";
import { settingsOf } from "./regions.js";

const ANEW = 10 * 60_000; // milliseconds: an open frame does not grow old
const settings = settingsOf(document);
const container = document.getElementById("map");

function cardOf({ properties }) {
  const card = document.createElement("div");
  const words = document.createElement("p");
  words.lang = "zh-hans";
  words.textContent = properties.text;
  const link = document.createElement("a");
  link.href = properties.notice.url;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = settings.texts.notice;
  card.append(words, link);
  return card;
}

async function start() {
  const [districts, zones] = await Promise.all([
    fetchJson(settings.urls.districts),
    fetchJson(settings.urls.zones),
  ]);
  const map = new CityMap(container, settings);
  const found = new Map(zones.features.map((feature) => [String(feature.id), feature]));
  map.onChoose = (id) => map.choose(id, cardOf(found.get(id)));
  map.showDistricts(districts, settings.within);
  map.showZones(zones.features);
  // For a page of this site that frames this one: the map itself.
  container.map = map.map;
  container.dataset.state = "ready";
  if (container.dataset.now === "yes") {
    setTimeout(() => location.reload(), ANEW);
  }
}

start().catch((error) => {
  container.dataset.state = "failed";
  const note = document.getElementById("map-note");
  note.textContent = settings.texts.failed;
  note.hidden = false;
  throw error;
});
