// The sealed talk of the client module, before a node that the test plays. Run: node --test src/test/web
import assert from "node:assert/strict";
import { test } from "node:test";
import { aboutEvent, aboutReply, aboutRequest, SealedTalk } from "../../main/web/client/sealed.js";
import { Stage } from "./stage.mjs";

const LOG = "event.server.log";
const bytes = (text) => new TextEncoder().encode(text);
const b64 = (data) => Buffer.from(data).toString("base64url");

/** The other end: the same exchange, with the directions the other way round. */
class NodeEnd {
  #sent = 0n;

  static async answering(key) {
    const { subtle } = crypto;
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const pair = await subtle.generateKey(curve, true, ["deriveBits"]);
    const own = Buffer.from(await subtle.exportKey("raw", pair.publicKey));
    const other = Buffer.from(key, "base64url");
    const client = await subtle.importKey("raw", other, curve, false, []);
    const secret = await subtle.deriveBits({ name: "ECDH", public: client }, pair.privateKey, 256);
    const base = await subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const salt = await subtle.digest("SHA-256", Buffer.concat([other, own]));
    const derive = (info) =>
      subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt, info: bytes(info) }, base,
        { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const end = new NodeEnd();
    end.key = own.toString("base64url");
    end.out = await derive("omnibus sealed 1 to client");
    end.in = await derive("omnibus sealed 1 to node");
    return end;
  }

  async close(body, about) {
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(this.#sent++);
    const how = { name: "AES-GCM", iv: Buffer.concat([Buffer.alloc(4), number]), additionalData: bytes(about) };
    const closed = await crypto.subtle.encrypt(how, this.out, bytes(JSON.stringify(body)));
    return b64(Buffer.concat([number, Buffer.from(closed)]));
  }

  async open(sealed, about) {
    const all = Buffer.from(sealed, "base64url");
    const iv = Buffer.concat([Buffer.alloc(4), all.subarray(0, 8)]);
    const how = { name: "AES-GCM", iv, additionalData: bytes(about) };
    return JSON.parse(Buffer.from(await crypto.subtle.decrypt(how, this.in, all.subarray(8))).toString());
  }
}

/** Waits until it is there. */
async function found(what) {
  for (;;) {
    const it = what();
    if (it) return it;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** A stage whose socket is sealed. */
async function sealed() {
  const stage = new Stage();
  const told = [];
  stage.client.hear(LOG, {}, { event: (event) => told.push(event.data.text) });
  await stage.open();
  const offer = await found(() => stage.sent("send", "bridge.seal"));
  assert.equal(stage.sent("register"), undefined, "nothing is heard before the key is there");
  const node = await NodeEnd.answering(offer.body.key);
  await stage.say({ type: "rec", address: offer.replyAddress, body: { key: node.key } });
  await found(() => stage.sent("register", LOG));
  await stage.registered(false, {}, LOG);
  const event = async (seq, text, place = seq) => {
    const body = { node: "n1", seq: place };
    const inside = { node: "n1", seq, data: { text } };
    body.sealed = await node.close(inside, aboutEvent(LOG, { node: "n1", seq }));
    await stage.say({ type: "rec", address: LOG, body });
  };
  return { stage, told, node, event };
}

test("a sealed event is opened, in its order", async () => {
  const { stage, told, event } = await sealed();
  for (let seq = 1; seq <= 20; seq += 1) await event(seq, `line ${seq}`);
  await found(() => told.length === 20);
  assert.deepEqual(told, Array.from({ length: 20 }, (_, n) => `line ${n + 1}`));
  stage.end();
});

test("an event that was put at another place is found, and the socket left", async () => {
  const { stage, told, event } = await sealed();
  await event(1, "one", 2);
  await found(() => stage.client.phase === "waiting");
  assert.equal(stage.client.closed.reason, "a sealed message was altered");
  assert.deepEqual(told, []);
  stage.end();
});

test("arguments leave sealed, results and failures are opened", async () => {
  const { stage, node } = await sealed();
  const answer = stage.client.request("command.tool.call", { tool: "t", arguments: { text: "secret" } });
  const sent = await found(() => stage.sent("send", "command.tool.call"));
  assert.ok(!JSON.stringify(sent).includes("secret"));
  const about = aboutRequest("command.tool.call", sent.replyAddress);
  assert.equal((await node.open(sent.body.sealed, about)).arguments.text, "secret");
  const body = { sealed: await node.close({ text: "result" }, aboutReply(sent.replyAddress)) };
  await stage.say({ type: "rec", address: sent.replyAddress, body });
  assert.equal((await answer).text, "result");

  const failure = stage.client.request("command.tool.call", { tool: "t" });
  const asked = await found(() => {
    const last = stage.sent("send", "command.tool.call");
    return last.replyAddress !== sent.replyAddress && last;
  });
  const why = await node.close({ message: "it said no" }, aboutReply(asked.replyAddress));
  await stage.say({ type: "err", address: asked.replyAddress, failureCode: 502, message: "failed", sealed: why });
  await assert.rejects(failure, { code: 502, message: "it said no" });
  stage.end();
});

test("a node that knows nothing of it is heard plain", async () => {
  const stage = new Stage();
  const told = [];
  stage.client.hear(LOG, {}, { event: (event) => told.push(event.seq) });
  await stage.open();
  const offer = await found(() => stage.sent("send", "bridge.seal"));
  await stage.say({ type: "err", address: offer.replyAddress, failureCode: 403, message: "forbidden" });
  await found(() => stage.sent("register", LOG));
  await stage.registered(false, {}, LOG);
  await stage.say({ type: "rec", address: LOG, body: { node: "n1", seq: 1, data: {} } });
  assert.deepEqual(told, [1]);
  stage.end();
});

test("what is let go of while away makes nothing plain on the next socket", async () => {
  const { stage } = await sealed();
  await stage.close(1006);
  stage.client.unhear(LOG);
  await new Promise((resolve) => setTimeout(resolve, 20));
  stage.client.hear(LOG, {}, { event: () => {} });
  await stage.open();
  await found(() => stage.sent("send", "bridge.seal"));
  assert.equal(stage.sent("register"), undefined, "not before the key is there");
  stage.end();
});

test("a key exchange that fails makes nothing plain: a call fails, and the next one tries anew", async () => {
  const stage = await new Stage().open();
  for (const failureCode of [408, 429, 500]) {
    const answer = assert.rejects(stage.client.request("command.tool.call", { tool: "t" }), { code: 503 });
    const offer = await found(() => {
      const last = stage.sent("send", "bridge.seal");
      return last && !last.seen && (last.seen = true) && last;
    });
    await stage.say({ type: "err", address: offer.replyAddress, failureCode, message: "busy" });
    await answer;
  }
  assert.equal(stage.sent("send", "command.tool.call"), undefined);
  stage.end();
});

test("counters are never used twice", async () => {
  let end;
  const talk = await SealedTalk.begin(async (key) => (end = await NodeEnd.answering(key)).key);
  const all = await Promise.all(Array.from({ length: 50 }, () => talk.close({}, "x")));
  assert.equal(new Set(all.map((one) => one.slice(0, 11))).size, 50);
  assert.deepEqual(await end.open(all[49], "x"), {});
});
