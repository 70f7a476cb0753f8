/* What a person decides about a draft, as plain data. Pure: each change gives a new work. */

/** Accepts (or no longer) the findings with these keys. */
export function accept(work, keys, on) {
  const rest = work.accepted.filter((key) => !keys.includes(key));
  return { ...work, accepted: on ? [...rest, ...keys] : rest };
}

/** Takes one of several places for the entry at `at`; `others` are those it was chosen from. */
export function choose(work, at, place, others) {
  const kept = (work.chosen[at] ?? []).filter((id) => !others.includes(id));
  return { ...work, chosen: { ...work.chosen, [at]: [...kept, place] } };
}

/** Reads the words of an entry otherwise, or words that were no entry as one. */
export function edit(work, wording, isNew) {
  const added = isNew || work.amendments.added.some((one) => one.start === wording.start);
  const kind = added ? "added" : "edits";
  return amended(without(work, wording.start, [kind]), kind, (rows) => [...rows, wording]);
}

/** Strikes the entry at a span, for a reason. One added by hand is simply gone. */
export function strike(work, { start, end, origin }, reason) {
  const clean = without(work, start, ["edits", "added", "struck"]);
  return origin === "added"
    ? clean
    : amended(clean, "struck", (rows) => [...rows, { start, end, reason }]);
}

/** Takes back what was changed by hand at `start`. */
export function undo(work, start) {
  const clean = without(work, start, ["edits", "added", "struck", "ties"]);
  const { [start]: _, ...chosen } = clean.chosen;
  return { ...clean, chosen };
}

/** Ties the release at `start` to designations; `null` leaves it to the matching. */
export function tie(work, start, change) {
  const before = work.amendments.ties.find((one) => one.start === start);
  const after = { start, ends: null, exclusion: "matched", ...before, ...change };
  const clean = without(work, start, ["ties"]);
  const plain = after.ends === null && after.exclusion === "matched";
  return plain ? clean : amended(clean, "ties", (rows) => [...rows, after]);
}

/** Gives a place yet to be made an outline; `null` leaves it undrawn. */
export function outline(work, place, geometry) {
  return amended(work, "outlines", (rows) => [
    ...rows.filter((one) => one.place !== place),
    { place, geometry },
  ]);
}

/** Fills in what the text does not say of the notice. */
export function head(work, fields) {
  return { ...work, amendments: { ...work.amendments, head: fields } };
}

/** From when the notice holds, and why. */
export function effective(work, at, decision) {
  return { ...work, effective_from: at, effective_decision: decision };
}

function amended(work, kind, change) {
  return { ...work, amendments: { ...work.amendments, [kind]: change(work.amendments[kind]) } };
}

function without(work, start, kinds) {
  return kinds.reduce(
    (left, kind) => amended(left, kind, (rows) => rows.filter((one) => one.start !== start)),
    work,
  );
}

/** Whether two works decide the same. */
export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
