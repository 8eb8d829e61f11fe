// The list of traces and the one that is open. Run: node --test src/test/web
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

globalThis.document ??= { hidden: true };
globalThis.window ??= globalThis;
const { Traces } = await import("../../main/web/traces/traces.js");

const EVERYTHING = { server: "", failed: false, minMs: 0, minutes: 0 };

/** A node whose answers the test gives. */
class Stage {
  asked = [];
  answers = [];

  follow(address, filter, listener) {
    this.listener = listener;
  }

  unhear() {}

  ask(address, body) {
    this.asked.push(body);
    return new Promise((resolve, reject) => this.answers.push({ resolve, reject }));
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

let stage;
let traces;
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  stage = new Stage();
  traces = new Traces(stage, () => 0);
  traces.start();
});

test("what the address bar says is asked once, and nothing before", () => {
  traces.want({ ...EVERYTHING, server: "files" }, "");
  mock.timers.tick(1000);
  assert.deepEqual(stage.asked, [{ limit: 200, server: "files" }]);
  traces.stop();
});

test("an older question that failed says nothing of the one that is asked now", async () => {
  traces.want({ ...EVERYTHING, server: "gone" }, "");
  mock.timers.tick(1000);
  traces.want(EVERYTHING, "");
  mock.timers.tick(1000);
  const [older, newer] = stage.answers;
  newer.resolve({ traces: [] });
  await settled();
  older.reject(new Error("no such server"));
  await settled();
  assert.equal(traces.trouble, "");
  assert.deepEqual(traces.rows, []);
  traces.stop();
});
