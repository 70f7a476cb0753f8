/* The zone that the page's address names: `#zone-<id>`. Pure. */

const PREFIX = "#zone-";

/** The id in a fragment, or null. */
export function zoneIn(fragment) {
  return fragment.startsWith(PREFIX) ? fragment.slice(PREFIX.length) : null;
}

/** The fragment that names a zone. */
export function fragmentOf(zone) {
  return PREFIX + zone;
}
