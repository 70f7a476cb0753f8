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

/** Says of what level a place yet to be made is, and what it lies in; `null` leaves it as read. */
export function site(work, place, decided) {
  return amended(work, "sitings", (rows) => [
    ...rows.filter((one) => one.place !== place),
    ...(decided ? [{ place, ...decided }] : []),
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
  return { ...work, amendments: { ...work.amendments, [kind]: change(work.amendments[kind] ?? []) } };
}

function without(work, start, kinds) {
  return kinds.reduce(
    (left, kind) => amended(left, kind, (rows) => rows.filter((one) => one.start !== start)),
    work,
  );
}

/** Whether two works decide the same, in whatever order, on whatever version. */
export function same(one, other) {
  const [here, there] = [decisions(one), decisions(other)];
  return here.size === there.size && [...here].every(([about, told]) => there.get(about) === told);
}

/**
 * Joins what two windows decided since `base`: `{work, clashes}`. Where both decided the same
 * thing otherwise it is a clash, and `work` has mine; the version is theirs.
 */
export function merge(base, mine, theirs) {
  const [was, here, there] = [base, mine, theirs].map(decisions);
  const joined = new Map(there);
  const clashes = [];
  for (const about of new Set([...was.keys(), ...here.keys(), ...there.keys()])) {
    const [before, my, their] = [was, here, there].map((one) => one.get(about));
    if (my === before || my === their) {
      continue;
    }
    if (their !== before) {
      clashes.push(about);
    }
    if (my === undefined) {
      joined.delete(about);
    } else {
      joined.set(about, my);
    }
  }
  return { work: { ...assembled(joined), version: theirs.version }, clashes };
}

const AT_WORDS = ["edits", "added", "struck", "ties"];

/** A work as single decisions, by what each is about. The decisions are told as text. */
function decisions(work) {
  const found = new Map();
  const put = (about, value) => found.set(about, JSON.stringify(value, ordered));
  const atWords = {};
  for (const kind of AT_WORDS) {
    for (const row of work.amendments[kind]) {
      (atWords[row.start] ??= {})[kind] = row;
    }
  }
  for (const [at, ids] of Object.entries(work.chosen)) {
    (atWords[at] ??= {}).chosen = ids;
  }
  Object.entries(atWords).forEach(([at, told]) => put(`words:${at}`, told));
  work.amendments.outlines.forEach((row) => put(`outline:${row.place}`, row));
  (work.amendments.sitings ?? []).forEach((row) => put(`siting:${row.place}`, row));
  Object.entries(work.amendments.head).forEach(([name, value]) => put(`head:${name}`, value));
  work.accepted.forEach((key) => put(`accepted:${key}`, true));
  put("effective:", [work.effective_from, work.effective_decision]);
  return found;
}

/** A replacer for JSON that makes equal things equal texts. */
function ordered(_, value) {
  const isPlain = value && typeof value === "object" && !Array.isArray(value);
  return isPlain ? Object.fromEntries(Object.entries(value).sort()) : value;
}

/** The work that such decisions make up. */
function assembled(found) {
  const lists = [...AT_WORDS, "outlines", "sitings"].map((kind) => [kind, []]);
  const amendments = { head: {}, ...Object.fromEntries(lists) };
  const work = { amendments, chosen: {}, accepted: [] };
  for (const [about, text] of found) {
    const [, kind, key] = /^(\w+):(.*)$/s.exec(about);
    const value = JSON.parse(text);
    if (kind === "words") {
      const { chosen, ...rows } = value;
      Object.entries(rows).forEach(([name, row]) => amendments[name].push(row));
      if (chosen) {
        work.chosen[key] = chosen;
      }
    } else if (kind === "outline") {
      amendments.outlines.push(value);
    } else if (kind === "siting") {
      amendments.sitings.push(value);
    } else if (kind === "head") {
      amendments.head[key] = value;
    } else if (kind === "accepted") {
      work.accepted.push(key);
    } else {
      [work.effective_from, work.effective_decision] = value;
    }
  }
  return work;
}
