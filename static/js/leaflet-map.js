/* The map: it draws what it is given and tells what was chosen. With leaflet-districts.js and base-map.js the only
   module that touches Leaflet. */

import { addBaseMap } from "./base-map.js";
import { gather, spread } from "./crowding.js";
import { Districts } from "./leaflet-districts.js";

const L = window.L;
const SMALL = 16; // pixels: a zone smaller than this is shown by a pin as well
const REACH = 40; // pixels: pins of one district nearer than this are gathered into one
const APART = 32; // pixels: pins of different districts keep this distance
const WIDER = 14; // pixels more for pins that tell what came and what went
const BUILDINGS = 14; // the zoom from which buildings are drawn
const ROOM = 24; // pixels: around the zones of the first view, for pins and for names
const NEAREST = 13; // the zoom beyond which the first view does not go
const CLOSE = 17; // the zoom at which a chosen zone is looked at

const CONTROLS = { x: 32, y: 82, width: 64, height: 164 }; // where no name can be read
const SCALE = { width: 104, height: 32 };

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The map of a city in `container`, with the site's settings for django-leaflet. */
export class CityMap {
  constructor(container, { leaflet, districts, texts, urls, baseMap }) {
    this.texts = texts;
    this.tiles = urls.tiles;
    this.told = districts;
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
      markerZoomAnimation: !still,
    });
    L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(this.map);
    addBaseMap(this.map, baseMap ?? undefined);
    this.ground = new Districts(this.map, { onChoose: (id, event) => this.tellDistrict(id, event) });
    this.patches = L.layerGroup().addTo(this.map);
    this.pins = L.layerGroup().addTo(this.map);
    this.map.on("zoomend", () => this.arrange());
    this.map.on("zoomend", () => this.build());
    this.map.on("moveend", () => this.name());
    this.map.on("popupclose", () => this.leave());
  }

  /** Draws the districts (GeoJSON) with their labels, and looks at `home` or where zones are. */
  showDistricts(collection, home) {
    this.ground.show(collection, this.told, home);
    this.map.fitBounds(this.ground.bounds, { padding: [12, 12], animate: false });
    this.addWholeCity();
  }

  /** Comes nearer, to where the zones are: the districts that hold them are much wider. */
  lookAtZones() {
    const bounds = L.latLngBounds([]);
    this.zones.forEach((layer) => bounds.extend(layer.getBounds()));
    if (bounds.isValid()) {
      this.map.fitBounds(bounds, {
        paddingTopLeft: [CONTROLS.width + ROOM, ROOM],
        paddingBottomRight: [ROOM, ROOM],
        maxZoom: NEAREST,
        animate: false,
      });
    }
  }

  /** Another moment: the same districts in other tones. */
  retone(districts) {
    this.ground.retone(districts);
  }

  /** Draws the buildings once somebody comes near; a map without them is a map. */
  build() {
    if (this.tiles && this.map.getZoom() >= BUILDINGS) {
      const url = this.tiles;
      this.tiles = null;
      import("./leaflet-buildings.js")
        .then(({ addBuildings }) => addBuildings(this.map, url))
        .catch(() => (this.tiles = url));
    }
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
        const bounds = this.ground.outlines.getBounds();
        this.map.fitBounds(bounds, { padding: [8, 8], animate: !still });
      });
      return box;
    };
    control.addTo(this.map);
  }

  /** Draws those of the zones (GeoJSON features) that have a geometry, in the place of others. */
  showZones(features) {
    this.zones.clear();
    this.patches.clearLayers();
    const drawn = features.filter((feature) => feature.geometry !== null);
    for (const feature of drawn) {
      const layer = L.GeoJSON.geometryToLayer(feature);
      layer.feature = feature;
      const { level, outline_quality: quality } = feature.properties;
      const change = feature.change ?? "held";
      layer.setStyle({
        className: `patch patch--${level} patch--${quality} patch--${change}`,
        fillColor: `url(#hatch-${change === "released" ? change : level})`,
        fillOpacity: 1,
      });
      this.zones.set(String(feature.id), layer);
      layer.on("add", () => layer.getElement().setAttribute("data-zone", feature.id));
      layer.on("click", () => this.onChoose(String(feature.id)));
      layer.addTo(this.patches);
    }
    this.arrange();
  }

  /** Pins for zones too small to see, gathered where crowded; names where they can be read. */
  arrange() {
    if (!this.ground.outlines) {
      return;
    }
    this.pins.clearLayers();
    const small = this.smallZones();
    const wide = small.some(({ change }) => change === "released") ? WIDER : 0;
    const groups = spread(gather(small, REACH + wide), APART + wide);
    groups.forEach((group) => this.pin(group).addTo(this.pins));
    this.pinned = groups.map(({ x, y }) => ({ x, y, width: 32, height: 32 }));
    this.name();
  }

  name() {
    if (this.pinned) {
      const { x: width, y: height } = this.map.getSize();
      const { x, y } = this.map.containerPointToLayerPoint([0, 0]);
      const unread = outside(width, height).map((box) => ({ ...box, x: box.x + x, y: box.y + y }));
      this.ground.arrange([...this.pinned, ...unread], this.zones.values());
    }
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
        const change = layer.feature.change ?? "held";
        small.push({ id, x, y, level, change, district: district.code });
      }
    }
    return small;
  }

  pin({ x, y, members }) {
    const several = members.length > 1;
    const level = members.some((m) => m.level === "high") ? "high" : "medium";
    const change = members.every((m) => m.change === members[0].change) ? members[0].change : "mixed";
    const chosen = members.some((m) => m.id === this.chosen);
    const face = document.createElement("span");
    face.className = `pin pin--${level} pin--${change} ${several ? "pin--several" : ""} ${chosen ? "pin--chosen" : ""}`;
    face.textContent = several ? members.length : (this.texts[change] ?? this.texts[level]);
    face.classList.toggle("pin--many", members.length > 99);
    if (change === "mixed") {
      face.replaceChildren(...tally(members));
    }
    face.dataset.zones = members.map((m) => m.id).join(" ");
    const size = several ? 30 : 22;
    const iconSize = change === "mixed" ? [40, 34] : [size, size];
    const icon = L.divIcon({ html: face, className: "", iconSize });
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

/** Where in a map of this size a name could not be read: its controls, and beyond its edges. */
function outside(width, height) {
  const far = 2 * Math.max(width, height);
  return [
    CONTROLS,
    { ...SCALE, x: SCALE.width / 2, y: height - SCALE.height / 2 },
    { x: -far / 2, y: height / 2, width: far, height: far },
    { x: width + far / 2, y: height / 2, width: far, height: far },
    { x: width / 2, y: -far / 2, width: far, height: far },
    { x: width / 2, y: height + far / 2, width: far, height: far },
  ];
}

/** What was added and released in a group of pins, in two lines. */
function tally(members) {
  const count = (change) => members.filter((m) => m.change === change).length;
  const added = document.createElement("b");
  added.textContent = `+${count("added")}`;
  const released = document.createElement("span");
  released.textContent = `−${count("released")}`;
  return [added, released];
}
