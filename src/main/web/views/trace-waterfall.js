import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { millis } from "../clock.js";
import { icon } from "../icons.js";
import { nodeName } from "../words.js";
import { View } from "./view.js";

/** What a bar stands for, for who hovers or hears. @type {Record<string, string>} */
const KINDS = {
  call: "the whole call, where the agent asked",
  try: "a try at the server",
  hop: "with the node that owns the server",
  serve: "the owner's part",
  stage: "a step",
};

/** One trace, each step a bar below the one that it belongs to; it grows as long as something goes on. */
class TraceWaterfall extends View {
  static properties = { shown: { attribute: false }, chosen: { state: true } };

  constructor() {
    super();
    /** @type {import("../traces/traces.js").Traces["shown"]} */
    this.shown = null;
    this.chosen = "";
  }

  render() {
    const { shown } = this;
    if (!shown) return html`<p class="muted">Asking all nodes …</p>`;
    if (shown.trouble) return html`<p class="empty">${shown.trouble}</p>`;
    const all = shown.lines[0];
    return html`<header class="trace-head">
        <h2>${all.span.name}</h2>
        <code title="Trace id">${shown.trace}</code>
        <span class="spring"></span>
        ${shown.open ? html`<span class="living tone-notice"><i class="dot"></i>goes on</span>` : nothing}
        <b class="num">${millis(all.durationUs / 1000)}</b>
      </header>
      ${this.#nodes()}
      <ol class="waterfall" aria-label="Steps, the first on top">
        ${repeat(shown.lines, ({ span }) => span.span, (line) => this.#line(line))}
      </ol>
      ${shown.leftOut ? html`<p class="muted">${shown.leftOut} more steps are not shown.</p>` : nothing}`;
  }

  #nodes() {
    const nodes = this.#order();
    return html`<p class="trace-nodes">
      ${nodes.map((node, at) => html`<span class="trace-node" .style=${`--tone: var(--chart-${(at % 8) + 1})`}><i></i>${nodeName(node)}</span>`)}
    </p>`;
  }

  /** @returns {string[]} in the order in which they came into it */
  #order() {
    return [...new Set((this.shown?.lines ?? []).map(({ span }) => span.node))];
  }

  /** @param {import("../traces/waterfall.js").Line} line */
  #line({ span, depth, left, width, durationUs, open }) {
    const tone = `var(--chart-${(this.#order().indexOf(span.node) % 8) + 1})`;
    const words = `${span.name}, ${KINDS[span.kind] ?? span.kind}, on ${nodeName(span.node)}, ${millis(durationUs / 1000)}${span.failed ? ", failed" : ""}`;
    const chosen = this.chosen === span.span;
    return html`<li data-kind=${span.kind} data-name=${span.name} class=${`${span.failed ? "failed" : ""} ${open ? "open" : ""}`}>
      <button aria-label=${words} aria-expanded=${chosen} @click=${() => (this.chosen = chosen ? "" : span.span)}>
        <span class="step" .style=${`padding-left: ${depth * 14}px`}>
          ${span.failed ? icon("cross") : nothing}<span>${span.name}</span>${span.replica ? html`<small>~${span.replica}</small>` : nothing}
        </span>
        <span class="track"><i .style=${`left: ${left}%; width: max(2px, ${width}%); --tone: ${tone}`}></i></span>
        <span class="num">${millis(durationUs / 1000)}${open ? "…" : ""}</span>
      </button>
      ${chosen ? this.#facts(span) : nothing}
    </li>`;
  }

  /** @param {import("../traces/waterfall.js").Span} span */
  #facts(span) {
    const facts = { node: span.node, server: span.server, span: span.span, parent: span.parent, ...span.attributes };
    return html`<dl class="span-facts">
      ${Object.entries(facts).map(([key, value]) => (value === undefined ? nothing : html`<dt>${key}</dt><dd>${value}</dd>`))}
    </dl>`;
  }
}

customElements.define("trace-waterfall", TraceWaterfall);
