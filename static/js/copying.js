/* Copying the list, as the server writes it, and printing it. */

import { fetchText } from "./fetching.js";

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // WeChat's and other old browsers.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) {
    throw new Error("not copied");
  }
}

/** Wakes the buttons, wherever the list is written anew. */
export function takeaway() {
  for (const id of ["copy", "print"]) {
    document.getElementById(id)?.removeAttribute("hidden");
  }
}

/** Listens to the buttons of any list that this page will show. */
export function listenForTaking() {
  document.addEventListener("click", async ({ target }) => {
    if (target.id === "print") {
      window.print();
    } else if (target.id === "copy") {
      const said = target.parentElement.querySelector(".take__said");
      try {
        await copy(await fetchText(target.dataset.url));
        said.textContent = target.dataset.done;
      } catch {
        said.textContent = target.dataset.failed;
      }
    }
  });
}
