/** Figures with the digits that mean something, and their unit. */

/** @typedef {"rate" | "throughput" | "micros" | "percent" | "bytes" | "count" | "ms"} Unit */

const STEPS = ["", " k", " M", " G", " T"];
const BYTES = ["B", "KiB", "MiB", "GiB", "TiB"];

/** @type {Record<Unit, (value: number) => string>} */
const WORDS = {
  rate: (value) => `${large(value)}/s`,
  throughput: (value) => `${bytes(value)}/s`,
  micros: (value) => time(value / 1000),
  ms: time,
  percent: (value) => `${digits(value)} %`,
  bytes,
  count: large,
};

/** `12.4/s`, `8.3 ms`, `48 MiB`; a dash where nothing is known. @param {Unit} unit @param {number | null | undefined} value */
export function inUnit(unit, value) {
  return value == null || !Number.isFinite(value) ? "–" : WORDS[unit](value);
}

/** Three digits that mean something. @param {number} value */
function digits(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(size < 0.001 ? 1 : size < 1 ? 2 : 3)));
}

/** @param {number} value */
function large(value) {
  let step = 0;
  while (Math.abs(value) >= 999.5 && step < STEPS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return digits(value) + STEPS[step];
}

/** @param {number} value */
function bytes(value) {
  let step = 0;
  while (Math.abs(value) >= 1000 && step < BYTES.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${digits(value)} ${BYTES[step]}`;
}

/** @param {number} ms */
function time(ms) {
  if (ms >= 60000) return `${digits(ms / 60000)} min`;
  if (ms >= 1000) return `${digits(ms / 1000)} s`;
  if (ms > 0 && ms < 0.1) return `${digits(ms * 1000)} µs`;
  return `${digits(ms)} ms`;
}

/** Steps of an axis that read well in that unit; nothing where the usual ones do. @param {Unit} unit */
export function increments(unit) {
  if (unit === "bytes" || unit === "throughput") return Array.from({ length: 50 }, (_, power) => 2 ** power);
  if (unit !== "count") return undefined;
  return Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((head) => head * 10 ** power)).flat();
}
