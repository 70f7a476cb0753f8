/* The outline of a place as it is, beside its neighbours, and as somebody draws it anew. */

import { addDrawing, blank, paint, together } from "./maps.js";

const L = window.L;

/** A map in `container` that shows an outline and, where `onDraw` is given, lets it be drawn anew. */
export function sketch(container, { district, outline, beside }, onDraw) {
  const map = blank(container);
  const ground = paint(map, { type: "Feature", geometry: district, properties: {} }, "ground");
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
