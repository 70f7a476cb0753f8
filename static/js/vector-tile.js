/* Mapbox Vector Tile 2, as far as drawing areas needs it: rings of points, by layer. Pure. */

const POLYGON = 3;

/** A reader of protocol buffers over bytes. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  varint() {
    let value = 0;
    let factor = 1;
    let byte;
    do {
      byte = this.bytes[this.at];
      this.at += 1;
      value += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte & 0x80);
    return value;
  }

  part() {
    const length = this.varint();
    const start = this.at;
    this.at += length;
    return this.bytes.subarray(start, this.at);
  }

  skip(wire) {
    if (wire === 0) {
      this.varint();
    } else if (wire === 2) {
      this.part();
    } else {
      this.at += wire === 1 ? 8 : 4;
    }
  }

  /** Tells each field to `take(number, reader)`, which answers whether it has read it. */
  fields(take) {
    while (this.at < this.bytes.length) {
      const key = this.varint();
      if (!take(key >> 3, this)) {
        this.skip(key & 7);
      }
    }
  }
}

/** The polygons of a layer: `{ extent, polygons: [[ring, …], …] }`, a ring is `[x, y, x, y, …]`. */
export function polygonsOf(buffer, name) {
  let found = { extent: 4096, polygons: [] };
  new Reader(new Uint8Array(buffer)).fields((field, tile) => {
    if (field !== 3) {
      return false;
    }
    const layer = readLayer(tile.part());
    if (layer.name === name) {
      found = layer;
    }
    return true;
  });
  return found;
}

function readLayer(bytes) {
  const layer = { name: "", extent: 4096, polygons: [] };
  new Reader(bytes).fields((field, reader) => {
    if (field === 1) {
      layer.name = new TextDecoder().decode(reader.part());
    } else if (field === 2) {
      const rings = readFeature(reader.part());
      if (rings.length) {
        layer.polygons.push(rings);
      }
    } else if (field === 5) {
      layer.extent = reader.varint();
    } else {
      return false;
    }
    return true;
  });
  return layer;
}

function readFeature(bytes) {
  let type = 0;
  let geometry = null;
  new Reader(bytes).fields((field, reader) => {
    if (field === 3) {
      type = reader.varint();
    } else if (field === 4) {
      geometry = reader.part();
    } else {
      return false;
    }
    return true;
  });
  return type === POLYGON && geometry ? readRings(geometry) : [];
}

function readRings(bytes) {
  const reader = new Reader(bytes);
  const rings = [];
  let [x, y] = [0, 0];
  const step = () => {
    const zigzag = reader.varint();
    return zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2;
  };
  while (reader.at < bytes.length) {
    const command = reader.varint();
    const [what, count] = [command & 7, command >> 3];
    for (let n = 0; n < count && what !== 7; n += 1) {
      x += step();
      y += step();
      if (what === 1) {
        rings.push([]);
      }
      rings.at(-1).push(x, y);
    }
  }
  return rings;
}
