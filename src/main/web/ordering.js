/** Which servers are listed and in what order: pure functions of rows and address bar. */
import { nodeName, stateWord } from "./words.js";

/** @typedef {import("./fleet.js").Row} Row */

const far = Number.POSITIVE_INFINITY;

/** @typedef {(server: string) => number} Rate how often it is called */

/** @type {Record<string, (row: Row, rate: Rate) => string | number>} what a column is ordered by */
const KEYS = {
  state: (row) => stateWord(row.state).rank,
  server: (row) => row.server.toLowerCase(),
  transport: (row) => `${row.link?.transport ?? ""} ${row.link?.era ?? ""}`,
  tools: (row) => -(row.link?.tools ?? -1),
  owner: (row) => row.claim.owner,
  last: (row) => -Date.parse(row.check?.last ?? "1970-01-01T00:00:00Z"),
  latency: (row) => -(row.check?.latencyMs ?? -1),
  next: (row) => (row.check?.next ? Date.parse(row.check.next) : far),
  calls: (row, rate) => -rate(row.server),
  breaker: (row) => ["forced_open", "open", "half_open", "forced_closed"].indexOf(row.breaker?.state) >>> 0,
};

/** @param {Iterable<Row>} rows @param {{group: string, q: string, sort: string}} place @param {Rate} rate */
export function listed(rows, { group, q, sort }, rate) {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const kept = [...rows].filter(
    (row) =>
      (!group || stateWord(row.state).group === group) &&
      words.every((word) => searchable(row).includes(word)),
  );
  return ordered(kept, sort, rate);
}

/** `state` upwards, `-state` downwards; equals by name. @param {Row[]} rows @param {string} sort @param {Rate} rate */
function ordered(rows, sort, rate) {
  const sign = sort.startsWith("-") ? -1 : 1;
  const key = KEYS[sort.replace("-", "")] ?? KEYS.state;
  const keyed = rows.map((row) => ({ row, key: key(row, rate) }));
  keyed.sort((a, b) => sign * compare(a.key, b.key) || compare(a.row.server, b.row.server));
  return keyed.map(({ row }) => row);
}

/** @param {string | number} a @param {string | number} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @param {Row} row */
function searchable(row) {
  const link = row.link ?? {};
  return [row.server, stateWord(row.state).label, row.reason, link.transport, link.era, link.name]
    .concat(nodeName(row.claim.owner), row.description)
    .join(" ")
    .toLowerCase();
}
