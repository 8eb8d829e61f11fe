// The client module alone, before a node that the test plays. Run: node --test src/test/web
import assert from "node:assert/strict";
import { test } from "node:test";
import { backoff } from "../../main/web/client/backoff.js";
import { BusError } from "../../main/web/client/omnibus-client.js";
import { Stage, STATUS, settled } from "./stage.mjs";

test("waits double, end at a quarter of a minute and are never in step", () => {
  assert.equal(backoff(1, () => 1), 1000);
  assert.equal(backoff(3, () => 1), 4000);
  assert.equal(backoff(40, () => 1), 15000);
  const many = Array.from({ length: 1000 }, () => backoff(8));
  assert.ok(Math.min(...many) < 1000 && Math.max(...many) > 14000, "spread over the whole range");
});

test("it registers with its filter, and on the next socket with how far it came", async () => {
  const stage = await new Stage().hear().open();
  assert.deepEqual(stage.sent("register").headers, { server: "files" });
  await stage.registered(false, { n1: 4 });
  await stage.event(5);
  await stage.close(1006);
  await stage.open();
  assert.deepEqual(stage.sent("register").headers, { server: "files", since: { n1: 5 } });
  assert.equal(stage.socket.node, "http://two");
  stage.end();
});

test("what was heard before is told once", async () => {
  const stage = await new Stage().hear().open();
  await stage.registered(false, { n1: 4 });
  for (const seq of [4, 5, 5, 6]) await stage.event(seq);
  await stage.close(1006);
  await stage.open();
  await stage.registered(true, { n1: 7 });
  for (const seq of [6, 7]) await stage.event(seq);
  assert.deepEqual(stage.told, [5, 6, 7]);
  stage.end();
});

test("what comes before the acknowledgement is not of this register", async () => {
  const stage = await new Stage().hear().open();
  await stage.event(3);
  await stage.registered(false, { n1: 4 });
  await stage.event(5);
  assert.deepEqual(stage.told, [5]);
  stage.end();
});

test("events wait for the snapshot and are laid on top", async () => {
  let finish;
  const stage = new Stage();
  stage.hear({ snapshot: (why) => new Promise((resolve) => (finish = () => resolve(stage.told.push(why)))) });
  await stage.open();
  await stage.registered(false, { n1: 4 });
  await stage.event(5);
  assert.deepEqual(stage.told, []);
  finish();
  await settled();
  assert.deepEqual(stage.told, ["first", 5]);
  stage.end();
});

test("a snapshot that the loss of the socket cut short is taken on the next one", async () => {
  const stage = new Stage();
  let works = false;
  stage.hear({ snapshot: (why) => (works ? void stage.told.push(why) : new Promise(() => {})) });
  await stage.open();
  await stage.registered(false, { n1: 4 });
  await stage.close(1006);
  works = true;
  await stage.open();
  assert.deepEqual(stage.sent("register").headers, { server: "files" }, "it can't resume what it never had");
  await stage.registered(false, { n1: 9 });
  assert.deepEqual(stage.told, ["away"]);
  stage.end();
});

test("a gap is healed by the ring, in order, before what came later", async () => {
  const stage = await new Stage().hear().open();
  await stage.registered(false, { n1: 4 });
  await stage.notice("gap", { address: STATUS, node: "n1", first: 5, last: 6 });
  await stage.event(7);
  const asked = stage.sent("send", "query.feed.resume");
  assert.deepEqual(asked.body, { address: STATUS, headers: { server: "files" }, since: { n1: 4 } });
  const events = [5, 6, 7].map((seq) => ({ node: "n1", seq, data: {} }));
  const body = { recovered: true, events, cursor: { n1: 7 } };
  await stage.say({ type: "rec", address: asked.replyAddress, body });
  await stage.event(8);
  assert.deepEqual(stage.told, [5, 6, 7, 8]);
  stage.end();
});

test("a gap that no ring heals is said, and a snapshot is taken", async () => {
  const stage = new Stage();
  stage.hear({ snapshot: (why) => void stage.told.push(why) });
  await stage.open();
  await stage.registered(false, { n1: 4 });
  await stage.notice("gap", { address: STATUS, node: "n1", first: 5, last: 6 });
  const asked = stage.sent("send", "query.feed.resume");
  await stage.say({ type: "rec", address: asked.replyAddress, body: { recovered: false, events: [], cursor: { n1: 6 } } });
  await stage.event(7);
  assert.deepEqual(stage.told, ["first", "gap 5-6", "gap", 7]);
  stage.end();
});

test("a cursor that the node moves on in quiet times is the one to resume from", async () => {
  const stage = await new Stage().hear().open();
  await stage.registered(false, { n1: 4 });
  await stage.notice("cursor", { address: STATUS, cursor: { n1: 900, n2: 3 } });
  await stage.close(1006);
  await stage.open();
  assert.deepEqual(stage.sent("register").headers.since, { n1: 900, n2: 3 });
  stage.end();
});

test("codes from 3500 to 3999 are not come back from, those below are", async () => {
  for (const code of [3500, 3999]) {
    const stage = await new Stage().open();
    await stage.close(code, "no");
    assert.equal(stage.client.phase, "off");
    assert.deepEqual(stage.client.closed, { code, reason: "no" });
  }
  for (const code of [3001, 3008, 3499, 4408, 1006]) {
    const stage = await new Stage().open();
    await stage.close(code);
    assert.equal(stage.client.phase, "waiting");
    stage.end();
  }
});

test("a node that ends says when to come back", async () => {
  const stage = await new Stage().open();
  await stage.notice("closing", { code: 3001, reason: "draining", reconnectInMs: 4321 });
  const before = Date.now();
  await stage.close(3001, "draining");
  const left = stage.client.retryAt - 4321;
  assert.ok(before <= left && left <= Date.now(), `${left - before} ms after it was closed`);
  stage.end();
});

test("an expired socket gets a new token first", async () => {
  const renewals = [];
  const stage = await new Stage({ token: async (renew) => String(renewals.push(renew)) }).open();
  await stage.close(4401);
  assert.deepEqual(renewals, [false, true]);
  stage.end();
});

test("a token that runs out is renewed over the open socket", async () => {
  const stage = await new Stage({ token: async (renew) => (renew ? "young" : "old") }).open();
  await stage.notice("expiring", { expires: "2026-11-28T00:00:00Z" });
  assert.deepEqual(stage.sent("send", "bridge.renew").body, { token: "young" });
  assert.equal(stage.sockets.length, 1);
  stage.end();
});

test("a caller who is refused stays away and says why", async () => {
  const before = globalThis.fetch;
  globalThis.fetch = async () => ({ ok: false, status: 403, json: async () => ({ error: { message: "blocked" } }) });
  const stage = new Stage();
  await stage.client.connect();
  globalThis.fetch = before;
  assert.equal(stage.client.phase, "off");
  assert.deepEqual(stage.client.closed, { code: 403, reason: "blocked" });
});

test("a request without an answer fails at its deadline, one on a lost socket at once", async () => {
  const stage = await new Stage().open();
  await assert.rejects(stage.client.request("query.server.list", {}, { deadlineMs: 5 }), { code: 408 });
  const lost = assert.rejects(
    stage.client.request("query.server.list"),
    (error) => error instanceof BusError && error.code === 503,
  );
  await stage.close(1006);
  await lost;
  await assert.rejects(stage.client.request("query.server.list"), { code: 503 });
  stage.end();
});

test("an address that may not be heard is said and not asked for again", async () => {
  const stage = new Stage();
  stage.hear({ refused: (error) => stage.told.push(error.code) });
  await stage.open();
  await stage.say({ type: "err", address: STATUS, failureCode: 403, message: "no" });
  assert.deepEqual(stage.told, [403]);
  stage.end();
});
