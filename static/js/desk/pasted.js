/* The text in the paste box, held in this browser until it has become a draft. */

const PLACE = "desk:paste";

/** Holds what is typed so far. */
export function holdPasted(text) {
  try {
    localStorage.setItem(PLACE, text);
  } catch {
    /* A full or closed store: the box itself still has it. */
  }
}

/** What was typed before a crash, an expired session or a closed lid. */
export function heldPasted() {
  try {
    return localStorage.getItem(PLACE) ?? "";
  } catch {
    return "";
  }
}

/** The text is a draft now: it is kept there. */
export function forgetPasted(text) {
  if (plain(heldPasted()) === plain(text)) {
    try {
      localStorage.removeItem(PLACE);
    } catch {
      /* As above. */
    }
  }
}

function plain(text) {
  return text.replaceAll("\r\n", "\n").trim();
}
