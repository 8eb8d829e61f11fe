/** Which charts there are, and which series each of them draws. */
import { ERRORS, together } from "./kinds.js";

/**
 * One line of a chart, or, with `each`, one for every part of a split series. `figure`: which of a histogram.
 * @typedef {{label: string, colour: string, spec: import("./kinds.js").Spec, figure?: "p50" | "p95" | "p99" | "max", dash?: number[], fill?: boolean, each?: (part: string) => string}} Drawn
 * `exemplars`: of which server, or of all, single calls are marked.
 * @typedef {import("../views/time-chart.js").Chart & {lines: Drawn[], exemplars?: {server?: string}}} ChartOf
 */

const COLOURS = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `--chart-${number}`);
const DASHED = [6, 4];
const DOTTED = [2, 3];

const ERROR_COLOURS = {
  ...{ transport: "--error", timeout: "--chart-3", protocol: "--chart-6" },
  ...{ tool: "--chart-4", policy: "--chart-5", limit: "--chart-8" },
};

/** In the order of the breaker's states as the nodes count them. */
const BREAKER = [
  { label: "closed", colour: "--ok" },
  { label: "open", colour: "--critical" },
  { label: "half open", colour: "--warning" },
  { label: "forced open", colour: "--error" },
  { label: "forced closed", colour: "--notice" },
];

/** What is asked of all servers together, or of one. @param {{server?: string}} of @returns {ChartOf[]} */
export function traffic(of) {
  return [rate(of), latency(of), errors(of), waiting(of)];
}

/** @param {{server?: string}} of @returns {ChartOf} */
const rate = (of) => ({
  ...{ id: "rate", title: "Requests", unit: "rate", nothing: "No calls in this time" },
  lines: [
    { label: "calls", colour: "--chart-1", fill: true, spec: { metric: "calls", ...of } },
    { label: "cancelled", colour: "--chart-8", dash: DASHED, spec: { metric: "cancelled", ...of } },
  ],
});

/** @param {{server?: string}} of @returns {ChartOf} */
const latency = (of) => ({
  ...{ id: "latency", title: "Latency", unit: "micros", nothing: "No calls in this time" },
  hint: "From an agent's request to the end of its answer; merged over nodes, not averaged",
  lines: quantiles({ metric: "latency", ...of }),
  exemplars: of,
});

/** @param {import("./kinds.js").Spec} spec @returns {Drawn[]} */
const quantiles = (spec) => [
  { label: "p50", colour: "--chart-5", figure: "p50", spec },
  { label: "p95", colour: "--chart-1", figure: "p95", spec },
  { label: "p99", colour: "--chart-3", figure: "p99", dash: DASHED, spec },
];

/** @param {{server?: string}} of @returns {ChartOf} */
const errors = (of) => ({
  ...{ id: "errors", title: "Errors", unit: "rate", stacked: true, nothing: "No errors in this time" },
  lines: ERRORS.map((word) => ({ label: word, colour: ERROR_COLOURS[word], spec: { metric: `errors.${word}`, ...of } })),
});

/** @param {{server?: string}} of @returns {ChartOf} */
const waiting = (of) => ({
  ...{ id: "in-flight", title: "In flight", unit: "count", hint: "Calls at the server, and calls that wait for a place there" },
  lines: [
    { label: "in flight", colour: "--chart-2", fill: true, spec: { metric: "in.flight", ...of } },
    { label: "queued", colour: "--chart-3", dash: DASHED, spec: { metric: "queue", ...of } },
  ],
});

/**
 * One line for a server, or one for each of its replicas.
 * @param {string} metric @param {string} server @param {number[]} replicas @param {string} word @param {Drawn["figure"]} [figure]
 * @returns {Drawn[]}
 */
function each(metric, server, replicas, word, figure) {
  if (!replicas.length) return [{ label: word, colour: COLOURS[0], fill: true, spec: { metric, server }, figure }];
  return replicas.map((replica, i) => ({
    ...{ label: `replica ${replica}`, spec: { metric, server, replica }, figure },
    ...coloured(i),
  }));
}

/** @param {string} server @param {number[]} replicas @returns {ChartOf} */
export const breaker = (server, replicas) => ({
  ...{ id: "breaker", title: "Circuit breaker", unit: "count", bands: BREAKER, nothing: "Its state in this time is not known" },
  lines: each("breaker", server, replicas, "state"),
});

/** @param {string} server @param {number[]} replicas @returns {ChartOf[]} */
export const links = (server, replicas) => [
  {
    ...{ id: "bytes", title: "Throughput", unit: "throughput" },
    lines: [
      { label: "in", colour: "--chart-2", spec: { metric: "bytes.in", server } },
      { label: "out", colour: "--chart-6", dash: DASHED, spec: { metric: "bytes.out", server } },
    ],
  },
  {
    ...{ id: "probes", title: "Checks", unit: "micros", hint: "How fast it answers when its node looks at it", nothing: "No checks in this time" },
    lines: replicas.length ? each("latency.probe", server, replicas, "", "p95") : quantiles({ metric: "latency.probe", server }),
  },
];

/** Of a server that is reached over HTTP. @param {string} server @returns {ChartOf} */
export const pool = (server) => ({
  ...{ id: "pool", title: "Connections", unit: "count" },
  lines: [
    { label: "open", colour: "--chart-1", spec: { metric: "pool.open", server } },
    { label: "idle", colour: "--chart-8", dash: DASHED, spec: { metric: "pool.idle", server } },
    { label: "waiting", colour: "--chart-3", dash: DOTTED, spec: { metric: "pool.waiting", server } },
  ],
});

/** Of a server that is a process, or one for each replica. @param {string} server @param {number[]} replicas @returns {ChartOf[]} */
export function processes(server, replicas) {
  const of = (/** @type {string} */ metric) => each(metric, server, replicas, "process");
  return [
    { id: "cpu", title: "CPU", unit: "percent", hint: "Percent of one core", lines: of("cpu") },
    { id: "rss", title: "Memory", unit: "bytes", hint: "Resident set", lines: of("rss") },
    { id: "fds", title: "Open files", unit: "count", lines: of("fds") },
    { id: "threads", title: "Threads", unit: "count", lines: of("threads") },
  ];
}

/** One line for each node. @returns {ChartOf[]} */
export function nodes() {
  const of = (/** @type {string} */ metric) => byPart({ metric, server: "", by: "node" }, (part) => part);
  return [
    { id: "node-calls", title: "Requests", unit: "rate", lines: byPart({ metric: "calls", by: "node" }, (part) => part) },
    { id: "node-cpu", title: "CPU", unit: "percent", hint: "Percent of all cores of the machine", lines: of("node.cpu") },
    { id: "node-memory", title: "Memory of the machine", unit: "bytes", lines: of("node.memory.used") },
    { id: "node-heap", title: "Heap", unit: "bytes", lines: of("heap.used") },
    { id: "node-gc", title: "Garbage collection", unit: "ms", hint: "Milliseconds of each second", lines: of("gc.ms") },
    { id: "node-lag", title: "Event loop lag", unit: "ms", hint: "The longest that a task waited", lines: of("loop.lag.ms") },
    { id: "node-sockets", title: "Open sockets", unit: "count", lines: of("sockets.open") },
    { id: "node-delivered", title: "Events to sockets", unit: "rate", lines: of("sockets.delivered") },
    { id: "node-bus", title: "Messages on the bus", unit: "rate", lines: of("bus.messages") },
  ];
}

/** @param {import("./kinds.js").Spec} spec @param {(part: string) => string} name @returns {Drawn[]} */
const byPart = (spec, name) => [{ label: "", colour: "", spec, each: name }];

/** All series that these charts need, each once. @param {ChartOf[]} charts */
export function specsOf(charts) {
  return [...new Set(charts.flatMap((chart) => chart.lines.map((line) => line.spec)))];
}

/**
 * What a chart shows now.
 * @param {ChartOf} chart @param {import("./timeline.js").Timeline} timeline
 * @returns {import("../charts/plot.js").Picture}
 */
export function pictureOf(chart, timeline) {
  const { at, step, window } = timeline;
  const lines = chart.lines.flatMap((line) => (line.each ? eachOf(line, timeline) : [oneOf(line, timeline)]));
  return { at, step, ...window, lines: chart.stacked ? lines.filter(isAny) : lines };
}

/** Nothing of a kind adds nothing to a pile, and needs no word. @param {{values: Array<number | null>}} line */
const isAny = ({ values }) => values.some((value) => value);

/** @param {Drawn} line @param {import("./timeline.js").Timeline} timeline */
function oneOf({ label, colour, dash, fill, spec, figure }, timeline) {
  const all = [...timeline.lines(spec).values()];
  const values = figure ? (all[0][figure] ?? all[0].values) : summed(spec.metric, all, timeline.at.length);
  return { label, colour, dash, fill, values };
}

/** @param {string} metric @param {import("./merged.js").Line[]} all @param {number} count */
function summed(metric, all, count) {
  if (all.length === 1) return all[0].values;
  return Array.from({ length: count }, (_, i) => together(metric, all.map(({ values }) => values[i] ?? null)));
}

/** The parts keep their colours, whatever they are called. @param {Drawn} line @param {import("./timeline.js").Timeline} timeline */
function eachOf({ spec, each }, timeline) {
  const parts = [...timeline.lines(spec)].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  return parts.map(([part, { values }], i) => ({
    ...{ label: each?.(part) ?? part, values, fill: parts.length === 1 },
    ...coloured(i),
  }));
}

/** When the colours are used up, they come again dashed. @param {number} i */
const coloured = (i) => ({ colour: COLOURS[i % COLOURS.length], ...(i >= COLOURS.length ? { dash: DASHED } : {}) });
