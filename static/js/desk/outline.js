/* The outline of a place: drawn on the map or typed below it; either follows the other. */

import { cornersOf } from "./corners.js";
import { areaOf, sketch } from "./sketching.js";

const WAIT = 300; // ms after a keystroke
const by = (id) => document.getElementById(id);
const data = JSON.parse(by("sketch-data").textContent);
const field = by("draw-geometry");
const told = by("sketch-told");
const map = sketch(by("sketch"), data, field ? write : undefined);

function write(geometry) {
  field.value = geometry ? JSON.stringify(geometry) : "";
  tell(geometry);
}

function tell(geometry, why) {
  const { none, same, areas, unread } = told.dataset;
  const was = metres(data.outline);
  const now = metres(geometry);
  const words = why ? unread : !geometry ? none : data.outline && was !== now ? areas : same;
  told.textContent = (!data.outline && geometry ? areas : words)
    .replace("{was}", was)
    .replace("{now}", now)
    .replace("{why}", why ?? "");
}

function metres(geometry) {
  return geometry ? Math.round(areaOf(geometry)).toLocaleString() : "0";
}

function read() {
  try {
    const geometry = field.value.trim() ? cornersOf(field.value) : null;
    map.show(geometry);
    tell(geometry);
  } catch (error) {
    tell(null, error.message);
  }
}

if (field) {
  let timer = null;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(read, WAIT);
  });
  by("sketch-united")?.addEventListener("click", () => {
    write(data.united);
    map.show(data.united);
  });
  read();
}
by("sketch").closest("details")?.addEventListener("toggle", () => map.unfold());
document.querySelector(".reshaping")?.focus();
