/* Outlines for new places: drawn with a pointer or by keys, or picked from those that are known. */

import { drawByKeys } from "./crosshair.js";
import { addDrawing, blank, paint, together } from "./maps.js";

const L = window.L;
const by = (id) => document.getElementById(id);
let canvas = null;

/** An outline drawn or picked from known ones: GeoJSON, null for "later", undefined if left. */
export async function draw({ asked, get, url, district, texts, held }) {
  const said = asked("draw");
  by("draw-told").textContent = "";
  canvas?.remove();
  canvas = blank("draw-map", { keyboard: false });
  const mine = L.featureGroup().addTo(canvas);
  const { data } = await get(url, { district });
  const ground = paint(canvas, { type: "Feature", geometry: data.district, properties: {} }, "ground");
  const known = paint(canvas, data.known, "known");
  canvas.fitBounds(ground.getBounds(), { animate: false });
  if (held) {
    L.geoJSON(held).eachLayer((layer) => mine.addLayer(layer));
  }
  addDrawing(canvas, mine);
  drawByKeys(canvas, mine, texts);
  listKnown(data.known.features, known);
  const decided = await said;
  const shapes = [...mine.toGeoJSON().features.map((f) => f.geometry), ...picked(data.known.features)];
  if (!decided) {
    return undefined;
  }
  return decided.by === "later" || !shapes.length ? null : together(shapes);
}

function listKnown(features, layers) {
  const items = features.map((feature, i) => {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = i;
    box.addEventListener("focus", () => lookAt(layers.getLayers()[i]));
    label.append(box, ` ${feature.properties.name}`);
    item.append(label);
    return item;
  });
  by("draw-list").replaceChildren(...items);
  by("draw-filter").value = "";
  by("draw-filter").oninput = ({ target }) =>
    items.forEach((item) => {
      item.hidden = !item.textContent.includes(target.value.trim());
    });
}

function lookAt(layer) {
  canvas.setView(layer.getBounds().getCenter(), Math.max(canvas.getZoom(), 15), { animate: false });
}

function picked(features) {
  const boxes = [...by("draw-list").querySelectorAll("input:checked")];
  return boxes.map((box) => features[Number(box.value)].geometry);
}
