/* What can be done with the current entry: its buttons stand in the page once, and go to it. */

const by = (id) => document.getElementById(id);

/** Puts the buttons into an entry that has become current, in place of those of the last. */
export function offer(item) {
  const line = by("offers-line");
  const more = item.querySelector(":scope > .line__more");
  if (!line || !more || item.dataset.theirs !== undefined || more.querySelector(".line__acts")) {
    return;
  }
  document.querySelectorAll("#part-list :is(.line__offers, .line__acts--here)").forEach((one) => one.remove());
  const acts = line.content.firstElementChild.cloneNode(true);
  acts.classList.add("line__acts--here");
  if (item.dataset.byHand === undefined) {
    acts.querySelector("[data-act=undo]").remove();
  }
  more.append(acts);
  more.querySelectorAll("[data-ref]").forEach((row) => row.append(newOffers(row)));
}

function newOffers(row) {
  const offers = by("offers-new").content.firstElementChild.cloneNode(true);
  if (row.dataset.site === undefined) {
    offers.querySelector("[data-act=site]").remove();
  }
  return offers;
}
