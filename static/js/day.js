/* The browser's calendar beside a date that is written. The words of the calendar are the
   browser's own; what is written is the same in every language, and needs no script. */

const WRITTEN = /^(\d{4})(?:(\d\d)(\d\d)|[-/.年](\d{1,2})[-/.月](\d{1,2})日?)$/;

/** A written date as a date field wants it, or "" where it is none. Pure. */
export function dayIn(text) {
  const [, year, ...parts] = WRITTEN.exec(text.trim()) ?? [];
  const [month, day] = parts.filter(Boolean);
  return year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : "";
}

/** Gives every date of the page its calendar, where the browser can open one. */
function addCalendars() {
  if ("showPicker" in HTMLInputElement.prototype) {
    document.querySelectorAll("[data-day]").forEach(addCalendar);
  }
}

function addCalendar(field) {
  const text = field.querySelector("input");
  const picker = document.createElement("input");
  Object.assign(picker, { type: "date", className: "day__picker", tabIndex: -1 });
  picker.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "day__open" });
  button.setAttribute("aria-label", field.dataset.day);
  button.addEventListener("click", () => {
    picker.value = dayIn(text.value);
    picker.showPicker();
  });
  picker.addEventListener("change", () => (text.value = picker.value));
  field.append(picker, button);
}

addCalendars();
