import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { millis, now, timeOfDay } from "../clock.js";
import { bus, fleet, route, session } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { Traces } from "../traces/traces.js";
import { nodeName } from "../words.js";
import "./load-spread.js";
import "./trace-waterfall.js";
import { View } from "./view.js";

const SLOW = [0, 100, 500, 1000, 5000];
const MINUTES = [0, 5, 15, 60, 360];

/** What the address bar says is looked for. */
function wanted() {
  const { place } = route;
  return { of: place["traces.server"], only: place["traces.only"], slow: place["traces.slow"], since: place["traces.since"] };
}

/** Calls that the nodes keep step by step: a list that narrows, and one of them in full. */
class TracesView extends View {
  #traces = new Traces(bus, now);

  constructor() {
    super();
    new Watch(this, this.#traces, route, fleet);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#traces.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#traces.stop();
  }

  willUpdate() {
    const { trace } = route.place;
    const { of, only, slow, since } = wanted();
    const filter = { server: of, failed: only === "failed", minMs: Number(slow) || 0, minutes: Number(since) || 0 };
    this.#traces.want(filter, trace);
  }

  render() {
    return html`<section class="traces" aria-label="Traces">
      ${this.#filters()}
      <div class="traces-body ${route.place.trace ? "with-trace" : ""}">
        <div class="trace-list" tabindex="-1">${this.#list()}</div>
        <div class="trace-side" tabindex="-1">${this.#side()}</div>
      </div>
    </section>`;
  }

  #filters() {
    const { of, only, slow, since } = wanted();
    const servers = [...new Set([...fleet.servers.keys(), ...(of ? [of] : [])])].sort();
    return html`<div class="traces-head">
      <select aria-label="Server" @change=${(change) => route.go({ "traces.server": change.target.value })}>
        <option value="" ?selected=${!of}>All servers</option>
        ${servers.map((name) => html`<option value=${name} ?selected=${of === name}>${name}</option>`)}
      </select>
      <select aria-label="Least duration" @change=${(change) => route.go({ "traces.slow": change.target.value })}>
        ${SLOW.map((ms) => html`<option value=${ms || ""} ?selected=${(Number(slow) || 0) === ms}>${ms ? `${millis(ms)} or longer` : "Any duration"}</option>`)}
      </select>
      <select aria-label="Time" @change=${(change) => route.go({ "traces.since": change.target.value })}>
        ${MINUTES.map((n) => html`<option value=${n || ""} ?selected=${(Number(since) || 0) === n}>${n ? `Last ${n < 60 ? `${n} min` : `${n / 60} h`}` : "All that is kept"}</option>`)}
      </select>
      <label class="check">
        <input type="checkbox" .checked=${only === "failed"} @change=${(change) => route.go({ "traces.only": change.target.checked ? "failed" : "" })} />failed only
      </label>
      <span class="spring"></span>
      ${this.#traces.missing.length
        ? html`<span class="tone-warning trace-missing">${icon("triangle")}no answer from ${this.#traces.missing.map(nodeName).join(", ")}</span>`
        : nothing}
      <span class="muted">${this.#traces.rows ? `${this.#traces.rows.length} ${this.#traces.rows.length === 1 ? "trace" : "traces"}` : ""}</span>
    </div>`;
  }

  #list() {
    const { rows, trouble } = this.#traces;
    if (trouble) return html`<p class="empty">${trouble}</p>`;
    if (!rows) return html`<p class="empty">Asking all nodes …</p>`;
    if (!rows.length) return this.#empty();
    return html`<table>
      <thead>
        <tr><th scope="col">Time</th><th scope="col">Call</th><th scope="col">Duration</th><th scope="col">Outcome</th><th scope="col">Nodes</th></tr>
      </thead>
      <tbody>
        ${repeat(rows, ({ trace }) => trace, (row) => this.#row(row))}
      </tbody>
    </table>`;
  }

  #empty() {
    const { of, only, slow, since } = wanted();
    const narrowed = of || only || slow || since;
    return html`<div class="empty">
      ${icon("feed")}
      <h2>${narrowed ? "No trace matches the filter" : "No traces yet"}</h2>
      <p>${narrowed
        ? "Wait for a call that does, or look for less."
        : "As soon as an agent calls a tool, its way through policy, queue, connection and server shows up here."}</p>
    </div>`;
  }

  /** @param {import("../traces/traces.js").Row} row */
  #row(row) {
    const open = route.place.trace === row.trace;
    const tone = row.failed ? "error" : row.outcome ? "quiet" : "notice";
    return html`<tr data-trace=${row.trace} aria-selected=${open} @click=${() => this.#show(open ? "" : row.trace)}>
      <td class="num"><time datetime=${row.at} title=${row.at}>${timeOfDay(row.at)}</time></td>
      <td>
        <button class="name" aria-expanded=${open} @click=${(/** @type {Event} */ click) => { click.stopPropagation(); this.#show(open ? "" : row.trace); }}>
          ${row.tool ?? row.method}
        </button>
        <small>${row.server}${row.calls ? ` · ${row.calls} calls` : ""}</small>
      </td>
      <td class="num">${millis(row.durationMs)}</td>
      <td class="tone-${tone} trace-outcome">${row.failed ? icon("cross") : nothing}${row.outcome ?? "goes on"}${row.kept === "slow" ? html` <small>slow</small>` : nothing}</td>
      <td>${row.nodes.map(nodeName).join(" → ")}</td>
    </tr>`;
  }

  /** @param {string} trace */
  #show(trace) {
    route.go({ trace });
  }

  #side() {
    const { trace } = route.place;
    const { of } = wanted();
    const load = session.may("events", "event.metrics.tick") ? html`<load-spread .server=${of}></load-spread>` : nothing;
    if (!trace) return html`<p class="muted trace-hint">Choose a call to see its steps.</p>${load}`;
    return html`<button class="tool trace-close" title="Close" aria-label="Close the trace" @click=${() => this.#show("")}>${icon("close")}</button>
      <trace-waterfall .shown=${this.#traces.shown}></trace-waterfall>
      ${load}`;
  }
}

customElements.define("traces-view", TracesView);
