/** How the figures of a series go together, by its word: as `measure.Metric` of the nodes has it. */

export const ERRORS = ["transport", "timeout", "protocol", "tool", "policy", "limit"];

/** @typedef {"counter" | "gauge" | "histogram"} Kind */

const COUNTERS = new Set([
  "calls",
  ...ERRORS.map((word) => `errors.${word}`),
  "cancelled",
  "bytes.in",
  "bytes.out",
  "sockets.delivered",
  "sockets.dropped",
  "sockets.coalesced",
  "bus.messages",
  "gc.ms",
  "store.spilled",
]);

/** Of these the greatest counts, of other gauges the sum. */
const GREATEST = new Set(["breaker", "node.cpu", "loop.lag.ms"]);

/** @param {string} metric @returns {Kind} */
export function kindOf(metric) {
  if (metric.startsWith("latency")) return "histogram";
  return COUNTERS.has(metric) ? "counter" : "gauge";
}

/** What a gauge of several nodes, servers or processes is together; null where none is known, which ticks write as -1. @param {string} metric @param {Array<number | null>} values */
export function together(metric, values) {
  const known = /** @type {number[]} */ (values.filter((value) => value !== null && value >= 0));
  if (!known.length) return null;
  return GREATEST.has(metric) ? Math.max(...known) : known.reduce((sum, value) => sum + value, 0);
}

/**
 * One series as it is asked for. Without a server it is all of them together, with server `""` it is the node itself.
 * @typedef {{metric: string, server?: string, replica?: number, tool?: string, node?: string, by?: "node" | "replica" | "tool" | "server"}} Spec
 */

/** What tells one series from another. @param {Spec} spec */
export const keyOf = ({ metric, server, replica, tool, node, by }) =>
  [metric, server ?? "*", replica ?? "", tool ?? "", node ?? "", by ?? ""].join("\n");
