/* The desk's maps: blank ones, what is painted on them, and how a pointer draws there. */

const L = window.L;

/** A map of nothing yet, in an element. */
export function blank(container, options = {}) {
  return L.map(container, {
    attributionControl: false,
    zoomAnimation: false,
    fadeAnimation: false,
    zoomSnap: 0.25,
    maxZoom: 19,
    minZoom: 7,
    ...options,
  }).setView([37.87, 112.55], 10);
}

/** The outlines of a GeoJSON on a map (or a group on it). */
export function paint(map, collection, className) {
  return L.geoJSON(collection, {
    filter: ({ geometry }) => geometry !== null,
    style: ({ properties }) => ({
      className: `${className} ${className}--${properties.state ?? properties.level ?? "plain"}`,
      weight: 1.5,
    }),
    onEachFeature: ({ properties }, layer) => {
      const words = properties.text ?? properties.name;
      if (words) {
        layer.bindTooltip(words);
      }
    },
  }).addTo(map);
}

/** Lets polygons be drawn into a group, and changed, with a pointer. */
export function addDrawing(map, group) {
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

/** Some shapes as one geometry. */
export function together(shapes) {
  const rings = shapes.flatMap((shape) =>
    shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates,
  );
  return { type: "MultiPolygon", coordinates: rings };
}
