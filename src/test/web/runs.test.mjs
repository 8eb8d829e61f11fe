// Calls as a page follows them, and what of a stranger's content it shows. Run: node --test src/test/web
import assert from "node:assert/strict";
import { test } from "node:test";
import { asCli, asCurl } from "../../main/web/run/copies.js";
import { imageUri, isPage, jsonIn, pageAddress, soundUri, webAddress } from "../../main/web/run/contents.js";
import { filled, variablesOf } from "../../main/web/run/template.js";

globalThis.document ??= { hidden: true };
const { setInterval: every } = globalThis;
globalThis.setInterval = (task, ms) => every(task, ms).unref();
const { Runs } = await import("../../main/web/run/runs.js");

/** A node whose one call the test writes. */
class PlayedBus {
  phase = "open";
  ears = new Map();
  asked = [];
  run = { call: "c.n1", state: "running", revision: 1, entries: [], questions: [] };
  watchers = [];

  hear(address, handler) {
    this.ears.set(address, handler);
  }

  unhear(address) {
    this.ears.delete(address);
  }

  watch(watcher) {
    this.watchers.push(watcher);
  }

  async ask(address, body) {
    this.asked.push([address, body]);
    if (body.from !== undefined) return { piece: this.text.slice(body.from, body.from + 4), next: body.from + 4 < this.text.length ? body.from + 4 : undefined };
    if (address === "query.call.list") return { calls: [] };
    const entries = this.run.entries.filter((entry) => entry.n > (body.after ?? 0));
    return { ...this.run, entries };
  }

  tell(revision) {
    this.ears.get("event.call.progress")({ data: { call: this.run.call, revision } });
  }

  phased(phase) {
    this.phase = phase;
    this.watchers.forEach((watcher) => watcher());
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const asks = (bus) => bus.asked.filter(([address]) => address === "query.call.get").length;

test("a word brings what is new, and a word that is known brings nothing", async () => {
  const bus = new PlayedBus();
  const runs = new Runs(bus, () => true);
  runs.follow("c.n1");
  await settled();
  bus.run = { ...bus.run, revision: 2, entries: [{ n: 2, kind: "log", data: "a" }] };
  bus.tell(2);
  await settled();
  assert.deepEqual(runs.followed.get("c.n1").entries.map(({ data }) => data), ["a"]);
  assert.equal(bus.asked.at(-1)[1].after, 1);
  const before = asks(bus);
  bus.tell(2);
  await settled();
  assert.equal(asks(bus), before);
});

test("who comes back asks for what happened meanwhile, and nothing is shown twice", async () => {
  const bus = new PlayedBus();
  const runs = new Runs(bus, () => true);
  runs.follow("c.n1");
  bus.phased("open");
  await settled();
  bus.phased("waiting");
  bus.run = { ...bus.run, state: "finished", revision: 3, entries: [{ n: 2, kind: "log", data: "a" }] };
  bus.phased("open");
  await settled();
  bus.tell(4);
  await settled();
  const run = runs.followed.get("c.n1");
  assert.deepEqual([run.state, run.entries.length], ["finished", 1]);
});

test("what nobody looks at is not followed", async () => {
  const bus = new PlayedBus();
  const runs = new Runs(bus, () => true);
  const stops = [runs.follow("c.n1"), runs.follow("c.n1")];
  await settled();
  stops[0]();
  assert.equal(runs.followed.size, 1);
  stops[1]();
  assert.equal(runs.followed.size, 0);
  assert.equal(bus.ears.size, 0);
});

test("a long result is put together", async () => {
  const bus = new PlayedBus();
  bus.text = '{"content":[]}';
  bus.run = { ...bus.run, state: "finished", revision: 2, resultChars: 14, resultKept: true };
  const runs = new Runs(bus, () => true);
  runs.follow("c.n1");
  await settled();
  assert.deepEqual(runs.followed.get("c.n1").result, { content: [] });
});

test("of data only pictures and sounds are shown", () => {
  assert.equal(imageUri("aGk=", "image/png"), "data:image/png;base64,aGk=");
  assert.equal(soundUri("aGk=", "audio/wav"), "data:audio/wav;base64,aGk=");
  for (const mime of ["text/html", "image/svg+xml", "image/png,<script>", "", undefined]) assert.equal(imageUri("aGk=", mime), "");
  assert.equal(imageUri("aG\n k=", "image/png"), "data:image/png;base64,aGk=");
  const began = Date.now();
  assert.equal(imageUri(`${" ".repeat(1_000_000)}!`, "image/png"), "");
  assert.ok(Date.now() - began < 1000);
  assert.equal(imageUri('x" onload="alert(1)', "image/png"), "");
});

test("a link leads to the web or nowhere", () => {
  assert.equal(webAddress("https://example.com/a"), "https://example.com/a");
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "http://user:pw@x/", 7]) assert.equal(webAddress(bad), "");
  assert.ok(isPage({ uri: "ui://a", mimeType: "text/html;profile=mcp-app" }));
  assert.equal(pageAddress({ uri: "ui://a", mimeType: "text/uri-list", text: "https://example.com/app\n" }), "https://example.com/app");
  assert.equal(pageAddress({ uri: "ui://a", mimeType: "text/html", text: "<p>" }), "");
});

test("text that is JSON is read as JSON", () => {
  assert.deepEqual(jsonIn(' {"a":1}'), { a: 1 });
  assert.equal(jsonIn("7"), undefined);
  assert.equal(jsonIn("{nope"), undefined);
});

test("a copied call is safe in a shell", () => {
  const nasty = { text: "it's $(rm -rf ~) `x` \\" };
  for (const line of [asCurl("http://n", "a b", "t'ool", nasty), asCli("http://n", "a b", "t'ool", nasty)]) {
    assert.ok(line.includes(`it'\\''s $(rm -rf ~)`), line);
  }
});

test("a template is filled in as RFC 6570 says", () => {
  assert.deepEqual(variablesOf("x://{a}/{+b}{?c,d*}"), ["a", "b", "c", "d"]);
  assert.equal(filled("demo://weather/{city}", { city: "S\u00e3o Paulo/1" }), "demo://weather/S%C3%A3o%20Paulo%2F1");
  assert.equal(filled("x://{+b}{?c,d}", { b: "p/q", c: "1", d: "" }), "x://p/q?c=1");
  assert.equal(filled("x://h{/a}{&c}", { a: "", c: "2" }), "x://h&c=2");
});
