/* The one module that touches Leaflet. It draws what it is given and tells what was chosen. */

import { gather, settle, spread } from "./crowding.js";

const L = window.L;
const SMALL = 16; // pixels: a zone smaller than this is shown by a pin as well
const REACH = 40; // pixels: pins of one district nearer than this are gathered into one
const APART = 32; // pixels: pins of different districts keep this distance
const NARROW = 640; // pixels: on a narrower map the whole city is too small to read
const CLOSE = 16; // the zoom at which a chosen zone is looked at

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The map of a city in `container`, with the site's settings for django-leaflet. */
export class CityMap {
  constructor(container, { leaflet, districts, texts }) {
    this.texts = texts;
    this.districts = districts;
    this.zones = new Map();
    this.chosen = null;
    this.onChoose = () => {};
    this.onDistrict = () => null;
    this.onLeave = () => {};
    this.map = L.Map.djangoMap(container, {
      djoptions: { ...leaflet, extent: null, layers: [], overlays: [] },
      globals: false,
      callback: () => {},
      attributionControl: false,
      zoomControl: false,
      zoomSnap: 0.25,
      zoomAnimation: !still,
      fadeAnimation: !still,
    });
    L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(this.map);
    this.pins = L.layerGroup().addTo(this.map);
    this.labels = L.layerGroup().addTo(this.map);
    this.map.on("zoomend", () => this.arrange());
    this.map.on("popupclose", () => this.leave());
  }

  /** Draws the districts (GeoJSON) with their labels, and looks at `home` or at all of them. */
  showDistricts(collection, home) {
    const tones = new Map(this.districts.map((d) => [d.code, d.tone]));
    this.outlines = L.geoJSON(collection, {
      style: ({ id }) => ({
        className: `outline outline--${tones.get(id) ?? "unknown"} ${id === home ? "outline--chosen" : ""}`,
        fillColor: "url(#hatch-unknown)",
        fillOpacity: 1,
      }),
      onEachFeature: ({ id }, layer) => layer.on("click", (event) => this.tellDistrict(id, event)),
    }).addTo(this.map);
    this.labelled = this.districts.map((d) => ({ ...d, element: this.label(d) }));
    this.home = this.outlines.getLayers().find((layer) => layer.feature.id === home);
    this.home?.bringToFront();
    this.lookAtHome();
    this.addWholeCity();
  }

  label(district) {
    const element = document.createElement("span");
    element.className = "label";
    element.textContent = district.name;
    const icon = L.divIcon({ html: element, className: "", iconSize: [0, 0] });
    L.marker(district.at, { icon, interactive: false, keyboard: false }).addTo(this.labels);
    return element;
  }

  /** Looks at the page's own district, else at the city; on a phone where its zones are. */
  lookAtHome() {
    const bounds = L.latLngBounds([]);
    const touched = new Set(this.districts.filter((d) => d.count).map((d) => d.code));
    const narrow = this.map.getSize().x < NARROW && touched.size > 0;
    for (const layer of this.outlines.getLayers()) {
      const wanted = this.home ? layer === this.home : !narrow || touched.has(layer.feature.id);
      if (wanted) {
        bounds.extend(layer.getBounds());
      }
    }
    this.map.fitBounds(bounds, { padding: [8, 8], animate: false });
  }

  addWholeCity() {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const box = L.DomUtil.create("div", "leaflet-bar");
      const button = L.DomUtil.create("button", "", box);
      button.type = "button";
      button.textContent = this.texts.wholeCity;
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.on(button, "click", () => {
        this.map.closePopup();
        this.map.fitBounds(this.outlines.getBounds(), { padding: [8, 8], animate: !still });
      });
      return box;
    };
    control.addTo(this.map);
  }

  /** Draws the zones that have a geometry. */
  showZones(collection) {
    L.geoJSON(collection, {
      filter: (feature) => feature.geometry !== null,
      style: ({ properties }) => ({
        className: `patch patch--${properties.level} patch--${properties.outline_quality}`,
        fillColor: `url(#hatch-${properties.level})`,
        fillOpacity: 1,
      }),
      onEachFeature: (feature, layer) => {
        this.zones.set(String(feature.id), layer);
        layer.on("add", () => layer.getElement().setAttribute("data-zone", feature.id));
        layer.on("click", () => this.onChoose(String(feature.id)));
      },
    }).addTo(this.map);
    this.arrange();
  }

  /** Pins for zones too small to see, gathered where crowded; labels where they can be read. */
  arrange() {
    if (!this.outlines) {
      return;
    }
    this.pins.clearLayers();
    const groups = spread(gather(this.smallZones(), REACH), APART);
    groups.forEach((group) => this.pin(group).addTo(this.pins));
    this.settleLabels(groups.map(({ x, y }) => ({ x, y, width: 32, height: 32 })));
  }

  settleLabels(taken) {
    const boxes = this.labelled.map(({ at, count, element }) => {
      const { x, y } = this.map.latLngToLayerPoint(at);
      element.hidden = false;
      return { x, y, width: element.offsetWidth + 6, height: 20, weight: count };
    });
    settle(boxes, taken).forEach((move, i) => {
      const { element } = this.labelled[i];
      element.hidden = move === null;
      element.style.translate = move ? `${move[0]}px ${move[1]}px` : "";
    });
  }

  smallZones() {
    const small = [];
    for (const [id, layer] of this.zones) {
      const bounds = layer.getBounds();
      const corner = this.map.latLngToLayerPoint(bounds.getNorthWest());
      const size = this.map.latLngToLayerPoint(bounds.getSouthEast()).subtract(corner);
      if (Math.max(size.x, size.y) < SMALL) {
        const { x, y } = this.map.latLngToLayerPoint(bounds.getCenter());
        const { level, district } = layer.feature.properties;
        small.push({ id, x, y, level, district: district.code });
      }
    }
    return small;
  }

  pin({ x, y, members }) {
    const several = members.length > 1;
    const level = members.some((m) => m.level === "high") ? "high" : "medium";
    const chosen = members.some((m) => m.id === this.chosen);
    const face = document.createElement("span");
    face.className = `pin pin--${level} ${several ? "pin--several" : ""} ${chosen ? "pin--chosen" : ""}`;
    face.textContent = several ? members.length : this.texts[level];
    face.dataset.zones = members.map((m) => m.id).join(" ");
    const size = several ? 30 : 22;
    const icon = L.divIcon({ html: face, className: "", iconSize: [size, size] });
    const title = several ? this.texts.together.replace("%(count)s", members.length) : "";
    const marker = L.marker(this.map.layerPointToLatLng([x, y]), { icon, title, keyboard: false });
    return marker.on("click", () => (several ? this.lookAt(members) : this.onChoose(members[0].id)));
  }

  lookAt(members) {
    const bounds = L.latLngBounds([]);
    members.forEach(({ id }) => bounds.extend(this.zones.get(id).getBounds()));
    this.map.fitBounds(bounds, { padding: [40, 40], maxZoom: CLOSE + 1, animate: !still });
  }

  /** Whether the map can show a zone. */
  has(id) {
    return this.zones.has(id);
  }

  /** Goes to a zone, marks it, and shows its card. */
  choose(id, card) {
    const layer = this.zones.get(id);
    this.leave();
    this.chosen = id;
    layer.getElement().classList.add("patch--chosen");
    layer.bringToFront();
    const bounds = layer.getBounds();
    this.map.setView(bounds.getCenter(), Math.max(this.map.getZoom(), CLOSE), { animate: false });
    this.arrange();
    this.say(card, [bounds.getNorth(), bounds.getCenter().lng]);
  }

  say(card, at) {
    L.popup({ maxWidth: 320, autoPanPadding: [24, 24], closeOnEscapeKey: true })
      .setLatLng(at)
      .setContent(card)
      .openOn(this.map);
  }

  tellDistrict(code, event) {
    const card = this.onDistrict(code);
    if (card) {
      this.say(card, event.latlng);
    }
  }

  /** Closes what is open. */
  close() {
    this.map.closePopup();
  }

  leave() {
    const before = this.chosen;
    this.chosen = null;
    this.zones.get(before)?.getElement()?.classList.remove("patch--chosen");
    if (before) {
      this.arrange();
      this.onLeave(before);
    }
  }
}
