/* The map of a page and its list: what one shows the other marks. All that draws comes with it. */

import "../leaflet/leaflet.js";
import "../leaflet/leaflet.extras.js";
import { fragmentOf, zoneIn } from "./address.js";
import { districtCard, linkOf, listedZones, markChosen, zoneCard } from "./cards.js";
import { fetchJson } from "./fetching.js";
import { CityMap } from "./leaflet-map.js";

/** The zones to draw; between two instants also those that were released, each with its fate. */
async function zonesToDraw({ zones, before }) {
  const [after, earlier] = await Promise.all([fetchJson(zones), before && fetchJson(before)]);
  if (!earlier) {
    return after.features;
  }
  const held = new Set(earlier.features.map((f) => f.id));
  const holds = new Set(after.features.map((f) => f.id));
  const fate = (feature, change) => ({ ...feature, change });
  return [
    ...earlier.features.filter((f) => !holds.has(f.id)).map((f) => fate(f, "released")),
    ...after.features.map((f) => fate(f, held.has(f.id) ? "still" : "added")),
  ];
}

/** Opens the map in `container`; `say` is told what a reader should know of it. */
export async function openView(container, settings, say) {
  for (const sheet of document.querySelectorAll("link[data-map]")) {
    sheet.media = "all";
  }
  const zones = zonesToDraw(settings.urls);
  const districts = await fetchJson(settings.urls.districts);
  const view = new View(container, settings, say);
  view.map.showDistricts(districts, settings.within);
  view.show(await zones);
  if (!settings.within) {
    view.map.lookAtZones();
  }
  view.begin();
  return view;
}

class View {
  constructor(container, settings, say) {
    Object.assign(this, { container, settings, say });
    this.map = new CityMap(container, settings);
    this.map.onChoose = (id) => this.choose(id);
    this.map.onLeave = (id) => this.leave(id);
    this.map.onDistrict = districtCard;
    this.listen();
  }

  listen() {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-zone]");
      if (link && !event.metaKey && !event.ctrlKey && this.choose(link.dataset.zone)) {
        event.preventDefault();
      }
    });
    this.container.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.map.close();
      }
    });
    window.addEventListener("hashchange", () => this.choose(zoneIn(location.hash)));
  }

  /** What a link or an answer points at. */
  begin() {
    const linked = zoneIn(location.hash);
    if (linked && !linkOf(linked)) {
      this.say(this.settings.texts.gone);
    } else if (!this.choose(linked)) {
      this.look(this.settings.focus);
    }
  }

  /** Draws zones, and says so if the list, which was written a moment before, has others. */
  show(zones) {
    this.map.showZones(zones);
    const drawn = zones.filter((f) => f.geometry).map((f) => String(f.id));
    const listed = new Set(listedZones());
    const same = drawn.length === listed.size && drawn.every((id) => listed.has(id));
    this.say(same ? "" : this.settings.texts.moved);
  }

  /** Another moment. */
  async turn(settings) {
    this.settings = settings;
    this.map.close();
    this.map.retone(settings.districts);
    const zones = await zonesToDraw(settings.urls);
    if (this.settings === settings) {
      this.show(zones);
      this.look(settings.focus);
    }
  }

  /** Shows the first of these zones that the map has. */
  look(focus) {
    this.map.close();
    focus.find((id) => this.point(id));
  }

  /** Shows a zone on the map and in the list. Says whether the map has it. */
  point(id) {
    if (!this.map.has(id)) {
      return false;
    }
    this.map.choose(id, zoneCard(id) ?? document.createElement("p"));
    markChosen(id);
    return true;
  }

  /** The same when a person asked for it: the page's address and the focus follow. */
  choose(id) {
    if (!this.point(id)) {
      return false;
    }
    history.replaceState(history.state, "", fragmentOf(id));
    this.container.scrollIntoView({ block: "nearest" });
    this.container.querySelector(".leaflet-popup .zone")?.focus({ preventScroll: true });
    return true;
  }

  leave(id) {
    markChosen(null);
    if (zoneIn(location.hash) === id) {
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    const { activeElement } = document;
    if (this.container.contains(activeElement) || activeElement === document.body) {
      linkOf(id)?.focus({ preventScroll: true });
    }
  }
}
