/* The box and the position: what is asked is posted, so that it stays out of addresses and logs. */

import { Suggestions } from "./suggestions.js";

const texts = document.getElementById("ask-texts")?.dataset;

/** Lets `onAsk(question)` answer in place; resolves false where the form has to do it itself. */
export function asking(form, onAsk) {
  const box = form.querySelector("#address");
  const note = document.getElementById("ask-note");
  const unseen = document.createElement("p");
  unseen.className = "unseen";
  unseen.setAttribute("role", "status");
  form.append(unseen);
  const names = new Suggestions(box, form.querySelector("#names"), {
    url: form.dataset.suggest,
    say: (count) => (unseen.textContent = texts.names.replace("{n}", count)),
  });

  function tell(words) {
    note.textContent = words;
    note.hidden = !words;
  }

  async function ask(question) {
    names.close();
    tell(texts.asking);
    form.setAttribute("aria-busy", "true");
    try {
      await onAsk(question);
      tell("");
    } catch (error) {
      if (error.name !== "AbortError") {
        tell(texts.failed);
      }
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = box.value.trim();
    if (address) {
      ask({ address });
    } else {
      box.focus();
    }
  });
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("a[data-place]");
    if (choice && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      ask({ place: choice.dataset.place });
    }
  });
  position(form.querySelector("#here"), ask, tell);
  return { ask };
}

/** The button for "my position": only where a browser has one, and only when it is pressed. */
function position(button, ask, tell) {
  if (!navigator.geolocation || !window.isSecureContext) {
    return;
  }
  button.hidden = false;
  button.addEventListener("click", () => {
    tell(texts.locating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        ask({
          lon: coords.longitude.toFixed(6),
          lat: coords.latitude.toFixed(6),
          accuracy: Math.ceil(coords.accuracy),
          crs: "wgs84",
        }),
      ({ code }) => tell(code === 1 ? texts.refused : texts.nowhere),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
    );
  });
}
