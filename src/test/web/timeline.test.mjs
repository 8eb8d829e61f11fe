// The series of one view: asked once, carried on by ticks. Run: node --test src/test/web
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

globalThis.document ??= { hidden: true };
const { Timeline } = await import("../../main/web/metrics/timeline.js");
const { Ticks } = await import("../../main/web/metrics/ticks.js");
const { Pulse } = await import("../../main/web/metrics/pulse.js");

const START = 1764380000;
const CALLS = { metric: "calls", server: "files" };

/** A node whose answers the test gives, and a page that looks at it. */
class Stage {
  phase = "open";
  asked = [];
  answers = [];
  heard = new Map();
  watchers = new Set();
  now = START * 1000;
  times = { live: true, fixed: null, watch: () => () => {}, window: (now) => this.times.fixed ?? { from: now - 300000, to: now } };
  mayAsk = true;

  ask(address, body) {
    this.asked.push({ address, ...body });
    return new Promise((resolve, reject) => this.answers.push({ resolve, reject }));
  }

  follow(address, filter, listener) {
    if (this.heard.has(address)) throw new Error("heard already");
    this.heard.set(address, listener);
  }

  unhear(address) {
    this.heard.delete(address);
  }

  watch(watcher) {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  get ticks() {
    return (this.known ??= new Ticks(this));
  }

  timeline(specs = [CALLS]) {
    const timeline = new Timeline({ bus: this, ticks: this.ticks, times: this.times, now: () => this.now, mayAsk: () => this.mayAsk });
    timeline.start(specs);
    return timeline;
  }

  tick(second, calls, node = "n1@abc") {
    this.now = Math.max(this.now, (second + 1) * 1000);
    const data = { at: second, server: ["files"], replica: [0], tool: [""], calls: [calls] };
    this.heard.get("event.metrics.tick").event({ node, data });
  }

  async answer(values, step = 1, from = START - values.length * step) {
    const at = values.map((_, i) => from + i * step);
    this.answers.shift().resolve({ step, at, series: [{ index: 0, ...CALLS, values }], missing: [] });
    await settled();
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

const end = (timeline, count) => [timeline.at.slice(-count), timeline.lines(CALLS).get("").values.slice(-count)];

let stage;
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  stage = new Stage();
});

test("one question for all series; ticks carry them on", async () => {
  const timeline = stage.timeline([CALLS, { metric: "queue", server: "files" }]);
  assert.equal(stage.asked.length, 1);
  assert.equal(stage.asked[0].series.length, 2);
  assert.equal(stage.asked[0].maxPoints, 300);
  await stage.answer([5, 6]);
  stage.tick(START, 3);
  stage.tick(START + 1, 4);
  stage.tick(START + 2, null);
  assert.deepEqual(end(timeline, 5), [[START - 2, START - 1, START, START + 1, START + 2], [5, 6, 3, 4, 0]]);
  timeline.stop();
});

test("what lies between the answer and the first whole second is asked for once more", async () => {
  const timeline = stage.timeline();
  await stage.answer([5]);
  assert.equal(stage.asked.length, 1);
  mock.timers.tick(4000);
  assert.equal(stage.asked.length, 2);
  await stage.answer([5, 6]);
  mock.timers.tick(20000);
  await stage.answer([5, 6, 7]);
  mock.timers.tick(3600000);
  assert.equal(stage.asked.length, 3);
  timeline.stop();
});

test("coarse steps are not counted here but asked for again, as long as it is live", async () => {
  const timeline = stage.timeline();
  await stage.answer([5, 6], 600, Math.floor(START / 600) * 600 - 600);
  stage.tick(START, 3);
  assert.deepEqual(end(timeline, 1)[1], [6]);
  mock.timers.tick(100000);
  assert.equal(stage.asked.length, 2);
  timeline.stop();
  mock.timers.tick(3600000);
  assert.equal(stage.asked.length, 2);
});

test("a stretch of the past stands still", async () => {
  stage.times.live = false;
  stage.times.fixed = { from: (START - 10) * 1000, to: START * 1000 };
  const timeline = stage.timeline();
  await stage.answer([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  stage.tick(START + 5, 99);
  assert.equal(timeline.at.at(-1), START - 1);
  assert.deepEqual(timeline.window, { from: START - 10, to: START });
  assert.deepEqual(timeline.lines(CALLS).get("").values, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  mock.timers.tick(3600000);
  assert.equal(stage.asked.length, 1);
  timeline.stop();
});

test("an answer to an older question is void", async () => {
  const timeline = stage.timeline();
  const other = { metric: "queue", server: "files" };
  timeline.show([other]);
  assert.equal(stage.asked.length, 2);
  await stage.answer([9, 9]);
  assert.equal(timeline.phase, "loading");
  await stage.answer([1, 2]);
  assert.equal(timeline.phase, "ready");
  timeline.stop();
});

test("lost ticks are asked for, not drawn as silence", async () => {
  const timeline = stage.timeline();
  await stage.answer([5, 6]);
  stage.tick(START, 3);
  stage.tick(START + 1, 3);
  stage.heard.get("event.metrics.tick").gap();
  assert.equal(stage.asked.length, 2);
  stage.tick(START + 9, 3);
  stage.tick(START + 10, 3);
  assert.deepEqual(end(timeline, 4)[1], [null, null, 3, 3]);
  timeline.stop();
});

test("a node that cannot answer says why, and is asked again", async () => {
  const timeline = stage.timeline();
  stage.answers.shift().reject(new Error("the store is gone"));
  await settled();
  assert.equal(timeline.phase, "failed");
  assert.equal(timeline.trouble, "the store is gone");
  mock.timers.tick(5000);
  await stage.answer([5]);
  assert.equal(timeline.phase, "ready");
  timeline.stop();
});

test("who comes before the socket is open is answered once it is", async () => {
  stage.phase = "connecting";
  const timeline = stage.timeline();
  stage.answers.shift().reject(new Error("not connected"));
  await settled();
  assert.equal(timeline.phase, "loading");
  stage.phase = "open";
  stage.watchers.forEach((watcher) => watcher());
  await stage.answer([5]);
  assert.equal(timeline.phase, "ready");
  timeline.stop();
});

test("a link to two years is a picture of some hundred steps, also before anything is known", () => {
  stage.times.live = false;
  stage.times.fixed = { from: (START - 63000000) * 1000, to: START * 1000 };
  const timeline = stage.timeline();
  assert.equal(timeline.phase, "loading");
  assert.ok(timeline.at.length <= 301, `${timeline.at.length} steps`);
  timeline.stop();
});

test("who may not ask for the past sees what comes", async () => {
  stage.mayAsk = false;
  const timeline = stage.timeline();
  stage.tick(START, 3);
  stage.tick(START + 1, 8);
  assert.equal(stage.asked.length, 0);
  assert.deepEqual(end(timeline, 2)[1], [3, 8]);
  timeline.stop();
});

test("ticks are heard as long as somebody wants them", () => {
  const one = stage.timeline();
  const other = stage.timeline();
  one.stop();
  assert.ok(stage.heard.has("event.metrics.tick"));
  other.stop();
  assert.ok(!stage.heard.has("event.metrics.tick"));
});

test("a line is kept for the window and no longer, whatever is heard", async () => {
  const timeline = stage.timeline();
  await stage.answer([5]);
  for (let second = START; second < START + 2000; second += 1) stage.tick(second, 1);
  assert.ok(timeline.at.length <= 302, `${timeline.at.length} steps`);
  assert.deepEqual(end(timeline, 2)[1], [1, 1]);
  timeline.stop();
});

test("the pulse of a server is that of the last seconds, merged over nodes", () => {
  const pulse = new Pulse(stage.ticks, () => stage.now);
  pulse.start();
  const tell = (at, node, calls, latency) =>
    stage.heard.get("event.metrics.tick").event({
      node,
      data: { at, server: ["", "files"], replica: [0, 0], tool: ["", ""], calls: [null, calls], latency: [null, latency], "errors.tool": [null, calls ? 1 : null] },
    });
  for (let at = START; at < START + 20; at += 1) {
    tell(at, "n1", 2, [100, 2]);
    tell(at, "n2", 1, [200, 1]);
  }
  const beat = pulse.of("files");
  assert.equal(beat.rate, 3);
  assert.equal(beat.errors, 2);
  assert.equal(beat.p95, 200);
  assert.equal(beat.rates.length, 59);
  assert.equal(pulse.of("mail"), undefined);
  for (let at = START + 20; at < START + 90; at += 1) tell(at, "n1", null, null);
  assert.equal(pulse.of("files"), undefined);
  pulse.stop();
});

test("a replica's row and a node with a clock an hour ahead change nothing of a server's pulse", () => {
  const pulse = new Pulse(stage.ticks, () => stage.now);
  pulse.start();
  const tell = (at, node, server, replica) =>
    stage.heard.get("event.metrics.tick").event({
      node,
      data: { at, server: [server, server], replica: [0, replica], tool: ["", ""], calls: [4, 4] },
    });
  for (let at = START; at < START + 15; at += 1) {
    tell(at, "n1", "files", 2);
    tell(at, "n2", "files", 1);
    tell(at + 3600, "ahead", "mail", 1);
  }
  assert.equal(pulse.of("files").rate, 8);
  assert.equal(pulse.of("mail").rate, 4);
  pulse.stop();
});

test("a server's pulse is right after most nodes are gone", () => {
  let now = START * 1000;
  const pulse = new Pulse(stage.ticks, () => now);
  pulse.start();
  for (let at = START; at < START + 60; at += 1) {
    now = (at + 1) * 1000;
    for (const node of at < START + 20 ? ["n1", "n2", "n3"] : ["n3"]) {
      stage.heard.get("event.metrics.tick").event({ node, data: { at, server: ["files"], replica: [0], tool: [""], calls: [2] } });
    }
  }
  assert.equal(pulse.of("files").rate, 2);
  assert.equal(pulse.of("files").rates.at(-1), 2);
  pulse.stop();
});
