/** Patterns and formats of a schema. The schema is a stranger's: what could take for ever is not tried. */

const LONGEST_PATTERN = 200;
const LONGEST_VALUE = 200;

/** A repetition of something that repeats, or of alternatives: such a pattern can take exponential time. */
const RISKY = /\([^()]*(?:[+*|]|\{\d+,)[^()]*\)(?:[+*]|\{\d+,)|\)\)?[+*{].*\)[+*{]/;

/** @param {string} pattern @param {string} value true too where nobody can say */
export function fitsPattern(pattern, value) {
  if (pattern.length > LONGEST_PATTERN || value.length > LONGEST_VALUE || RISKY.test(pattern)) return true;
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
