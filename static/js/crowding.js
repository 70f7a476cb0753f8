/* What to do where things on the map would cover one another. Pure: numbers in, numbers out. */

/**
 * Gathers points (`{x, y}` in pixels) that lie within `reach` of a group's first member.
 * Earlier points lead, so the same points make the same groups.
 */
export function gather(points, reach) {
  const groups = [];
  for (const point of points) {
    const near = groups.find(
      ({ lead }) => Math.hypot(lead.x - point.x, lead.y - point.y) < reach,
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

function mean(numbers) {
  return numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
}

/**
 * Which labels (`{x, y, width, height, weight}`, centred) can be read: the heavier one stays,
 * and whatever it would cover goes. `taken` are boxes that no label may cover.
 */
export function legible(labels, taken = []) {
  const kept = [...taken];
  const verdict = new Array(labels.length).fill(false);
  const order = labels.map((_, i) => i).sort((a, b) => labels[b].weight - labels[a].weight);
  for (const i of order) {
    if (!kept.some((other) => overlap(labels[i], other))) {
      kept.push(labels[i]);
      verdict[i] = true;
    }
  }
  return verdict;
}

function overlap(a, b) {
  return (
    Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height
  );
}
