// The audit log as the page looks through it. Run: node --test src/test/web
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document ??= { hidden: true };
const { AuditLog, nameOf } = await import("../../main/web/audit.js");

const row = (n, at) => ({ node: "n1@k", n, at, action: "x", outcome: "ok", chain: "n1~k", hash: "0" });

function followed(filter, rows = []) {
  let listener;
  const asked = [];
  const bus = {
    follow: (_, __, ears) => (listener = ears),
    unhear() {},
    ask: async (_, body) => (asked.push(body), { rows }),
  };
  const log = new AuditLog(bus, { may: () => true });
  log.look(filter);
  return { log, asked, hear: (data) => listener.event({ data }) };
}

test("rows that come live stand in the order of their times, whole seconds too", () => {
  const { log, hear } = followed({});
  for (const [n, at] of [[1, "2026-11-29T10:00:00.999Z"], [2, "2026-11-29T10:00:01Z"], [3, "2026-11-29T10:00:01.500Z"], [4, "2026-11-29T10:00:00Z"]]) hear(row(n, at));
  assert.deepEqual(log.rows.map(({ n }) => n), [3, 2, 1, 4]);
});

test("a row of the very second that the filter begins with is in it, and one of its end is not", () => {
  const { log, hear } = followed({ from: "2026-11-29T10:00:00Z", to: "2099-01-01T00:00:00Z" });
  hear(row(1, "2026-11-29T10:00:00.001Z"));
  hear(row(2, "2026-11-29T09:59:59.999Z"));
  hear(row(3, "2099-01-01T00:00:00Z"));
  assert.deepEqual(log.rows.map(({ n }) => n), [1]);
});

test("a row is found by its name, and nothing by what is none", async () => {
  const there = row(7, "2026-11-29T10:00:00.999Z");
  const { log, asked } = followed({}, [row(6, there.at), there]);
  assert.equal(await log.find(nameOf(there)), there);
  assert.deepEqual(asked.at(-1), { from: there.at, to: "2026-11-29T10:00:01.000Z", limit: 1000 });
  assert.equal(await log.find("n1~k 8 2026-11-29T10:00:00.999Z"), null);
  assert.equal(await log.find("what"), null);
});
