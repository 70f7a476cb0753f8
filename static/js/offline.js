/* Registers the offline copy, where the browser can keep one. It never holds up the page. */

const { worker } = document.querySelector("script[data-worker]").dataset;

if ("serviceWorker" in navigator && window.isSecureContext) {
  window.addEventListener("load", () => {
    navigator.serviceWorker.register(worker, { scope: "/" }).catch(() => {
      // Without it everything works as before, only not offline.
    });
  });
}
