// Who is here, as a page takes it from snapshots and diffs, and what it tells of itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";

mock.timers.enable({ apis: ["setTimeout"] });

globalThis.document = /** @type {any} */ ({ hidden: true });
const { PLACES, Presence, initials, isPerson, named, shortName } = await import("../../main/web/presence.js");

const settled = () => new Promise((resolve) => setImmediate(resolve));
/** A second passes for the page. */
const later = () => (mock.timers.tick(1000), settled());

/** A bus that the test plays. */
class Played {
  phase = "open";
  asked = [];
  answers = {};
  follow(address, filter, listener) {
    Object.assign(this, { address, listener });
  }
  async ask(address, body) {
    this.asked.push([address, { ...body }]);
    if (this.fails) throw Object.assign(new Error("no answer"), { code: this.fails });
    return this.answers[address] ?? { ok: true };
  }
}

const member = (user, at = [], connections = 1, since = "2026-11-22T10:00:00Z") => ({ user, since, connections, at });
const page = (server) => ({ node: "n1@a", page: "fleet", ...(server ? { server } : {}), connections: 1 });

function stage(place = { page: "fleet" }) {
  const bus = new Played();
  const session = { user: { name: "me" }, may: () => true };
  const presence = new Presence(bus, session, () => place);
  const take = (revision, changes, more) =>
    bus.listener.event({ data: { node: "n1@a", revision, users: 2, connections: 2, changes, more } });
  return { bus, presence, take };
}

test("the snapshot is who is here, and a diff changes it", async () => {
  const { bus, presence, take } = stage();
  bus.answers["query.presence.list"] = { node: "n1@a", revision: 5, users: 2, connections: 3, members: [member("me"), member("ann", [page("files")])] };
  await bus.listener.snapshot();
  assert.deepEqual(presence.at("files").map((one) => one.user), ["ann"]);
  take(6, [{ change: "changed", ...member("ann", [page("web")]) }, { change: "joined", ...member("bob", [page("web")]) }]);
  assert.deepEqual(presence.at("files"), []);
  assert.deepEqual(presence.at("web").map((one) => one.user), ["ann", "bob"]);
  take(7, [{ change: "left", ...member("ann", [], 0) }]);
  assert.deepEqual(presence.others.map((one) => one.user), ["bob"]);
});

test("a diff from before the snapshot changes nothing", async () => {
  const { bus, presence, take } = stage();
  bus.answers["query.presence.list"] = { node: "n1@a", revision: 5, users: 1, connections: 1, members: [member("ann")] };
  await bus.listener.snapshot();
  take(5, [{ change: "left", ...member("ann", [], 0) }]);
  assert.equal(presence.others.length, 1);
});

test("a page tells what it shows once for each socket, and again when it shows something else", async () => {
  const place = { page: "fleet" };
  const { bus, presence } = stage(place);
  presence.opened();
  presence.moved();
  await later();
  assert.deepEqual(bus.asked, [["command.presence.update", { page: "fleet" }]]);
  presence.opened();
  await settled();
  assert.equal(bus.asked.length, 2, "another socket is told anew");
  place.server = "files";
  presence.moved();
  presence.moved();
  await later();
  assert.deepEqual(bus.asked.slice(2), [["command.presence.update", { page: "fleet", server: "files" }]]);
});

test("a page that could not be told where it is tells it again a while later, unless it never may", async () => {
  const { bus, presence } = stage({ page: "fleet" });
  bus.fails = 503;
  presence.opened();
  await settled();
  presence.moved();
  await later();
  assert.equal(bus.asked.length, 1, "not at once");
  bus.fails = 0;
  mock.timers.tick(8000);
  await settled();
  assert.deepEqual(bus.asked[1], ["command.presence.update", { page: "fleet" }]);
  bus.fails = 404;
  presence.opened();
  await settled();
  mock.timers.tick(60_000);
  await settled();
  assert.equal(bus.asked.length, 3);
});

test("people come before programs, and who sits here is first of all", async () => {
  const { bus, presence } = stage();
  const tail = [{ node: "n1@a", program: "omnibus-tail", connections: 1 }];
  bus.answers["query.presence.list"] = {
    ...{ node: "n1@a", revision: 1, users: 3, connections: 3 },
    members: [member("key:ci", tail, 1, "2026-11-22T09:00:00Z"), member("ann", [page()]), member("me", [page()])],
  };
  await bus.listener.snapshot();
  assert.deepEqual(presence.all.map((one) => one.user), ["me", "ann", "key:ci"]);
  assert.equal(isPerson(presence.members.get("key:ci")), false);
});

test("a program that has just left is still a program", () => {
  assert.equal(isPerson(member("key:ci", [], 0)), false);
  assert.equal(isPerson(member("ann", [], 0)), true);
});

test("names are short and said as one says them", () => {
  assert.equal(shortName("key:ci"), "ci");
  assert.equal(shortName("jwt:corp:ann:x"), "ann:x");
  assert.equal(initials("ann"), "AN");
  assert.equal(initials("ann.lee@corp"), "AL");
  assert.equal(initials("key:ci-bot"), "CB");
  assert.equal(named(["ann"]), "ann");
  assert.equal(named(["ann", "bob"]), "ann and bob");
  assert.equal(named(["ann", "bob", "cay"]), "ann, bob and 1 other");
  assert.equal(named(["ann", "bob", "cay", "dan"]), "ann, bob and 2 others");
});

test("the pages are those of the dashboard and those of the contract", () => {
  const contract = JSON.parse(readFileSync(new URL("../../main/resources/contract/command.presence.update.json", import.meta.url), "utf8"));
  const pages = readFileSync(new URL("../../main/web/views/pages.js", import.meta.url), "utf8");
  const ids = [...pages.matchAll(/^ {4}id: "(.*)"/gm)].map(([, id]) => id || "fleet");
  assert.deepEqual(PLACES, ids);
  assert.deepEqual(contract.request.properties.page.enum, ids);
});
