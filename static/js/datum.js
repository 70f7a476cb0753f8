/* The shifted datums of Chinese maps (GCJ-02, BD-09). Pure: degrees in, degrees out. The same
   formulas as zones/crs.py, and a test holds the two together. */

const AXIS = 6378245;
const E2 = 0.00669342162296594323;
const { PI, sin, cos, sqrt, hypot, atan2 } = Math;

function waves(t, one, third, twelfth, thirtieth) {
  return (
    one * sin(PI * t) +
    third * sin((PI * t) / 3) +
    twelfth * sin((PI * t) / 12) +
    thirtieth * sin((PI * t) / 30)
  );
}

function gcj02(lon, lat) {
  const [x, y] = [lon - 105, lat - 35];
  const ripple = 20 * sin(6 * PI * x) + 20 * sin(2 * PI * x);
  const root = sqrt(Math.abs(x));
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root +
    (2 / 3) * (ripple + waves(y, 20, 40, 160, 320));
  const east =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root +
    (2 / 3) * (ripple + waves(x, 20, 40, 150, 300));
  const phi = (lat / 180) * PI;
  const flat = 1 - E2 * sin(phi) ** 2;
  const meridian = (AXIS * (1 - E2)) / flat ** 1.5;
  const parallel = (AXIS / sqrt(flat)) * cos(phi);
  return [lon + (east / parallel) * (180 / PI), lat + (north / meridian) * (180 / PI)];
}

function bd09(lon, lat) {
  const [x, y] = gcj02(lon, lat);
  const wave = (PI * 3000) / 180;
  const radius = hypot(x, y) + 2e-5 * sin(y * wave);
  const angle = atan2(y, x) + 3e-6 * cos(x * wave);
  return [radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006];
}

const FROM_WGS84 = { gcj02, bd09 };

/** Where a place of WGS-84 stands on a map of another datum. CGCS2000 is the same to us. */
export function fromWgs84(lon, lat, datum) {
  return FROM_WGS84[datum]?.(lon, lat) ?? [lon, lat];
}
