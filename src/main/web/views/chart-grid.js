import { html, nothing } from "lit";
import { around, session, times } from "../context.js";
import { pictureOf, specsOf } from "../metrics/charts.js";
import { Timeline } from "../metrics/timeline.js";
import { now } from "../clock.js";
import { Watch } from "../store.js";
import { Exemplars } from "../traces/exemplars.js";
import { maySeeTraces } from "../traces/link.js";
import "./time-chart.js";
import { View } from "./view.js";

/** @type {import("../traces/exemplars.js").Exemplar[]} */
const NONE = [];

/**
 * Charts under headings, all over the time of the page. They share one question to the nodes, one cursor and one zoom.
 * @typedef {{title: string, large?: boolean, charts: import("../metrics/charts.js").ChartOf[]}} Section
 */
class ChartGrid extends View {
  static properties = { sections: { attribute: false } };

  #timeline = new Timeline(around);
  #exemplars = new Exemplars(around);

  constructor() {
    super();
    /** @type {Section[]} */
    this.sections = [];
    new Watch(this, this.#timeline, this.#exemplars);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timeline.start(this.#specs());
    if (this.hasUpdated) this.#look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#timeline.stop();
    this.#exemplars.stop();
  }

  /** For single calls of what the charts are about. */
  #look() {
    const of = this.sections.flatMap(({ charts }) => charts).find(({ exemplars }) => exemplars)?.exemplars;
    if (of && maySeeTraces() && session.may("requests", "query.trace.list")) this.#exemplars.start(of.server);
    else this.#exemplars.stop();
  }

  #specs() {
    return specsOf(this.sections.flatMap((section) => section.charts));
  }

  /** @param {Map<string, unknown>} changes */
  willUpdate(changes) {
    if (!changes.has("sections")) return;
    this.#timeline.show(this.#specs());
    this.#look();
  }

  render() {
    return html`<div class="chart-grid" @zoom=${this.#zoom} @back=${() => times.back()} @widen=${() => times.widen(now())}>
      ${this.#note()}
      ${this.sections.map(
        ({ title, large, charts }) => html`<section aria-label=${title}>
          <h2>${title}</h2>
          <div class="charts ${large ? "large" : ""}">${charts.map((chart) => this.#chart(chart))}</div>
        </section>`,
      )}
    </div>`;
  }

  /** @param {import("../metrics/charts.js").ChartOf} chart */
  #chart(chart) {
    return html`<time-chart
      .chart=${chart}
      .picture=${pictureOf(chart, this.#timeline)}
      .phase=${this.#timeline.phase}
      .exemplars=${chart.exemplars ? this.#exemplars.all : NONE}
      class=${chart.bands ? "wide" : ""}
    ></time-chart>`;
  }

  /** What is not on the charts though it should be. */
  #note() {
    const { phase, trouble, missing, live } = this.#timeline;
    const notes = missing.map(({ node, why }) => `Without ${node}: ${why}.`);
    if (phase === "failed") notes.push(`The past is not known yet: ${trouble}. Asking again.`);
    if (!session.may("requests", "query.history.range")) {
      notes.push(live ? "You may not ask for the past: lines begin now." : "You may not ask for the past.");
    }
    return notes.length ? html`<p class="chart-note" role="status">${notes.join(" ")}</p>` : nothing;
  }

  /** @param {CustomEvent} event */
  #zoom({ detail }) {
    times.zoom(detail.from, Math.min(detail.to, now()));
  }
}

customElements.define("chart-grid", ChartGrid);
