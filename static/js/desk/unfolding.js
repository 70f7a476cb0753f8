/* Maps are not needed to read a notice: what draws them is fetched once the page stands. */

let fetched = null;

/** The module of the maps with its style sheet (named by the page), fetched once. */
export function ground() {
  fetched ??= Promise.all([import("./ground.js"), dressed()]).then(([module]) => module);
  fetched.catch(() => {
    fetched = null; // No line just now: the next who wants a map asks again.
  });
  return fetched;
}

/** Fetches it when the browser has nothing else to do. */
export function groundSoon() {
  const idle = window.requestIdleCallback ?? ((then) => setTimeout(then, 1000));
  idle(() => ground().catch(() => {}));
}

function dressed() {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = document.getElementById("compare").dataset.style;
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
}
