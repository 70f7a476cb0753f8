/* A base map under the zones, where the site has one. Its tiles may be of a shifted datum: ours are
   WGS-84, so the tiles are moved, by the shift at the middle of the view, and not our outlines. */

import { fromWgs84 } from "./datum.js";

const L = window.L;

const Shifted =
  L &&
  L.TileLayer.extend({
    onAdd(map) {
      L.TileLayer.prototype.onAdd.call(this, map);
      map.on("moveend", this.settle, this);
    },

    onRemove(map) {
      map.off("moveend", this.settle, this);
      L.TileLayer.prototype.onRemove.call(this, map);
    },

    /** The shift is another elsewhere: a few metres after a long way. */
    settle() {
      for (const level of Object.values(this._levels)) {
        this._setZoomTransform(level, this._map.getCenter(), this._map.getZoom());
      }
    },

    theirs(center) {
      const [lng, lat] = fromWgs84(center.lng, center.lat, this.options.datum);
      return L.latLng(lat, lng);
    },

    _getTiledPixelBounds(center) {
      return L.TileLayer.prototype._getTiledPixelBounds.call(this, this.theirs(L.latLng(center)));
    },

    _setZoomTransform(level, center, zoom) {
      L.TileLayer.prototype._setZoomTransform.call(this, level, this.theirs(L.latLng(center)), zoom);
    },
  });

/** Puts the base map under everything on `map`; does nothing without one. */
export function addBaseMap(map, { url, datum, attribution } = {}) {
  if (!url) {
    return null;
  }
  const credit = document.createElement("span");
  credit.textContent = attribution;
  L.control.attribution({ prefix: false }).addAttribution(credit.innerHTML).addTo(map);
  map.getContainer().classList.add("map--based");
  return new Shifted(url, { datum, maxNativeZoom: 18, maxZoom: 19 }).addTo(map);
}
