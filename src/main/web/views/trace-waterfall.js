import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { bus, fleet, route, session } from "../context.js";
import { icon } from "../icons.js";
import { leads } from "../leads.js";
import { stretch, textOf } from "../metrics/ranges.js";
import { inUnit } from "../metrics/units.js";
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

/** What lies around a call is looked at so far before and after it. */
const AROUND = 60000;

/** One trace, each step a bar below the one that it belongs to; it grows as long as something goes on. */
class TraceWaterfall extends View {
  static properties = { shown: { attribute: false }, chosen: { state: true }, run: { state: true } };

  constructor() {
    super();
    /** @type {import("../traces/traces.js").Traces["shown"]} */
    this.shown = null;
    this.chosen = "";
    /** What the trace is of, if this user called it here. @type {{call: string, tool: string, server: string} | null} */
    this.run = null;
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (!changed.has("shown")) return;
    const before = changed.get("shown");
    if (this.shown?.trace !== before?.trace) {
      this.chosen = "";
      this.run = null;
    } else if (before?.lines.length) return;
    // Who comes with a link may have to wait for the connection before there is anything to see.
    if (this.shown?.lines.length) this.#findRun(this.shown.trace, this.shown.lines[0].span);
  }

  /** @param {string} trace @param {import("../traces/waterfall.js").Span} span */
  async #findRun(trace, { server, attributes }) {
    if (!attributes.tool || !session.may("requests", "query.call.list")) return;
    const { calls } = await bus.ask("query.call.list", { server, tool: attributes.tool }).catch(() => ({ calls: [] }));
    if (trace === this.shown?.trace) this.run = calls.find((/** @type {any} */ call) => call.trace === trace) ?? null;
  }

  render() {
    const { shown } = this;
    if (!shown) return html`<p class="muted">Asking all nodes …</p>`;
    if (shown.gone) return this.#gone(shown.trace);
    if (shown.trouble) return html`<p class="empty">${shown.trouble}</p>`;
    const all = shown.lines[0];
    return html`<header class="trace-head">
        <h2>${all.span.name}</h2>
        <code title="Trace id">${shown.trace}</code>
        <span class="spring"></span>
        ${shown.open ? html`<span class="living tone-notice"><i class="dot"></i>goes on</span>` : nothing}
        <b class="num">${inUnit("micros", all.durationUs)}</b>
      </header>
      ${this.#ways(all.span)} ${this.#nodes()}
      <ol class="waterfall" aria-label="Steps, the first on top">
        ${repeat(shown.lines, ({ span }) => span.span, (line) => this.#line(line))}
      </ol>
      ${shown.leftOut ? html`<p class="muted">${shown.leftOut} more steps are not shown.</p>` : nothing}`;
  }

  /** @param {string} trace */
  #gone(trace) {
    return html`<div class="empty">
      ${icon("trace")}
      <h2>Nothing is kept of this trace</h2>
      <p><code>${trace}</code></p>
      <p>Nodes keep calls that failed or took long, those made on this page and a share of the others; the oldest make room for new ones.</p>
      ${session.may("requests", "query.audit.search") ? html`<a class="trace-link" href=${route.address(inAudit(trace))} @click=${leads(inAudit(trace))}>Look for it in the audit log</a>` : nothing}
    </div>`;
  }

  /** Where else one meets this call. @param {import("../traces/waterfall.js").Span} span */
  #ways({ trace, server, startUs, durationUs, attributes }) {
    const begin = startUs / 1000;
    const time = { from: begin - AROUND, to: begin + (durationUs ?? 0) / 1000 + AROUND };
    const there = fleet.servers.has(server);
    /** @type {Array<[string, Partial<import("../route.js").Place>]>} */
    const ways = [
      ...(this.run ? [/** @type {any} */ (["The run", { page: "", server, tab: "tools", item: this.run.tool, call: this.run.call }])] : []),
      ...(there && session.may("events", "event.metrics.tick") ? [/** @type {any} */ (["Charts", { page: "", server, tab: "metrics", at: textOf(stretch(time.from, time.to)) }])] : []),
      ...(there && session.may("requests", "query.log.tail") ? [/** @type {any} */ (["Log", { page: "", server, tab: "log" }])] : []),
      ...(attributes.tool && session.may("requests", "query.audit.search") ? [/** @type {any} */ (["Audit", inAudit(trace, time)])] : []),
    ];
    return html`<nav class="trace-ways" aria-label="The same call elsewhere">
      <span class="server-name">${server}</span>
      ${ways.map(([word, place]) => html`<a href=${route.address(place)} @click=${leads(place)}>${word}</a>`)}
    </nav>`;
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
    const words = `${span.name}, ${KINDS[span.kind] ?? span.kind}, on ${nodeName(span.node)}, ${inUnit("micros", durationUs)}${span.failed ? ", failed" : ""}`;
    const chosen = this.chosen === span.span;
    return html`<li data-kind=${span.kind} data-name=${span.name} class=${`${span.failed ? "failed" : ""} ${open ? "open" : ""}`}>
      <button aria-label=${words} aria-expanded=${chosen} @click=${() => (this.chosen = chosen ? "" : span.span)}>
        <span class="step" .style=${`padding-left: ${depth * 14}px`}>
          ${span.failed ? icon("cross") : nothing}<span>${span.name}</span>${span.replica ? html`<small>~${span.replica}</small>` : nothing}
        </span>
        <span class="track"><i .style=${`left: ${left}%; width: max(2px, ${width}%); --tone: ${tone}`}></i></span>
        <span class="num">${inUnit("micros", durationUs)}${open ? "…" : ""}</span>
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

/** @param {string} trace @param {{from: number, to: number}} [time] @returns {Partial<import("../route.js").Place>} */
function inAudit(trace, time) {
  const none = { "audit.user": "", "audit.server": "", "audit.tool": "", "audit.action": "", "audit.outcome": "", "audit.last": "", "audit.row": "" };
  const [from, to] = time ? [time.from, time.to].map((ms) => new Date(ms).toISOString()) : ["", ""];
  return { ...none, page: "audit", server: "", "audit.text": trace, "audit.from": from, "audit.to": to };
}

customElements.define("trace-waterfall", TraceWaterfall);
