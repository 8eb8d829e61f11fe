// Single calls beside the figures of many. Run: node --test src/test/web
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

globalThis.document ??= { hidden: true };
const { Exemplars } = await import("../../main/web/traces/exemplars.js");

const NOW = Date.parse("2026-11-29T10:00:00Z");
const ROW = { trace: "4bf92f3577b34da6a3ce929d0e0e4736", at: "2026-11-29T09:59:00.500Z", server: "files", method: "tools/call", tool: "read", durationMs: 12.5, failed: true, outcome: "timeout" };

/** A node whose answers the test gives, and a time that somebody looks at. */
class Stage {
  asked = [];
  answers = [];
  live = true;
  bus = {
    phase: "open",
    watch: (watcher) => ((this.#opening = watcher), () => {}),
    ask: (_, body) => (this.asked.push(body), new Promise((resolve, reject) => this.answers.push({ resolve, reject }))),
  };
  now = () => NOW;
  #watcher = () => {};
  #opening = () => {};
  times = {
    watch: (watcher) => ((this.#watcher = watcher), () => (this.#watcher = () => {})),
    window: () => ({ from: NOW - 600000, to: NOW }),
  };

  constructor() {
    Object.defineProperty(this.times, "live", { get: () => this.live });
  }

  moved() {
    this.#watcher();
  }

  turns(phase) {
    this.bus.phase = phase;
    this.#opening();
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

let stage;
let exemplars;
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  stage = new Stage();
  exemplars = new Exemplars(stage);
});

test("of each part of the time the slowest call is asked for, of one server or of all", async () => {
  exemplars.start("files");
  assert.deepEqual(stage.asked[0], { from: "2026-11-29T09:50:00.000Z", to: "2026-11-29T10:00:00.000Z", slowestEachMs: 10000, limit: 61, server: "files" });
  stage.answers[0].resolve({ traces: [ROW] });
  await settled();
  assert.deepEqual(exemplars.all, [{ trace: ROW.trace, at: Date.parse(ROW.at) / 1000, value: 12500, words: "files read (timeout)", failed: true }]);
  exemplars.start(undefined);
  assert.equal(stage.asked[1].server, undefined);
  exemplars.stop();
});

test("while it is live they are asked for again, and not when it stands still", async () => {
  exemplars.start("files");
  stage.answers[0].resolve({ traces: [] });
  await settled();
  mock.timers.tick(10000);
  assert.equal(stage.asked.length, 2);
  stage.live = false;
  stage.moved();
  stage.answers[2].resolve({ traces: [] });
  await settled();
  mock.timers.tick(60000);
  assert.equal(stage.asked.length, 3);
  exemplars.stop();
});

test("what is answered about another time, or after one left, is void", async () => {
  exemplars.start("files");
  stage.moved();
  stage.answers[1].resolve({ traces: [] });
  stage.answers[0].resolve({ traces: [ROW] });
  await settled();
  assert.deepEqual(exemplars.all, []);
  exemplars.stop();
  exemplars.start("files");
  exemplars.stop();
  stage.answers[2].resolve({ traces: [ROW] });
  await settled();
  assert.deepEqual(exemplars.all, []);
});

test("who comes with a link to a time that stands still sees them once there is a connection", async () => {
  stage.live = false;
  stage.bus.phase = "connecting";
  exemplars.start("files");
  assert.equal(stage.asked.length, 0);
  stage.turns("open");
  stage.answers[0].resolve({ traces: [ROW] });
  await settled();
  assert.equal(exemplars.all.length, 1);
  exemplars.stop();
});
