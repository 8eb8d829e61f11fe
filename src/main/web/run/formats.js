/** Patterns and formats of a schema. The schema is a stranger's: what could take for ever is not tried. */

const LONGEST_PATTERN = 200;
const LONGEST_VALUE = 200;

/** So many ways to fit a pattern, tried from each letter of a value, still take a fraction of a second. */
const MOST_WAYS = 30_000;

/** Those without an end share the letters of a value. */
const WAYS_WITHOUT_END = LONGEST_VALUE / 2;

/**
 * Whether a pattern can take very long: something that varies is repeated as a whole, what varies in a row can be fitted in
 * too many ways, or it refers back.
 * @param {string} pattern
 */
export function isRisky(pattern) {
  const groups = [false]; // whether something in each varies
  let ways = 1;
  for (let i = 0; i < pattern.length && ways <= MOST_WAYS; i++) {
    const letter = pattern[i];
    let inner = false;
    if (letter === "\\") {
      if (/[1-9k]/.test(pattern[++i] ?? "")) return true;
    } else if (letter === "[") {
      i = classEnd(pattern, i);
    } else if (letter === "(") {
      groups.push(false);
      continue;
    } else if (letter === ")") {
      inner = groups.pop() ?? false;
      if (groups.length === 0) return true;
      if (inner) groups[groups.length - 1] = true;
    } else if (letter === "|") {
      groups[groups.length - 1] = true;
      ways *= 2;
      continue;
    }
    const next = pattern.slice(i + 1);
    if (inner && /^[*+?{]/.test(next)) return true;
    const [least, most] = repeated(next);
    if (most > least) groups[groups.length - 1] = true;
    ways *= letter === ")" ? Math.max(1, most) : most - least + 1;
  }
  return ways > MOST_WAYS;
}

/** How often what stands before may come at least and at most: a group may be empty, and is gone through as often. @param {string} next */
function repeated(next) {
  if (next.startsWith("?")) return [0, 1];
  if (/^[*+]/.test(next)) return [0, WAYS_WITHOUT_END - 1];
  const [, from, comma, to] = /^\{(\d+)(,?)(\d*)\}/.exec(next) ?? ["", "1", "", ""];
  const least = Number(from);
  return [least, to ? Number(to) : comma ? least + WAYS_WITHOUT_END - 1 : least];
}

/** Where a class of letters ends. @param {string} pattern @param {number} start */
function classEnd(pattern, start) {
  let i = start + 1;
  while (i < pattern.length && pattern[i] !== "]") i += pattern[i] === "\\" ? 2 : 1;
  return i;
}

/** @param {string} pattern @param {string} value true too where nobody can say */
export function fitsPattern(pattern, value) {
  if (pattern.length > LONGEST_PATTERN || value.length > LONGEST_VALUE || isRisky(pattern)) return true;
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}

/** @type {Record<string, (value: string) => boolean>} */
const FORMATS = {
  email: (value) => /^[^\s@]+@[^\s@]+$/.test(value),
  uri: (value) => /^[a-z][a-z0-9+.-]*:\S*$/i.test(value),
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(value) && isDay(value),
  "date-time": (value) => /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value.replace(" ", "T"))),
  time: (value) => /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]\d\d:\d\d)?$/.test(value),
  uuid: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  ipv4: (value) => /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.|$)){4}$/.test(value) && !value.endsWith("."),
};

/** @param {string} value */
function isDay(value) {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** @param {string} format @param {string} value */
export function fitsFormat(format, value) {
  return !Object.hasOwn(FORMATS, format) || value.length > LONGEST_VALUE || FORMATS[format](value);
}
