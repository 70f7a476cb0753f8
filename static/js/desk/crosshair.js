/* Drawing by keys: arrows move a crosshair, Enter sets a corner, Backspace takes it back. */

const L = window.L;
const STEP = 8; // px, five times as many with Shift
const EDGE = 24; // px from the edge at which the map follows
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FEWEST = 3;

/** Lets a polygon be drawn into `group` where the map itself has the focus. */
export function drawByKeys(map, group, texts) {
  const box = map.getContainer();
  const icon = L.divIcon({ className: "crosshair", iconSize: [25, 25] });
  const cross = L.marker(map.getCenter(), { icon, interactive: false, keyboard: false });
  const shape = L.polygon([], { className: "sketched", interactive: false }).addTo(map);
  let corners = [];

  const told = document.getElementById("draw-told");
  const say = (text) => {
    told.textContent = text.replace("%(n)s", corners.length);
  };

  function moved([x, y], far) {
    const by = L.point(x, y).multiplyBy(far ? STEP * 5 : STEP);
    const point = map.latLngToContainerPoint(cross.getLatLng()).add(by);
    cross.setLatLng(map.containerPointToLatLng(point));
    const size = map.getSize();
    const isInside = [point.x, point.y, size.x - point.x, size.y - point.y].every((d) => d > EDGE);
    if (!isInside) {
      map.panTo(cross.getLatLng(), { animate: false });
    }
  }

  function redraw(text) {
    shape.setLatLngs(corners);
    say(text);
  }

  /** Closes the shape, where it has corners enough. Says whether there was one to end. */
  function end() {
    if (!corners.length) {
      return false;
    }
    const isWhole = corners.length >= FEWEST;
    if (isWhole) {
      group.addLayer(L.polygon(corners, { className: "sketched" }));
      document.getElementById("draw-save").focus();
    }
    corners = [];
    redraw(isWhole ? texts.drawnShape : texts.drawMore);
    return true;
  }

  function takeBack() {
    const last = group.getLayers().at(-1);
    if (corners.length) {
      corners.pop();
    } else if (last) {
      group.removeLayer(last);
    }
    redraw(texts.drawCorner);
  }

  const keys = {
    Enter: () => {
      corners.push(cross.getLatLng());
      redraw(texts.drawCorner);
    },
    Backspace: takeBack,
    Escape: end,
    "+": () => map.setZoomAround(cross.getLatLng(), map.getZoom() + 0.5, { animate: false }),
    "-": () => map.setZoomAround(cross.getLatLng(), map.getZoom() - 0.5, { animate: false }),
  };

  box.onkeydown = (event) => {
    if (event.target !== box || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const key = event.key === "=" ? "+" : event.key;
    if (MOVES[key]) {
      moved(MOVES[key], event.shiftKey);
    } else if (!keys[key] || keys[key]() === false) {
      return;
    }
    event.preventDefault();
  };
  box.onfocus = () => {
    cross.setLatLng(map.getCenter()).addTo(map);
  };
  box.onblur = () => cross.remove();
  box.tabIndex = 0;
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", document.getElementById("draw-title").textContent);
  box.setAttribute("aria-describedby", "draw-hint");
  box.focus({ preventScroll: true });
}
