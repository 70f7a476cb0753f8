/* The words that the map shows are those of the list: cards are copies of its parts. */

/** A copy of a zone's item in the list, or null if the list does not have it. */
export function zoneCard(id) {
  const item = document.getElementById(`zone-${id}`);
  const copy = item && card(item, ["zone", ...levelOf(item)]);
  const batch = document.getElementById(item?.closest("[data-batch]")?.dataset.batch ?? "");
  if (copy && batch) {
    copy.append(groundsOf(batch, item.querySelector("[data-entry]").dataset.entry));
  }
  return copy;
}

/** What the list says once for all zones of a batch; its link leads to the words of this one. */
function groundsOf(batch, entry) {
  const facts = card(batch, ["zone__facts"]);
  facts.removeAttribute("tabindex");
  facts.querySelector("small").remove();
  facts.querySelector("a").hash = `entry-${entry}`;
  return facts;
}

/** A copy of a district's head in the list, or null. */
export function districtCard(code) {
  const head = document.querySelector(`#district-${CSS.escape(code)} .district__head`);
  return head && card(head, ["district__head"]);
}

function levelOf(item) {
  return [...item.classList].filter((name) => name.startsWith("zone--") && name !== "zone--chosen");
}

function card(source, classes) {
  const copy = document.createElement("div");
  copy.classList.add(...classes);
  copy.tabIndex = -1;
  for (const child of source.childNodes) {
    copy.append(child.cloneNode(true));
  }
  return copy;
}

/** Shows in the list which zone is chosen; none with null. */
export function markChosen(id) {
  document.querySelector(".zone--chosen")?.classList.remove("zone--chosen");
  document.getElementById(`zone-${id}`)?.classList.add("zone--chosen");
}

/** The link of a zone in the list, or null. */
export function linkOf(id) {
  return document.querySelector(`#zone-${CSS.escape(id)} a[data-zone]`);
}

/** The ids in the list, of the zones that the map can show. */
export function listedZones() {
  return [...document.querySelectorAll('.zone[data-drawn="yes"] [data-zone]')].map(
    (link) => link.dataset.zone,
  );
}
