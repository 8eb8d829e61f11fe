import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Plot } from "../charts/plot.js";
import { watchTheme } from "../charts/palette.js";
import { route } from "../context.js";
import { hiddenOf, hiding } from "../metrics/hidden.js";
import { clock, day } from "../metrics/ranges.js";
import { inUnit } from "../metrics/units.js";
import { Watch } from "../store.js";
import { openTrace } from "../traces/link.js";
import { View } from "./view.js";

/**
 * @typedef {import("../charts/plot.js").Looks & {id: string, title: string, hint?: string, nothing?: string}} Chart nothing: what an empty one says
 * @typedef {import("../traces/exemplars.js").Exemplar} Exemplar
 * @typedef {"loading" | "ready" | "failed"} Phase
 */

const BIG_STEP = 10;

/**
 * Figures over time, with all that one does to them: point at a moment (on all charts of the page), read it, hide a
 * line, drag or press + to zoom in, double click or press Backspace to go back. A mark above the lines is a single call,
 * and leads to its trace.
 */
class TimeChart extends View {
  static properties = {
    chart: { attribute: false },
    picture: { attribute: false },
    phase: {},
    exemplars: { attribute: false },
    index: { state: true },
  };

  /** @type {Plot | undefined} */
  #plot;
  /** @type {ResizeObserver | undefined} */
  #resizes;
  #stop = () => {};

  constructor() {
    super();
    /** @type {Chart} */
    this.chart = { id: "", title: "", unit: "count" };
    /** @type {import("../charts/plot.js").Picture} */
    this.picture = { at: [], lines: [], from: 0, to: 1, step: 1 };
    /** @type {Phase} */
    this.phase = "loading";
    /** @type {number | null} the step under the cursor */
    this.index = null;
    /** @type {Exemplar[]} */
    this.exemplars = [];
    new Watch(this, route);
  }

  /** Labels of the lines that are not shown. */
  get off() {
    return hiddenOf(route.place.hidden, this.chart.id);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#stop = watchTheme(() => this.#plot?.repaint());
    this.#resizes = new ResizeObserver(() => this.#fit());
    if (this.hasUpdated) this.#draw();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
    this.#resizes?.disconnect();
    this.#plot?.end();
    this.#plot = undefined;
  }

  get #host() {
    return /** @type {HTMLElement} */ (this.querySelector(".plot"));
  }

  firstUpdated() {
    this.#draw();
  }

  /** @param {Map<string, unknown>} changes */
  updated(changes) {
    if (changes.has("chart") || changes.has("picture")) this.#draw();
    this.#toggleAll();
    this.#placeTip();
    this.#placeMarks();
  }

  #draw() {
    if (this.#plot?.fits(this.picture) && this.#plot.looks.unit === this.chart.unit) return this.#plot.show(this.picture);
    this.#plot?.end();
    this.#plot = new Plot(this.#host, this.chart, this.picture, {
      cursor: (index) => (this.index = index),
      zoom: (from, to) => this.#say("zoom", { from, to }),
      back: () => this.#say("back", {}),
      drawn: () => this.#placeMarks(),
    });
    this.#toggleAll();
    this.#resizes?.disconnect();
    this.#resizes?.observe(this.#host);
  }

  #fit() {
    this.#plot?.resize(this.#host.clientWidth, this.#host.clientHeight);
  }

  #toggleAll() {
    const off = this.off;
    this.picture.lines.forEach(({ label }, i) => this.#plot?.toggle(i, !off.has(label)));
  }

  /** @param {string} word @param {object} detail */
  #say(word, detail) {
    this.dispatchEvent(new CustomEvent(word, { bubbles: true, detail }));
  }

  render() {
    const { id, title, hint, bands } = this.chart;
    return html`<figure class="time-chart ${bands ? "bands" : ""}" data-chart=${id} data-phase=${this.phase}>
      <figcaption>
        <h3 title=${hint ?? nothing}>${title}</h3>
        <div class="legend">${this.picture.lines.map((line) => this.#key(line))}</div>
      </figcaption>
      <div
        class="plot"
        tabindex="0"
        role="group"
        aria-roledescription="chart"
        aria-label=${`${title}. ${this.#summary()} Arrow keys read it, plus zooms in, Backspace goes back${this.exemplars.length ? ", Enter opens the trace of the slowest call there" : ""}.`}
        @keydown=${this.#press}
        @focusout=${() => this.#plot?.point(null)}
      ></div>
      ${this.#empty ? nothing : html`<div class="marks">${repeat(this.exemplars, ({ trace }) => trace, (one) => this.#mark(one))}</div>`}
      ${this.#veil()} ${this.#tip()}
    </figure>`;
  }

  /** @param {Exemplar} one */
  #mark({ trace, at, value, words, failed }) {
    const said = `${inUnit(this.chart.unit, value)}, ${words}, ${clock(new Date(at * 1000))}: open its trace`;
    return html`<button class="mark ${failed ? "failed" : ""}" data-trace=${trace} tabindex="-1" title=${said} aria-label=${said} @click=${() => openTrace(trace)}></button>`;
  }

  /** Each where its call began and as high as it took long; what is beyond the scale stands at its edge. */
  #placeMarks() {
    const marks = /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".mark"));
    if (!marks.length || !this.#plot) return;
    const known = new Map(this.exemplars.map((one) => [one.trace, one]));
    const corner = this.querySelector(".marks")?.getBoundingClientRect();
    // All are looked for before any is moved, or the page would be laid out anew for each.
    const places = [...marks].map((mark) => {
      const one = known.get(mark.dataset.trace ?? "");
      return one && corner ? this.#plot?.place(one.at, one.value, corner) : null;
    });
    marks.forEach((mark, i) => {
      const place = places[i];
      mark.hidden = !place;
      if (!place) return;
      mark.classList.toggle("beyond", place.beyond);
      mark.style.transform = `translate(${place.left}px, ${place.top}px)`;
    });
  }

  /** Of the step under the cursor, the one that took longest. @returns {Exemplar | undefined} */
  get #slowest() {
    const from = this.index === null ? undefined : this.picture.at[this.index];
    if (from === undefined) return undefined;
    const there = this.exemplars.filter(({ at }) => at >= from && at < from + this.picture.step);
    return there.sort((a, b) => b.value - a.value)[0];
  }

  /** Hides its line, or all others. @param {import("../charts/plot.js").Line} line */
  #key(line) {
    const shown = !this.off.has(line.label);
    return html`<button
      class="key"
      aria-pressed=${shown}
      title=${shown ? "Hide (with Shift: show only this)" : "Show"}
      @click=${(/** @type {MouseEvent} */ click) => this.#choose(line.label, click.shiftKey)}
    >
      <i data-colour=${line.colour.slice(2)} class=${line.dash ? "dashed" : ""}></i>${line.label}
      <b class="num">${this.#word(line, this.#shownIndex(line))}</b>
    </button>`;
  }

  /** @param {string} label @param {boolean} only */
  #choose(label, only) {
    const hidden = new Set(this.off);
    if (only) for (const line of this.picture.lines) hidden.add(line.label);
    if (!hidden.delete(label)) hidden.add(label);
    route.go({ hidden: hiding(route.place.hidden, this.chart.id, hidden) });
  }

  /** Under the cursor, or else the last one known. @param {import("../charts/plot.js").Line} line */
  #shownIndex({ values }) {
    if (this.index !== null) return this.index;
    let last = values.length - 1;
    while (last >= 0 && values[last] == null) last -= 1;
    return last;
  }

  /** @param {import("../charts/plot.js").Line} line @param {number} index */
  #word({ values }, index) {
    const value = values[index] ?? null;
    const { bands, unit } = this.chart;
    if (bands) return value === null ? "–" : (bands[value]?.label ?? String(value));
    return inUnit(unit, value);
  }

  /** For those who can't see it. */
  #summary() {
    const words = this.picture.lines.map((line) => `${line.label} ${this.#word(line, this.#shownIndex(line))}`);
    return words.length ? `${words.join(", ")}.` : "";
  }

  get #empty() {
    return this.picture.lines.every(({ values }) => values.every((value) => value == null));
  }

  #veil() {
    if (!this.#empty) return nothing;
    if (this.phase === "loading") return html`<p class="veil waiting" aria-busy="true"><span class="unseen">Loading</span></p>`;
    if (this.phase === "failed") return html`<p class="veil">Not known</p>`;
    return html`<p class="veil">${this.chart.nothing ?? "Nothing in this time"}</p>`;
  }

  get #pointedAt() {
    return this.matches(":hover") || this.contains(document.activeElement);
  }

  #tip() {
    const index = this.index;
    const at = index === null ? undefined : this.picture.at[index];
    if (index === null || at === undefined || !this.#pointedAt || this.#empty) return nothing;
    const date = new Date(at * 1000);
    const off = this.off;
    const rows = this.picture.lines.filter(({ label }) => !off.has(label));
    const slowest = this.#slowest;
    return html`<div class="tip" role="status">
      <time>${day(date)} ${clock(date)}</time>
      <dl>
        ${rows.map(
          (line) => html`<div>
            <dt><i data-colour=${line.colour.slice(2)}></i>${line.label}</dt>
            <dd class="num">${this.#word(line, index)}</dd>
          </div>`,
        )}
      </dl>
      ${slowest ? html`<p class="tip-call"><i class="mark ${slowest.failed ? "failed" : ""}"></i>${inUnit(this.chart.unit, slowest.value)} <span>${slowest.words}</span></p>` : nothing}
    </div>`;
  }

  /** Beside the cursor, on the side where there is room. */
  #placeTip() {
    const tip = /** @type {HTMLElement | null} */ (this.querySelector(".tip"));
    const left = this.#plot?.cursorLeft;
    if (!tip || left == null) return;
    const room = this.clientWidth - left;
    const x = room > tip.offsetWidth + 16 ? left + 14 : left - tip.offsetWidth - 14;
    tip.style.transform = `translate(${Math.max(0, Math.round(x))}px, 0)`;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.picture.at.length - 1;
    const here = this.index ?? last + 1;
    const by = event.shiftKey ? BIG_STEP : 1;
    /** @type {Record<string, () => void>} */
    const acts = {
      ArrowLeft: () => this.#plot?.point(Math.max(0, here - by)),
      ArrowRight: () => this.#plot?.point(Math.min(last, here + by)),
      Home: () => this.#plot?.point(0),
      End: () => this.#plot?.point(last),
      "+": () => this.#zoomIn(),
      "=": () => this.#zoomIn(),
      "-": () => this.#say("widen", {}),
      Backspace: () => this.#say("back", {}),
      ...(this.#slowest ? { Enter: () => openTrace(/** @type {Exemplar} */ (this.#slowest).trace) } : {}),
      ...(this.index === null ? {} : { Escape: () => this.#plot?.point(null) }),
    };
    const act = acts[event.key];
    if (!act || last < 0) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** To the half of what is shown that lies around the cursor. */
  #zoomIn() {
    const { from, to, at } = this.picture;
    const middle = this.index === null ? (from + to) / 2 : at[this.index];
    const quarter = (to - from) / 4;
    this.#say("zoom", { from: (middle - quarter) * 1000, to: (middle + quarter) * 1000 });
  }
}

customElements.define("time-chart", TimeChart);
