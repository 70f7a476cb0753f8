/* The known buildings under the zones: vector tiles drawn on canvas, when one is near enough. */

import { fetchBytes, fetchJson } from "./fetching.js";
import { polygonsOf } from "./vector-tile.js";

const L = window.L;
const LAYER = "buildings";

const Tiles = L.GridLayer.extend({
  createTile(coords, done) {
    const size = this.getTileSize();
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    const canvas = document.createElement("canvas");
    canvas.width = size.x * sharp;
    canvas.height = size.y * sharp;
    const url = L.Util.template(this.options.template, coords);
    fetchBytes(url)
      .then((bytes) => {
        draw(canvas, polygonsOf(bytes, LAYER), this.options.colours());
        done(null, canvas);
      })
      .catch((error) => done(error, canvas));
    return canvas;
  },
});

/** Areas in one path: 80,000 buildings are then some hundred strokes. */
function draw(canvas, { extent, polygons }, { fill, line }) {
  const pen = canvas.getContext("2d");
  const scale = canvas.width / extent;
  pen.beginPath();
  for (const rings of polygons) {
    for (const ring of rings) {
      pen.moveTo(ring[0] * scale, ring[1] * scale);
      for (let i = 2; i < ring.length; i += 2) {
        pen.lineTo(ring[i] * scale, ring[i + 1] * scale);
      }
      pen.closePath();
    }
  }
  pen.fillStyle = fill;
  pen.fill("evenodd");
  pen.lineWidth = 1;
  pen.strokeStyle = line;
  pen.stroke();
}

/** Adds the buildings to a Leaflet map, from the zoom at which there are tiles of them. */
export async function addBuildings(map, url) {
  const { vector_layers: layers } = await fetchJson(url);
  const layer = layers.find(({ id }) => id === LAYER);
  const pane = map.createPane(LAYER);
  pane.style.zIndex = 300;
  pane.style.pointerEvents = "none";
  const style = () => getComputedStyle(map.getContainer());
  const tiles = new Tiles({
    // The address is told with a host: the page stays with its own.
    template: new URL(layer.tiles[0]).pathname.replaceAll("%7B", "{").replaceAll("%7D", "}"),
    pane: LAYER,
    minZoom: layer.minzoom,
    maxNativeZoom: layer.maxzoom,
    maxZoom: 22,
    updateWhenZooming: false,
    colours: () => ({
      fill: style().getPropertyValue("--building"),
      line: style().getPropertyValue("--building-line"),
    }),
  });
  tiles.addTo(map);
  const redraw = () => tiles.redraw();
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}
