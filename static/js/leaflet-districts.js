/* The districts and the names on the map. Beside leaflet-map.js the only module with Leaflet. */

import { settle } from "./crowding.js";

const L = window.L;
const NAMED = 15; // the zoom from which zones in view bear their words
const LONGEST = 14; // characters of a zone's words on the map

/** Outlines and names of the districts, and names of zones where there is room for them. */
export class Districts {
  constructor(map, { onChoose }) {
    this.map = map;
    this.onChoose = onChoose;
    // Below the buildings, which lie below the zones.
    map.createPane("ground").style.zIndex = 250;
    this.labels = L.layerGroup().addTo(map);
    this.zoneLabels = L.layerGroup().addTo(map);
  }

  /** Draws the outlines (GeoJSON); `told` are the names, tones and counts; `home` is the page's. */
  show(collection, told, home) {
    this.outlines = L.geoJSON(collection, {
      pane: "ground",
      style: ({ id }) => ({ className: `outline ${id === home ? "outline--chosen" : ""}` }),
      onEachFeature: ({ id }, layer) => layer.on("click", (event) => this.onChoose(id, event)),
    }).addTo(this.map);
    this.home = this.outlines.getLayers().find((layer) => layer.feature.id === home);
    this.home?.bringToFront();
    this.named = told.map((d) => ({ ...d, element: this.label(d.at, d.name, this.labels) }));
    this.retone(told);
  }

  /** Another moment: the same outlines in other tones. */
  retone(told) {
    const tones = new Map(told.map((d) => [d.code, d.tone]));
    for (const layer of this.outlines.getLayers()) {
      const element = layer.getElement();
      const tone = tones.get(layer.feature.id) ?? "unknown";
      element.setAttribute("class", element.getAttribute("class").replace(/ ?outline--(?!chosen)\S+/g, ""));
      element.classList.add(`outline--${tone}`);
      layer.setStyle({ fillColor: "url(#hatch-unknown)", fillOpacity: 1 });
    }
    this.told = told;
    this.named = this.named.map((d, i) => ({ ...d, count: told[i]?.count ?? 0 }));
  }

  label(at, words, group, kind = "") {
    const element = document.createElement("span");
    element.className = `label ${kind}`;
    element.textContent = words;
    if (kind) {
      element.lang = "zh-hans";
    }
    const icon = L.divIcon({ html: element, className: "", iconSize: [0, 0] });
    L.marker(at, { icon, interactive: false, keyboard: false }).addTo(group);
    return element;
  }

  /** What is worth looking at: the page's district, else those with zones, else the city. */
  get bounds() {
    const touched = new Set(this.told.filter((d) => d.count).map((d) => d.code));
    const bounds = L.latLngBounds([]);
    for (const layer of this.outlines.getLayers()) {
      const wanted = this.home
        ? layer === this.home
        : touched.size === 0 || touched.has(layer.feature.id);
      if (wanted) {
        bounds.extend(layer.getBounds());
      }
    }
    return bounds;
  }

  /** Gives names room around what is `taken`; zones near enough to read are named too. */
  arrange(taken, zones) {
    this.zoneLabels.clearLayers();
    const labels = this.named.map(({ at, count, element }) => ({ at, weight: 1000 + count, element }));
    if (this.map.getZoom() >= NAMED) {
      const view = this.map.getBounds();
      for (const layer of zones) {
        const bounds = layer.getBounds();
        const foot = L.latLng(bounds.getSouth(), bounds.getCenter().lng);
        if (view.contains(foot)) {
          const words = [...layer.feature.properties.text];
          const short = words.length > LONGEST ? [...words.slice(0, LONGEST), "…"] : words;
          const element = this.label(foot, short.join(""), this.zoneLabels, "label--zone");
          labels.push({ at: foot, weight: 1, down: 12, element });
        }
      }
    }
    this.settle(labels, taken);
  }

  settle(labels, taken) {
    const boxes = labels.map(({ at, weight, down = 0, element }) => {
      const { x, y } = this.map.latLngToLayerPoint(at);
      element.hidden = false;
      return { x, y: y + down, width: 0, height: 20, weight };
    });
    labels.forEach(({ element }, i) => (boxes[i].width = element.offsetWidth + 6));
    settle(boxes, taken).forEach((move, i) => {
      const { element, down = 0 } = labels[i];
      element.hidden = move === null;
      element.style.translate = move ? `${move[0]}px ${move[1] + down}px` : "";
    });
  }
}
