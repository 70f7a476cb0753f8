/* How long the login lasts: says so two minutes before, and goes on when asked to. */

const box = document.getElementById("session");
const form = box.querySelector("form");
const warning = Number(box.dataset.warning) * 1000;
let times = { idle: Date.parse(box.dataset.idle), latest: Date.parse(box.dataset.latest) };

/** What to say at an instant: nothing, that idling or the day ends it, or that it is over. */
function state(now) {
  const end = Math.min(times.idle, times.latest);
  if (now >= end) {
    return "over";
  }
  if (now < end - warning) {
    return "none";
  }
  return times.latest <= times.idle ? "latest" : "idle";
}

function show() {
  const now = Date.now();
  const what = state(now);
  const opening = box.hidden && what !== "none";
  box.hidden = what === "none";
  for (const part of box.querySelectorAll("[data-when]")) {
    part.hidden = part.dataset.when !== what;
  }
  const left = Math.max(0, Math.round((Math.min(times.idle, times.latest) - now) / 1000));
  for (const place of box.querySelectorAll("[data-left]")) {
    place.textContent = String(left);
  }
  if (opening && what === "idle") {
    form.querySelector("button").focus();
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const reply = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (reply.ok) {
    const told = await reply.json();
    times = { idle: Date.parse(told.idle), latest: Date.parse(told.latest) };
  } else {
    times = { idle: 0, latest: 0 };
  }
  show();
});

setInterval(show, 1000);
