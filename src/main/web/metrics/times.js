/** Which time the charts of the page show: a window that ends now and moves on, or a stretch one has stopped at. */
import { Store } from "../store.js";
import { USUAL, spanOf, stretch, stretchOf, textOf } from "./ranges.js";

export class Times extends Store {
  #route;
  /** Where one was before zooming in, the last at the end. @type {string[]} */
  #before = [];
  #shown = "";

  /** @param {import("../route.js").Route} route */
  constructor(route) {
    super();
    this.#route = route;
    this.#shown = shownOf(route.place);
    route.watch(() => this.#moved());
  }

  #moved() {
    const { place } = this.#route;
    const shown = shownOf(place);
    if (shown === this.#shown) return;
    this.#shown = shown;
    // The browser's own way back leads there too.
    if (this.#before.at(-1) === place.at) this.#before.pop();
    this.changed();
  }

  get span() {
    return spanOf(this.#route.place.range);
  }

  /** The stretch that is looked at; null while it is live. */
  get fixed() {
    return stretchOf(this.#route.place.at);
  }

  get live() {
    return this.fixed === null;
  }

  /** @param {number} now in milliseconds @returns {{from: number, to: number}} in milliseconds */
  window(now) {
    const to = Math.floor(now / 1000) * 1000;
    return this.fixed ?? { from: to - this.span.seconds * 1000, to };
  }

  /** Stops at a part of what is shown. @param {number} from @param {number} to in milliseconds */
  zoom(from, to) {
    this.#before.push(this.#route.place.at);
    this.#go({ at: textOf(stretch(from, to)) });
  }

  /** Where one was before the last zoom; live, if this page knows of none. */
  back() {
    this.#go({ at: this.#before.pop() ?? "" });
  }

  goLive() {
    this.#before = [];
    this.#go({ at: "" });
  }

  /** @param {string} id */
  setSpan(id) {
    this.#before = [];
    this.#go({ range: id === USUAL ? "" : id, at: "" });
  }

  /** To the time before or after, by half of what is shown. @param {number} way -1 or 1 @param {number} now in milliseconds */
  shift(way, now) {
    const { from, to } = this.window(now);
    const by = (way * (to - from)) / 2;
    if (to + by > now) this.goLive();
    else this.#go({ at: textOf(stretch(from + by, to + by)) });
  }

  /** Twice as much, around the same middle, but nothing of the future. @param {number} now in milliseconds */
  widen(now) {
    const { from, to } = this.window(now);
    const half = (to - from) / 2;
    const end = Math.min(to + half, now);
    this.zoom(end - 4 * half, end);
  }

  /** @param {Partial<import("../route.js").Place>} change */
  #go(change) {
    this.#route.go(change);
    this.#moved();
  }
}

/** @param {import("../route.js").Place} place */
const shownOf = ({ range, at }) => `${range} ${at}`;
