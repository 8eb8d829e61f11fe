// Traces that servers name in their logs. Run: node --test src/test/web
import assert from "node:assert/strict";
import { test } from "node:test";
import { namedIn } from "../../main/web/traces/named.js";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

const found = (text) => {
  const named = namedIn(text);
  return named && [named.trace, text.slice(named.from, named.to)];
};

test("a trace is found however servers say it", () => {
  for (const text of [
    `done trace_id=${TRACE} span_id=00f067aa0ba902b7`,
    `{"level":"info","traceId":"${TRACE}"}`,
    `{"trace_id": "${TRACE}", "msg": "x"}`,
    `traceparent: 00-${TRACE}-00f067aa0ba902b7-01`,
    `[trace ${TRACE}] reading`,
  ]) {
    assert.deepEqual(found(text), [TRACE, TRACE], text);
  }
  assert.deepEqual(found(`TRACE_ID=${TRACE.toUpperCase()}`), [TRACE, TRACE.toUpperCase()]);
});

test("other numbers are none", () => {
  assert.equal(namedIn(`checksum ${TRACE}`), null);
  assert.equal(namedIn(`trace_id=${TRACE}ff`), null);
  assert.equal(namedIn("trace_id=none"), null);
  assert.equal(namedIn(""), null);
});
