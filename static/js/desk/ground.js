/* What the page of a draft does on maps: with Leaflet one file, fetched when a map is wanted. */

import "../../leaflet/leaflet.js";
import "../../leaflet/draw/leaflet.draw.js";
import { compare } from "./comparing.js";
import { draw } from "./drawing.js";

/** Two linked maps, before and after: see `comparing.js`. */
export function comparing(...given) {
  return compare(...given);
}

/** An outline that is drawn or picked: see `drawing.js`. */
export function drawing(...given) {
  return draw(...given);
}
