// Hidden lines of charts in the address bar. Run: node --test src/test/web
import assert from "node:assert/strict";
import { test } from "node:test";
import { hiddenOf, hiding } from "../../main/web/metrics/hidden.js";

test("each chart has its own hidden lines", () => {
  const text = hiding(hiding("", "latency", new Set(["p50", "p95"])), "rate", new Set(["calls"]));
  assert.deepEqual(hiddenOf(text, "latency"), new Set(["p50", "p95"]));
  assert.deepEqual(hiddenOf(text, "rate"), new Set(["calls"]));
  assert.deepEqual(hiddenOf(text, "errors"), new Set());
});

test("what is shown again leaves the address bar as it was", () => {
  assert.equal(hiding(hiding("", "latency", new Set(["p50"])), "latency", new Set()), "");
});

test("a label may be anything, and so may what somebody typed", () => {
  const labels = new Set(["n1:a, b%"]);
  assert.deepEqual(hiddenOf(hiding("", "heap", labels), "heap"), labels);
  assert.deepEqual(hiddenOf("heap:%zz,,x,heap", "heap"), new Set(["%zz"]));
});
