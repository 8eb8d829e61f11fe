// What charts reckon from ticks and from the past. Run: node --test src/test/web
import assert from "node:assert/strict";
import { test } from "node:test";
import { alone, piled } from "../../main/web/charts/plot-figures.js";
import { runs } from "../../main/web/charts/runs.js";
import { count, figures, merge, most, quantile } from "../../main/web/metrics/histogram.js";
import { Heard } from "../../main/web/metrics/heard.js";
import { grid, joined } from "../../main/web/metrics/merged.js";
import { Tally } from "../../main/web/metrics/tally.js";
import { failedShare, totalsOf } from "../../main/web/metrics/totals.js";
import { inUnit } from "../../main/web/metrics/units.js";
import { Vitals, inWords } from "../../main/web/vitals.js";

globalThis.document ??= /** @type {any} */ ({ hidden: true });

/** The least value of the bucket of HdrHistogram's grid, two significant digits, that holds a value. */
const bucket = (value) => {
  const width = 2 ** Math.max(0, Math.floor(Math.log2(value)) - 7);
  return Math.floor(value / width) * width;
};

const pairsOf = (samples) => samples.reduce((pairs, sample) => merge(pairs, [bucket(sample), 1]), []);

test("histograms of three nodes merge to that of all samples, in any order", () => {
  const samples = Array.from({ length: 3000 }, (_, i) => 1 + ((i * 7919) % 90001));
  const nodes = [0, 1, 2].map((node) => pairsOf(samples.filter((_, i) => i % 3 === node)));
  const all = pairsOf(samples);
  assert.deepEqual(merge(merge(nodes[0], nodes[1]), nodes[2]), all);
  assert.deepEqual(merge(nodes[2], merge(nodes[1], nodes[0])), all);
  assert.equal(count(all), 3000);
});

test("a quantile is the top of the bucket that holds the sample of that rank", () => {
  const samples = Array.from({ length: 100 }, (_, i) => (i + 1) * 1000);
  const pairs = pairsOf(samples);
  const top = (value) => bucket(value) + 2 ** (Math.floor(Math.log2(value)) - 7) - 1;
  assert.equal(quantile(pairs, 0.5), top(50000));
  assert.equal(quantile(pairs, 0.95), top(95000));
  assert.equal(quantile(pairs, 0.99), top(99000));
  assert.equal(most(pairs), top(100000));
  assert.equal(quantile([210, 1, 1096, 2], 0.5), 1103);
  assert.equal(quantile([17, 1], 0.99), 17);
});

test("without samples there are no quantiles", () => {
  assert.deepEqual(figures([]), { count: 0, p50: null, p95: null, p99: null, max: null });
});

const tick = (at, rows) => {
  const words = [...new Set(rows.flatMap((row) => Object.keys(row.of)))];
  return {
    at,
    server: rows.map((row) => row.server),
    replica: rows.map((row) => row.replica ?? 0),
    tool: rows.map((row) => row.tool ?? ""),
    ...Object.fromEntries(words.map((word) => [word, rows.map((row) => row.of[word] ?? null)])),
  };
};

test("a gauge that nobody knows is a gap, and what others know of it counts", () => {
  const tally = new Tally({ metric: "rss", server: "files" }, 1);
  tally.take("n1", tick(100, [{ server: "files", of: { rss: 7 } }]));
  tally.take("n2", tick(100, [{ server: "files", of: { rss: -1 } }]));
  tally.take("n1", tick(101, [{ server: "files", of: { rss: -1 } }]));
  tally.take("n1", tick(102, [{ server: "files", of: { rss: 8 } }]));
  assert.deepEqual([100, 101, 102].map((at) => tally.at(at, "", 1)), [7, null, 8]);
});

test("what a server was called adds up over nodes, and its tools and replicas are not added to it", () => {
  const tally = new Tally({ metric: "calls", server: "files" }, 2);
  tally.take("n1", tick(100, [{ server: "files", of: { calls: 3 } }, { server: "files", tool: "read", of: { calls: 3 } }]));
  tally.take("n2", tick(101, [{ server: "files", of: { calls: 4 } }, { server: "files", replica: 2, of: { calls: 4 } }, { server: "mail", of: { calls: 9 } }]));
  assert.equal(tally.at(100, "", 2), 3.5);
  assert.equal(tally.at(102, "", 2), 0);
});

test("without a server it is all of them, but not the nodes themselves", () => {
  const tally = new Tally({ metric: "bytes.in", by: "node" }, 1);
  tally.take("n1", tick(5, [{ server: "", of: { "bytes.in": 1000 } }, { server: "a", of: { "bytes.in": 1 } }, { server: "b", of: { "bytes.in": 2 } }, { server: "*", of: { "bytes.in": 50 } }]));
  assert.equal(tally.at(5, "n1", 1), 3);
});

test("a gauge stays what it was until its node says otherwise, and goes with its node", () => {
  const tally = new Tally({ metric: "in.flight", server: "files" }, 1);
  tally.take("n1", tick(1, [{ server: "files", of: { "in.flight": 2 } }]));
  tally.take("n2", tick(1, [{ server: "files", of: { "in.flight": 5 } }]));
  tally.take("n1", tick(2, []));
  assert.equal(tally.at(2, "", 1), 7);
  tally.take("n1", tick(3, [{ server: "files", of: { "in.flight": 0 } }]));
  assert.equal(tally.at(3, "", 1), 5);
  tally.leave("n2");
  tally.take("n1", tick(4, []));
  assert.equal(tally.at(4, "", 1), 0);
  assert.equal(tally.at(9, "", 1), null);
});

test("of breakers the worst counts, of processes each one", () => {
  const breaker = new Tally({ metric: "breaker", server: "files" }, 1);
  breaker.take("n1", tick(1, [{ server: "files", of: { breaker: 1 } }]));
  breaker.take("n2", tick(1, [{ server: "files", of: { breaker: 0 } }]));
  assert.equal(breaker.at(1, "", 1), 1);
  const rss = new Tally({ metric: "rss", server: "files", by: "replica" }, 1);
  rss.take("n1", tick(1, [0, 1, 2].map((replica) => ({ server: "files", replica, of: { rss: replica * 10 } }))));
  assert.deepEqual([...rss.parts].sort(), ["1", "2"]);
  assert.equal(rss.at(1, "2", 1), 20);
});

test("what left the window is forgotten", () => {
  const tally = new Tally({ metric: "calls" }, 1);
  for (let at = 0; at < 1000; at += 1) {
    tally.take("n1", tick(at, [{ server: "a", of: { calls: 1 } }]));
    tally.forget(at - 300);
  }
  assert.equal(tally.at(100, "", 1), 0);
  assert.equal(tally.at(900, "", 1), 1);
});

test("a live line goes as far as all nodes have told, and a silent one is not waited for", () => {
  const heard = new Heard();
  heard.take("n1", 50, 0);
  heard.take("n2", 49, 0);
  assert.equal(heard.until, 49);
  assert.equal(heard.since, 51);
  heard.take("n1", 51, 5000);
  assert.deepEqual(heard.fallen(5000), ["n2"]);
  assert.equal(heard.until, 51);
  assert.equal(heard.within(48, 5), 3);
});

test("a node whose clock is off holds up nobody", () => {
  const heard = new Heard();
  heard.take("n1", 1000, 0);
  heard.take("n2", 1001, 0);
  heard.take("late", 400, 0);
  assert.equal(heard.until, 1000);
});

test("the past and the live end meet without a seam, and what nobody knows is a gap", () => {
  const heard = new Heard();
  const tally = new Tally({ metric: "calls" }, 10);
  const hear = (at, calls) => {
    tally.take("n1", tick(at, [{ server: "a", of: { calls } }]));
    heard.take("n1", at, 0);
  };
  for (let at = 25; at < 45; at += 1) hear(at, 2);
  const past = { part: "", values: [1, null, 1.5, 7] };
  const placeOf = new Map([[0, 0], [10, 1], [20, 2], [30, 3]]);
  const live = { tally, part: "", whole: heard.since, seconds: (start) => heard.within(start, 10) };
  // 20 was not heard as a whole: the past knows it; of 30 the ticks know all, the answer only its begin.
  assert.deepEqual(joined(grid(0, 44, 10), past, placeOf, live).values, [1, null, 1.5, 2, 2]);
});

test("a gauge goes on as it was until its node has told it again, and no further than somebody is heard", () => {
  const tally = new Tally({ metric: "breaker" }, 1);
  const live = { tally, part: "", whole: 20, seconds: (start) => (start < 4 ? 1 : 0) };
  const past = { part: "", values: [0, 1] };
  assert.deepEqual(joined([0, 1, 2, 3, 4], past, new Map([[0, 0], [1, 1]]), live).values, [0, 1, 1, 1, null]);
});

test("a gap of the past is not closed by what the ticks know in part", () => {
  const nothing = { tally: new Tally({ metric: "latency" }, 10), part: "", whole: Infinity, seconds: () => 0 };
  const past = { part: "", count: [4, null], p50: [10, null], p95: [20, null], p99: [30, null], max: [31, null] };
  const line = joined([0, 10], past, new Map([[0, 0], [10, 1]]), nothing);
  assert.deepEqual(line, { values: [4, null], p50: [10, null], p95: [20, null], p99: [30, null], max: [31, null] });
});

test("a value between two gaps is found, so that it gets a point", () => {
  assert.deepEqual(alone([1, null, 2, null, 3, 4, null, 0]), [0, 2, 7]);
  assert.equal(alone([1, 2, null]), null);
});

test("columns stand on those below, without those that are hidden", () => {
  const lines = [{ values: [1, null] }, { values: [2, 2] }, { values: [null, 3] }];
  assert.deepEqual(piled(lines, () => true), [[3, 5], [2, 5], [null, 3]]);
  assert.deepEqual(piled(lines, (i) => i !== 1)[0], [1, 3]);
});

test("a state lasts until another one or until nobody knows", () => {
  assert.deepEqual(runs([0, 10, 20, 30, 40], [0, 0, 1, null, 0], 10), [
    { from: 0, to: 20, value: 0 },
    { from: 20, to: 30, value: 1 },
    { from: 40, to: 50, value: 0 },
  ]);
});

test("whole figures are read by part, the busiest first, and what is not called is left out", () => {
  const specs = [{ metric: "calls", by: "server" }, { metric: "latency", by: "server" }, { metric: "errors.tool", by: "server" }, { metric: "calls" }];
  const answer = {
    series: [
      { index: 0, server: "a", values: [2] },
      { index: 0, server: "b", values: [8] },
      { index: 0, server: "idle", values: [0] },
      { index: 1, server: "b", p50: [10], p95: [20], p99: [30] },
      { index: 2, server: "b", values: [2] },
      { index: 3, values: [10] },
    ],
  };
  const [first, second, ...more] = totalsOf(answer, specs, "server");
  assert.deepEqual(first, { name: "b", rate: 8, failed: 2, p50: 10, p95: 20, p99: 30 });
  assert.equal(failedShare(first), 25);
  assert.deepEqual([second.name, second.p50, more], ["a", null, []]);
  assert.equal(totalsOf(answer, specs, undefined)[0].rate, 10);
});

test("figures are written with their unit", () => {
  assert.equal(inUnit("rate", 12.44), "12.4/s");
  assert.equal(inUnit("rate", 12345), "12.3 k/s");
  assert.equal(inUnit("rate", 999.9), "1 k/s");
  assert.equal(inUnit("micros", 1530), "1.53 ms");
  assert.equal(inUnit("micros", 42), "42 µs");
  assert.equal(inUnit("micros", 2500000), "2.5 s");
  assert.equal(inUnit("bytes", 50331648), "48 MiB");
  assert.equal(inUnit("percent", 0.1), "0.1 %");
  assert.equal(inUnit("count", 0), "0");
  assert.equal(inUnit("ms", null), "–");
});

test("what a server reports is shown as long as it reports, and why it is not", () => {
  const vitals = new Vitals();
  const take = (data, node = "n1@a") => vitals.take({ type: "server_vitals", node, data: { server: "far", reported: true, ...data } });
  assert.equal(vitals.isReported("far"), false);
  take({ cpuPercent: 3.5, rssBytes: 50331648, openFiles: 1, threads: null });
  assert.equal(inWords(vitals.of("far", 0, null)), "3.5 % CPU, 48 MiB, 1 open file");
  assert.equal(vitals.of("far", 0, 4711), undefined);
  take({}, "n2@b");
  assert.ok(vitals.isReported("far"), "that the node before has left it says nothing");
  take({ trouble: "HTTP 404" });
  assert.ok(vitals.isReported("far"));
  assert.match(inWords(vitals.of("far", 0, undefined)), /HTTP 404/);
  take({ cpuPercent: null, rssBytes: null, openFiles: null, threads: null });
  assert.equal(vitals.isReported("far"), false);
  assert.equal(vitals.of("far", 0, null), undefined);
});
