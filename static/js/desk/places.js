/* A field in which a place is found by its name, its pinyin or its initials (a combobox). */

import { get } from "./asking.js";

const WAIT = 120; // ms after a keystroke

/** Makes `field` search, with its results in `box`. */
export function searchInto(field, box, { url, query: about, texts, say }) {
  let timer = null;
  let asked = 0;
  let active = -1;

  const options = () => [...box.children];

  function close() {
    box.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function point(at) {
    active = at;
    options().forEach((one, i) => one.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) {
      field.setAttribute("aria-activedescendant", options()[at].id);
      options()[at].scrollIntoView({ block: "nearest" });
    }
  }

  function take(at) {
    field.value = options()[at].dataset.name;
    close();
  }

  function show(places) {
    box.replaceChildren(...places.map((place, i) => option(place, `${box.id}-${i}`, texts)));
    box.hidden = places.length === 0;
    field.setAttribute("aria-expanded", String(places.length > 0));
    say(texts.found.replace("%(count)s", places.length));
    point(-1);
  }

  async function search() {
    const mine = (asked += 1);
    const query = field.value.trim();
    if (!query) {
      close();
      return;
    }
    const { status, data } = await get(url, { q: query, ...about() });
    if (mine === asked && status === 200) {
      show(data.places);
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
  field.addEventListener("blur", () => setTimeout(close, WAIT));
  field.addEventListener("keydown", (event) => {
    const count = box.hidden ? 0 : options().length;
    if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      point((active + (event.key === "ArrowDown" ? 1 : count - 1) + (active < 0 && event.key === "ArrowUp" ? 1 : 0)) % count);
      event.preventDefault();
    } else if (count && event.key === "Enter" && active >= 0) {
      take(active);
      event.preventDefault();
    } else if (count && event.key === "Escape") {
      close();
      event.preventDefault();
      event.stopPropagation();
    }
  });
  box.addEventListener("mousedown", (event) => {
    const at = options().indexOf(event.target.closest("[role=option]"));
    if (at >= 0) {
      event.preventDefault();
      take(at);
    }
  });
}

function option(place, id, texts) {
  const item = document.createElement("li");
  const about = document.createElement("span");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.name = place.name;
  about.className = "quiet";
  about.textContent = ` ${place.level}${place.id ? "" : ` · ${texts.notKnown}`}`;
  item.append(place.name, about);
  return item;
}
