/* An outline as somebody types it, read as far as a sketch needs: the server is the judge. */

/** GeoJSON, or a corner a line ("longitude,latitude"), as a geometry; throws what is wrong. */
export function cornersOf(text) {
  if (!/^\s*[[{]/.test(text)) {
    return { type: "MultiPolygon", coordinates: blocks(text).map((block) => [closed(block)]) };
  }
  let read = JSON.parse(text);
  while (read.type === "FeatureCollection" || read.type === "Feature") {
    read = read.geometry ?? read.features[0];
  }
  if (read.type !== "Polygon" && read.type !== "MultiPolygon") {
    throw new Error(String(read.type));
  }
  return read;
}

function blocks(text) {
  return text
    .split(/\n\s*\n/)
    .filter((block) => block.trim())
    .map((block) => block.trim().split("\n").map(corner));
}

function corner(line) {
  const numbers = line
    .trim()
    .split(/[,，;；\s]+/)
    .filter(Boolean)
    .map(Number);
  if (numbers.length !== 2 || !numbers.every(Number.isFinite)) {
    throw new Error(line);
  }
  return numbers;
}

function closed(ring) {
  const [first, last] = [ring[0], ring.at(-1)];
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}
