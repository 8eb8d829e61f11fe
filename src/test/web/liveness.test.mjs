import assert from "node:assert/strict";
import test from "node:test";
import { Liveness } from "../../main/web/client/liveness.js";

let now = 5000;
const opened = () => {
  const liveness = new Liveness(() => now);
  liveness.began();
  return liveness;
};

test("a socket is silent when nothing came for ten seconds after a ping", () => {
  const liveness = opened();
  now += 1;
  assert.equal(liveness.isSilent(), false, "the first ping");
  now += 10_000;
  assert.equal(liveness.isSilent(), false);
  now += 1;
  assert.equal(liveness.isSilent(), true);
});

test("whatever comes after a ping is a sign of life", () => {
  const liveness = opened();
  for (let i = 0; i < 10; i++) {
    now += 4_000;
    assert.equal(liveness.isSilent(), false);
    now += 3;
    assert.equal(liveness.roundTrip, 3);
    liveness.heard();
  }
});

test("a socket was good once it lived for more than ten seconds, which is said once", () => {
  const liveness = opened();
  now += 10_000;
  assert.equal(liveness.wasGood(), false);
  liveness.began();
  now += 10_001;
  assert.equal(liveness.wasGood(), true);
  assert.equal(liveness.wasGood(), false);
});
