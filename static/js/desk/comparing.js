/* Before and after: two linked maps that can be swapped, and every change as words. */

import { blank, paint } from "./maps.js";

const L = window.L;
const by = (id) => document.getElementById(id);
const CHANGES = ["new", "ended", "changed"];
let pair = [];
let sides = [];
let isSwapped = false;

/** Two linked maps: the zones as they are, and as they would be. */
export async function compare({ get, url, texts }) {
  by("compare").showModal();
  const { status, data } = await get(url);
  if (status !== 200) {
    by("compare-told").textContent = data.message ?? texts.unsaved;
    return;
  }
  pair.forEach(({ map }) => map.remove());
  pair = ["map-first", "map-second"].map((id) => ({ map: blank(id), zones: L.layerGroup() }));
  sides = [data.before, data.after];
  isSwapped = false;
  const shown = L.latLngBounds([]);
  for (const { map, zones } of pair) {
    shown.extend(paint(map, data.districts, "ground").getBounds());
    zones.addTo(map);
  }
  show();
  pair.forEach(({ map }) => map.fitBounds(shown, { animate: false }));
  link(pair[0].map, pair[1].map);
  link(pair[1].map, pair[0].map);
  tell(data, texts);
  by("compare-swap").onclick = swap;
  by("compare").onkeydown = (event) => event.key === "s" && swap();
  by("compare-swap").focus();
  by("compare").dataset.ready = "yes";
}

/** The one in the place of the other: what changes is seen where one looks. */
function swap() {
  isSwapped = !isSwapped;
  show();
}

function show() {
  const order = isSwapped ? [1, 0] : [0, 1];
  const names = [by("compare").dataset.before, by("compare").dataset.after];
  pair.forEach(({ zones }, i) => {
    zones.clearLayers();
    dot(zones, paint(zones, sides[order[i]], "zone-shape"));
  });
  ["map-first", "map-second"].forEach((id, i) => {
    by(id).closest("figure").querySelector("figcaption").textContent = names[order[i]];
    by(id).setAttribute("aria-label", names[order[i]]);
  });
}

/** A dot on each shape, which may be too small to see. */
function dot(group, layers) {
  layers.eachLayer((layer) => {
    const { state, text } = layer.feature.properties;
    L.circleMarker(layer.getBounds().getCenter(), {
      radius: 5,
      weight: 1.5,
      className: `zone-shape zone-shape--${state}`,
    })
      .bindTooltip(text)
      .addTo(group);
  });
}

/** How many there are, and each change by name; one that is drawn is gone to when it has focus. */
function tell({ before, after }, texts) {
  const undrawn = after.features.filter((one) => one.geometry === null).length;
  by("compare-told").textContent = texts.zones
    .replace("%(before)s", before.features.length)
    .replace("%(after)s", after.features.length)
    .replace("%(undrawn)s", undrawn);
  const all = [...after.features, ...before.features.filter((f) => f.properties.state === "ended")];
  by("compare-list").replaceChildren(
    ...CHANGES.flatMap((state) => group(all.filter((f) => f.properties.state === state), state)),
  );
}

function group(features, state) {
  if (!features.length) {
    return [];
  }
  const item = document.createElement("li");
  const title = document.createElement("strong");
  const list = document.createElement("ul");
  title.textContent = `${by("compare").dataset[state]} ${features.length}`;
  list.append(...features.filter((one) => one.geometry).map(change));
  item.append(title, list);
  const undrawn = features.filter((one) => !one.geometry);
  if (undrawn.length) {
    item.append(inWords(undrawn));
  }
  return [item];
}

/** What is on no map, by district: 未画轮廓 3：小店区 甲、乙；晋源区 丙. */
function inWords(features) {
  const words = document.createElement("p");
  const title = document.createElement("span");
  const districts = new Map();
  for (const { properties } of features) {
    districts.set(properties.district, [...(districts.get(properties.district) ?? []), properties.text]);
  }
  title.className = "quiet";
  title.textContent = `${by("compare").dataset.undrawn} ${features.length}：`;
  const told = [...districts].map(
    ([district, texts]) => `${district} ${texts.join("、")}`,
  );
  words.append(title, told.join("；"));
  return words;
}

function change({ geometry, properties }) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const bounds = L.geoJSON(geometry).getBounds();
  button.type = "button";
  button.className = "link";
  button.textContent = `${properties.district} ${properties.text}`;
  button.addEventListener("focus", () => lookAt(bounds));
  button.addEventListener("click", () => lookAt(bounds));
  item.append(button);
  return item;
}

function lookAt(bounds) {
  pair[0].map.setView(bounds.getCenter(), Math.max(pair[0].map.getZoom(), 14), { animate: false });
  for (const { zones } of pair) {
    zones.eachLayer((layer) => {
      const isHere = layer.getLatLng?.().equals(bounds.getCenter());
      layer.getElement?.()?.classList.toggle("is-looked-at", Boolean(isHere));
    });
  }
}

function link(from, to) {
  from.on("moveend", () => {
    const apart = to.getCenter().distanceTo(from.getCenter());
    if (to.getZoom() !== from.getZoom() || apart > 1) {
      to.setView(from.getCenter(), from.getZoom(), { animate: false });
    }
  });
}
