/* The one module that touches Leaflet. It draws what it is given and tells what was chosen. */

import { gather, legible } from "./crowding.js";

const L = window.L;
const SMALL = 16; // pixels: a zone smaller than this is shown by a pin as well
const REACH = 30; // pixels: pins nearer than this are gathered into one
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
    this.labelled = this.districts.map((d) => ({ ...d, marker: this.label(d) }));
    this.home = this.outlines.getLayers().find((layer) => layer.feature.id === home);
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

  lookAtHome() {
    const bounds = (this.home ?? this.outlines).getBounds();
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
    const groups = gather(this.smallZones(), REACH);
    groups.forEach((group) => this.pin(group).addTo(this.pins));
    const taken = groups.map(({ x, y }) => ({ x, y, width: 26, height: 26 }));
    const boxes = this.labelled.map(({ at, count, name }) => {
      const { x, y } = this.map.latLngToLayerPoint(at);
      return { x, y, width: name.length * 14, height: 20, weight: count };
    });
    const shown = legible(boxes, this.home ? taken : []);
    this.labelled.forEach(({ marker }, i) => marker.toggleAttribute("hidden", !shown[i]));
  }

  smallZones() {
    const small = [];
    for (const [id, layer] of this.zones) {
      const bounds = layer.getBounds();
      const corner = this.map.latLngToLayerPoint(bounds.getNorthWest());
      const size = this.map.latLngToLayerPoint(bounds.getSouthEast()).subtract(corner);
      if (Math.max(size.x, size.y) < SMALL) {
        const { x, y } = this.map.latLngToLayerPoint(bounds.getCenter());
        small.push({ id, x, y, level: layer.feature.properties.level });
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
    const at = layer.getBounds().getCenter();
    this.map.setView(at, Math.max(this.map.getZoom(), CLOSE), { animate: false });
    this.arrange();
    this.say(card, at);
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
