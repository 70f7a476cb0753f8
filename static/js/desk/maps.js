/* The desk's maps, and its only module that touches Leaflet: before and after, and drawing. */

import { get } from "./asking.js";
import { asked } from "./dialogs.js";

const L = window.L;
const by = (id) => document.getElementById(id);
let pair = null;
let canvas = null;

function blank(container) {
  return L.map(container, {
    attributionControl: false,
    zoomAnimation: false,
    fadeAnimation: false,
    zoomSnap: 0.25,
    maxZoom: 19,
    minZoom: 7,
  }).setView([37.87, 112.55], 10);
}

function paint(map, collection, className) {
  return L.geoJSON(collection, {
    filter: ({ geometry }) => geometry !== null,
    style: ({ properties }) => ({
      className: `${className} ${className}--${properties.state ?? properties.level ?? "plain"}`,
      weight: 1.5,
    }),
    onEachFeature: ({ properties }, layer) => layer.bindTooltip(properties.text ?? properties.name),
  }).addTo(map);
}

/** A dot on each shape, which may be too small to see. */
function dot(map, layers) {
  layers.eachLayer((layer) => {
    const { state } = layer.feature.properties;
    L.circleMarker(layer.getBounds().getCenter(), {
      radius: 5,
      weight: 1.5,
      className: `zone-shape zone-shape--${state}`,
    })
      .bindTooltip(layer.feature.properties.text)
      .addTo(map);
  });
}

/** Two linked maps: the zones as they are, and as they would be. */
export async function compare(url, texts) {
  by("compare").showModal();
  const { status, data } = await get(url);
  if (status !== 200) {
    by("compare-told").textContent = data.message ?? texts.unsaved;
    return;
  }
  pair?.forEach((map) => map.remove());
  pair = [blank("map-before"), blank("map-after")];
  const sides = [data.before, data.after];
  const shown = L.latLngBounds([]);
  pair.forEach((map, i) => {
    shown.extend(paint(map, data.districts, "ground").getBounds());
    dot(map, paint(map, sides[i], "zone-shape"));
  });
  pair[0].fitBounds(shown, { animate: false });
  pair[1].fitBounds(shown, { animate: false });
  link(pair[0], pair[1]);
  link(pair[1], pair[0]);
  const undrawn = data.after.features.filter((f) => f.geometry === null).length;
  by("compare-told").textContent = texts.zones
    .replace("%(before)s", data.before.features.length)
    .replace("%(after)s", data.after.features.length)
    .replace("%(undrawn)s", undrawn);
  by("compare").dataset.ready = "yes";
}

function link(from, to) {
  from.on("moveend", () => {
    const apart = to.getCenter().distanceTo(from.getCenter());
    if (to.getZoom() !== from.getZoom() || apart > 1) {
      to.setView(from.getCenter(), from.getZoom(), { animate: false });
    }
  });
}

/** An outline drawn or picked from known ones: GeoJSON, null for "later", undefined if left. */
export async function draw({ url, district, texts, held }) {
  const said = asked("draw");
  by("draw-told").textContent = texts.drawHint;
  canvas?.remove();
  canvas = blank("draw-map");
  const mine = L.featureGroup().addTo(canvas);
  const { data } = await get(url, { district });
  const ground = paint(canvas, { type: "Feature", geometry: data.district, properties: {} }, "ground");
  const known = paint(canvas, data.known, "known");
  canvas.fitBounds(ground.getBounds(), { animate: false });
  if (held) {
    L.geoJSON(held).eachLayer((layer) => mine.addLayer(layer));
  }
  addDrawing(canvas, mine);
  listKnown(data.known.features, known);
  const decided = await said;
  const shapes = [...mine.toGeoJSON().features.map((f) => f.geometry), ...picked(data.known.features)];
  if (!decided) {
    return undefined;
  }
  return decided.by === "later" || !shapes.length ? null : together(shapes);
}

function addDrawing(map, group) {
  map.addControl(
    new L.Control.Draw({
      edit: { featureGroup: group },
      draw: {
        polygon: { allowIntersection: false },
        rectangle: {},
        polyline: false,
        circle: false,
        circlemarker: false,
        marker: false,
      },
    }),
  );
  map.on(L.Draw.Event.CREATED, ({ layer }) => group.addLayer(layer));
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

function together(shapes) {
  const rings = shapes.flatMap((shape) =>
    shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates,
  );
  return { type: "MultiPolygon", coordinates: rings };
}

/** A map in `container` that shows an outline and, where `onDraw` is given, lets it be drawn anew. */
export function sketch(container, { district, outline, beside }, onDraw) {
  const map = blank(container);
  const ground = paint(map, { type: "Feature", geometry: district, properties: {} }, "ground");
  ground.eachLayer((layer) => layer.unbindTooltip());
  paint(map, { type: "FeatureCollection", features: beside }, "known");
  const was = outline ? L.geoJSON(outline, { style: { className: "sketch-was", weight: 2 } }).addTo(map) : null;
  const mine = L.featureGroup().addTo(map);
  const look = () => map.fitBounds((was ?? ground).getBounds().pad(0.3), { animate: false });
  look();
  if (onDraw) {
    addDrawing(map, mine);
    const tell = () => onDraw(drawn(mine));
    map.on([L.Draw.Event.CREATED, L.Draw.Event.EDITED, L.Draw.Event.DELETED].join(" "), tell);
  }
  return {
    /** The map has become visible. */
    unfold() {
      map.invalidateSize();
      look();
    },
    /** Shows a geometry as the one that is being drawn. */
    show(geometry) {
      mine.clearLayers();
      polygonsOf(geometry).forEach((rings) => mine.addLayer(polygon(rings)));
      if (mine.getLayers().length) {
        const both = was ? mine.getBounds().extend(was.getBounds()) : mine.getBounds();
        map.fitBounds(both.pad(0.3), { animate: false });
      }
    },
  };
}

/** The area of a geometry in square metres, on the sphere. */
export function areaOf(geometry) {
  return polygonsOf(geometry).reduce(
    (sum, rings) => sum + rings.reduce((own, ring, i) => own + (i ? -1 : 1) * ringArea(ring), 0),
    0,
  );
}

function ringArea(ring) {
  return L.GeometryUtil.geodesicArea(ring.slice(0, -1).map(([lng, lat]) => L.latLng(lat, lng)));
}

function polygon(rings) {
  const corners = rings.map((ring) => ring.slice(0, -1).map(([lng, lat]) => L.latLng(lat, lng)));
  return L.polygon(corners, { className: "sketch-now", weight: 2.5 });
}

function polygonsOf(geometry) {
  if (!geometry) {
    return [];
  }
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

function drawn(group) {
  const shapes = group.toGeoJSON(7).features.map((feature) => feature.geometry);
  return shapes.length ? together(shapes) : null;
}
