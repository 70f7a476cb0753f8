/* The slider over the turns of the ledger. Without a script it is a list to choose from. */

const SETTLE = 180; // milliseconds: a slider that is being dragged does not ask at every step

/** Makes the form a slider; `onMoment(asOf)` is told what was chosen, "" for now. */
export function timebar(form, onMoment) {
  if (!form) {
    return;
  }
  const select = form.querySelector("select");
  const slider = form.querySelector(".time__slider");
  const said = form.querySelector(".time__said");
  let timer = 0;

  function tell() {
    const option = select.options[slider.value];
    said.textContent = option.value ? option.textContent : "";
    slider.setAttribute("aria-valuetext", option.textContent);
    form.querySelector('[data-step="-1"]').disabled = slider.value === slider.min;
    form.querySelector('[data-step="1"]').disabled = slider.value === slider.max;
  }

  function move() {
    select.selectedIndex = Number(slider.value);
    tell();
    clearTimeout(timer);
    timer = setTimeout(() => onMoment(select.value), SETTLE);
  }

  slider.value = select.selectedIndex;
  slider.addEventListener("input", move);
  for (const button of form.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      slider.value = Number(slider.value) + Number(button.dataset.step);
      move();
    });
  }
  bars(form.querySelector(".time__bars"), [...select.options]);
  form.querySelectorAll("[hidden]").forEach((part) => part.removeAttribute("hidden"));
  form.querySelector(".time__choice").hidden = true;
  tell();
  return {
    /** Shows the moment without asking for it. */
    show(asOf) {
      const at = [...select.options].findIndex((option) => option.value === asOf);
      if (at >= 0) {
        slider.value = at;
        select.selectedIndex = at;
        tell();
      }
    },
  };
}

/** A small column for each turn: what was added upwards, what was released downwards. */
function bars(svg, options) {
  const count = (option, what) => Number(option.dataset[what]);
  const most = Math.max(1, ...options.flatMap((o) => [count(o, "added"), count(o, "released")]));
  const steps = Math.max(1, options.length - 1);
  const width = Math.min(0.7, steps / 60);
  svg.setAttribute("viewBox", `0 -20 ${steps} 40`);
  options.forEach((option, x) => {
    for (const [what, direction] of [["added", -1], ["released", 1]]) {
      const height = 19 * Math.sqrt(count(option, what) / most);
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      bar.setAttribute("class", `time__bar time__bar--${what}`);
      bar.setAttribute("x", x - width / 2);
      bar.setAttribute("width", width);
      bar.setAttribute("y", direction < 0 ? -height : 0);
      bar.setAttribute("height", height);
      svg.append(bar);
    }
  });
}
