/* Findings that say the very same of other words, within one act in one district. */

const OPEN = "[data-accept]:enabled:not(:checked)";

/** The boxes of a group that wait, like the first of an entry. */
export function alikeIn(item) {
  const mine = item?.querySelector(OPEN);
  const boxes = item?.closest(".group")?.querySelectorAll(OPEN) ?? [];
  return mine ? [...boxes].filter((box) => box.dataset.kind === mine.dataset.kind) : [];
}

/** Ticks a box; an entry with nothing left to answer waits no more. */
export function tick(box) {
  const item = box.closest("[data-item]");
  box.checked = true;
  if (!item.querySelector("[data-accept]:not(:checked), .doubt--blocking")) {
    delete item.dataset.waiting;
  }
}
