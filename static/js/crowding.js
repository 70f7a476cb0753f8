/* What to do where things on the map would cover one another. Pure: numbers in, numbers out. */

/**
 * Gathers points (`{x, y, district}`, in pixels) of one district that lie within `reach` of a
 * group's first member. Earlier points lead, so the same points make the same groups; a group
 * never crosses a district, so its number is never larger than the district's own.
 */
export function gather(points, reach) {
  const groups = [];
  for (const point of points) {
    const near = groups.find(
      ({ lead }) =>
        lead.district === point.district &&
        Math.hypot(lead.x - point.x, lead.y - point.y) < reach,
    );
    if (near) {
      near.members.push(point);
    } else {
      groups.push({ lead: point, members: [point] });
    }
  }
  return groups.map(({ members }) => ({
    x: mean(members.map((m) => m.x)),
    y: mean(members.map((m) => m.y)),
    members,
  }));
}

/**
 * Moves groups that would cover one another apart until their centres are `distance` away, as
 * far as a few rounds go. Where all have room nothing moves.
 */
export function spread(groups, distance) {
  const moved = groups.map((group) => ({ ...group }));
  for (let round = 0; round < 12; round += 1) {
    moved.forEach((a, i) => moved.slice(i + 1).forEach((b) => part(a, b, distance)));
  }
  return moved;
}

function part(a, b, distance) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const apart = Math.hypot(dx, dy);
  if (apart >= distance) {
    return;
  }
  const [ux, uy] = apart ? [dx / apart, dy / apart] : [1, 0];
  const push = (distance - apart) / 2;
  a.x -= ux * push;
  a.y -= uy * push;
  b.x += ux * push;
  b.y += uy * push;
}

function mean(numbers) {
  return numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
}

const SHIFTS = [
  [0, 0],
  [0, -26],
  [0, 26],
  [-44, 0],
  [44, 0],
  [-40, -26],
  [40, -26],
  [-40, 26],
  [40, 26],
];

/**
 * How far each label (`{x, y, width, height, weight}`, centred) must move to be read, as
 * `[dx, dy]`, or null where there is no room: the heavier ones choose first. `taken` are boxes
 * that no label may cover.
 */
export function settle(labels, taken) {
  const kept = [...taken];
  const moves = new Array(labels.length).fill(null);
  const order = labels.map((_, i) => i).sort((a, b) => labels[b].weight - labels[a].weight);
  for (const i of order) {
    for (const [dx, dy] of SHIFTS) {
      const box = { ...labels[i], x: labels[i].x + dx, y: labels[i].y + dy };
      if (!kept.some((other) => overlap(box, other))) {
        kept.push(box);
        moves[i] = [dx, dy];
        break;
      }
    }
  }
  return moves;
}

function overlap(a, b) {
  return (
    Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height
  );
}
