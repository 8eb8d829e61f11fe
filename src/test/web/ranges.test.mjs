// Which time is shown, as the address bar holds it. Run: node --test src/test/web
import assert from "node:assert/strict";
import { test } from "node:test";
import { timeLabels } from "../../main/web/charts/time-axis.js";
import { spanOf, stretch, stretchOf, textOf } from "../../main/web/metrics/ranges.js";

globalThis.document ??= { hidden: true };
const { Times } = await import("../../main/web/metrics/times.js");

const MINUTE = 60000;
const NOW = Date.parse("2024-11-29T10:00:00Z");

/** An address bar that the test reads. */
class PlayedRoute {
  place = { range: "", at: "" };

  #watcher = () => {};

  watch(watcher) {
    this.#watcher = watcher;
    return () => {};
  }

  go(change) {
    this.place = { ...this.place, ...change };
    this.#watcher();
  }
}

test("a stretch comes back from the address bar as it went in", () => {
  const text = textOf({ from: NOW - 5 * MINUTE, to: NOW });
  assert.equal(text, "2024-11-29T09:55:00Z..2024-11-29T10:00:00Z");
  assert.deepEqual(stretchOf(text), { from: NOW - 5 * MINUTE, to: NOW });
});

test("what is no time is no stretch", () => {
  for (const text of ["", "..", "x..y", "2024-11-29T09:55:00Z", "2024-11-29T09:55:00Z..", "a..b..c", "2024-01-01T00:00:00Z..2024-01-02T00:00:00Z..x"]) {
    assert.equal(stretchOf(text), null, text);
  }
});

test("a stretch runs forward, is long enough to show something and no longer than anything is kept", () => {
  assert.deepEqual(stretch(NOW, NOW - MINUTE), { from: NOW - MINUTE, to: NOW });
  const tiny = stretch(NOW, NOW + 1);
  assert.ok(tiny.to - tiny.from >= 10000 && tiny.from <= NOW && tiny.to >= NOW);
  const { from, to } = stretch(0, NOW);
  assert.equal(to - from, 2 * 366 * 86400000);
});

test("an address from beyond all time is cut to what there is", () => {
  const far = stretchOf("+275760-09-13T00:00:00Z..+275760-09-13T00:00:00Z");
  assert.ok(far && far.to < Date.now() + 2 * 86400000);
  assert.doesNotThrow(() => textOf(/** @type {any} */ (far)));
  assert.ok(/** @type {any} */ (stretchOf("-000001-01-01T00:00:00Z..1970-01-01T00:00:01Z")).from >= -10000);
});

test("a span that does not exist is the usual one", () => {
  assert.equal(spanOf("1h").seconds, 3600);
  assert.equal(spanOf("a year").id, "15m");
  assert.equal(spanOf("").id, "15m");
});

test("live is a window that moves on; zooming stops it and the address bar holds where", () => {
  const route = new PlayedRoute();
  const times = new Times(route);
  assert.deepEqual(times.window(NOW), { from: NOW - 15 * MINUTE, to: NOW });
  assert.deepEqual(times.window(NOW + 1000), { from: NOW + 1000 - 15 * MINUTE, to: NOW + 1000 });
  times.zoom(NOW - 4 * MINUTE, NOW - 2 * MINUTE);
  assert.equal(times.live, false);
  assert.equal(route.place.at, "2024-11-29T09:56:00Z..2024-11-29T09:58:00Z");
  assert.deepEqual(times.window(NOW + MINUTE), { from: NOW - 4 * MINUTE, to: NOW - 2 * MINUTE });
});

test("going back undoes one zoom after the other and ends live, also when the page was loaded zoomed in", () => {
  const route = new PlayedRoute();
  const times = new Times(route);
  times.zoom(NOW - 8 * MINUTE, NOW - 2 * MINUTE);
  const outer = route.place.at;
  times.zoom(NOW - 5 * MINUTE, NOW - 4 * MINUTE);
  times.back();
  assert.equal(route.place.at, outer);
  times.back();
  assert.ok(times.live);
  route.place.at = outer;
  const reloaded = new Times(route);
  assert.equal(reloaded.live, false);
  reloaded.back();
  assert.ok(reloaded.live);
});

test("the browser's own way back undoes a zoom as well", () => {
  const route = new PlayedRoute();
  const times = new Times(route);
  times.zoom(NOW - 8 * MINUTE, NOW - 2 * MINUTE);
  const outer = route.place.at;
  times.zoom(NOW - 5 * MINUTE, NOW - 4 * MINUTE);
  route.go({ at: outer });
  times.back();
  assert.ok(times.live, "not to the outer one again");
});

test("another span is live again, and the usual one needs no word", () => {
  const route = new PlayedRoute();
  const times = new Times(route);
  times.zoom(NOW - MINUTE, NOW);
  times.setSpan("6h");
  assert.deepEqual(route.place, { range: "6h", at: "" });
  times.setSpan("15m");
  assert.deepEqual(route.place, { range: "", at: "" });
});

test("earlier goes back by half of what is shown, later never beyond now", () => {
  const route = new PlayedRoute();
  const times = new Times(route);
  times.shift(-1, NOW);
  assert.deepEqual(times.fixed, { from: NOW - 22.5 * MINUTE, to: NOW - 7.5 * MINUTE });
  times.shift(1, NOW + 1000);
  assert.deepEqual(times.fixed, { from: NOW - 15 * MINUTE, to: NOW });
  times.shift(1, NOW + 1000);
  assert.ok(times.live);
});

test("zooming out doubles the time and shows nothing of the future", () => {
  const route = new PlayedRoute();
  const times = new Times(route);
  times.widen(NOW);
  assert.deepEqual(times.fixed, { from: NOW - 30 * MINUTE, to: NOW });
});

test("the axis says the day at midnight and the second only where it matters", () => {
  const noon = new Date(2026, 10, 29, 12, 0, 0).getTime() / 1000;
  const midnight = new Date(2026, 10, 29, 0, 0, 0).getTime() / 1000;
  assert.deepEqual(timeLabels([noon], 300), ["12:00"]);
  assert.deepEqual(timeLabels([noon + 10], 10), ["12:00:10"]);
  assert.match(timeLabels([midnight], 3600)[0], /29/);
});
