/* Parts of the page that another moment or another question replaces: the server wrote them. */

/** Puts every region of `fetched` in the place of this page's region of the same name. */
export function takeRegions(fetched) {
  for (const fresh of fetched.querySelectorAll("[data-region]")) {
    const old = document.querySelector(`[data-region="${fresh.dataset.region}"]`);
    old?.replaceWith(document.adoptNode(fresh));
  }
  document.title = fetched.title.replace(/\s+/g, " ").trim();
}

/** What a page tells its map. */
export function settingsOf(page) {
  return JSON.parse(page.getElementById("map-settings").textContent);
}
