/* Names under the box while one types: offered, never taken. A combobox of the ARIA pattern. */

import { postJson } from "./fetching.js";

const PAUSE = 160; // milliseconds without a key before the server is asked

/** Offers names for what is typed into `box`; choosing one writes it there and nothing more. */
export function suggestions(box, list, { url, say }) {
  let timer = 0;
  let asking = new AbortController();
  let chosen = -1;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("autocomplete", "off");
  close();

  function close() {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    chosen = -1;
  }

  function mark(index) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = index;
    const option = list.children[index];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  }

  function take(option) {
    box.value = option.dataset.text;
    close();
    box.focus();
    ask();
  }

  function show(names) {
    const typed = box.value.trim();
    const useful = names.filter((name) => name.text !== typed);
    list.replaceChildren(...useful.map(item));
    list.hidden = useful.length === 0;
    box.setAttribute("aria-expanded", String(useful.length > 0));
    box.removeAttribute("aria-activedescendant");
    chosen = -1;
    if (useful.length) {
      say(useful.length);
    }
  }

  function ask() {
    clearTimeout(timer);
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const typed = box.value.trim();
    if (!typed) {
      close();
      return;
    }
    timer = setTimeout(async () => {
      try {
        const found = await postJson(url, { text: typed.slice(0, 60) }, signal);
        show(found.suggestions ?? []);
      } catch {
        // The box works without: whoever asked too often, or is offline, types the whole name.
        if (!signal.aborted) {
          close();
        }
      }
    }, PAUSE);
  }

  box.addEventListener("input", (event) => event.isComposing || ask());
  box.addEventListener("compositionend", ask);
  box.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) {
      take(option);
    }
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) {
      return;
    }
    const count = list.children.length;
    const steps = { ArrowDown: chosen + 1, ArrowUp: chosen < 0 ? count - 1 : chosen - 1 };
    if (event.key in steps) {
      event.preventDefault();
      mark(steps[event.key] >= count ? -1 : steps[event.key]);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  return { close };
}

function item({ text, name, district }, index) {
  const option = document.createElement("li");
  option.id = `name-${index}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.text = text;
  option.lang = "zh-hans";
  const where = document.createElement("small");
  where.textContent = district;
  option.append(name, " ", where);
  return option;
}
