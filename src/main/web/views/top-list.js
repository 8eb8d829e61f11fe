import { html, nothing } from "lit";
import { around, route } from "../context.js";
import { Totals, callsOf, failedShare } from "../metrics/totals.js";
import { inUnit } from "../metrics/units.js";
import { Watch } from "../store.js";
import { View } from "./view.js";

const SHOWN = 10;

/** @typedef {import("../metrics/totals.js").Total} Total */

/** @type {Array<{key: string, label: string, of: (total: Total) => number | null, unit: import("../metrics/units.js").Unit}>} */
const COLUMNS = [
  { key: "rate", label: "Rate", of: (total) => total.rate, unit: "rate" },
  { key: "p50", label: "p50", of: (total) => total.p50, unit: "micros" },
  { key: "p95", label: "p95", of: (total) => total.p95, unit: "micros" },
  { key: "p99", label: "p99", of: (total) => total.p99, unit: "micros" },
  { key: "failed", label: "Failed", of: failedShare, unit: "percent" },
];

/** The servers of the fleet, or the tools of a server, that are called most, take longest or fail most. */
class TopList extends View {
  static properties = { by: {}, server: { attribute: false } };

  #totals = new Totals(around);

  constructor() {
    super();
    /** @type {"server" | "tool"} */
    this.by = "server";
    /** @type {string | undefined} */
    this.server = undefined;
    new Watch(this, this.#totals, route);
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.#ask();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#totals.stop();
  }

  /** @param {Map<string, unknown>} changes */
  updated(changes) {
    if (changes.has("server") || changes.has("by")) this.#ask();
  }

  #ask() {
    this.#totals.stop();
    this.#totals.start(callsOf(this.server === undefined ? { by: this.by } : { server: this.server, by: this.by }));
  }

  render() {
    const column = COLUMNS.find(({ key }) => key === route.place.top) ?? COLUMNS[0];
    const all = this.#totals.of(this.by);
    const most = Math.max(...all.map((total) => column.of(total) ?? 0), 0);
    const sorted = [...all].sort((a, b) => (column.of(b) ?? -1) - (column.of(a) ?? -1) || b.rate - a.rate);
    return html`<section class="top-list" aria-label=${this.#title} data-by=${this.by}>
      <h2>${this.#title}${all.length > SHOWN ? html` <span class="muted">${SHOWN} of ${all.length}</span>` : nothing}</h2>
      ${sorted.length ? this.#table(sorted.slice(0, SHOWN), column, most) : this.#nothing()}
    </section>`;
  }

  get #title() {
    return this.by === "tool" ? "Tools" : "Servers";
  }

  #nothing() {
    const { answer, trouble } = this.#totals;
    return html`<p class="muted">${answer ? "No calls in this time." : trouble ? `Not known: ${trouble}.` : "Counting …"}</p>`;
  }

  /** @param {Total[]} totals @param {typeof COLUMNS[0]} column @param {number} most */
  #table(totals, column, most) {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${this.by === "tool" ? "Tool" : "Server"}</th>
          ${COLUMNS.map(
            ({ key, label }) => html`<th scope="col" aria-sort=${key === column.key ? "descending" : "none"}>
              <button @click=${() => route.go({ top: key === COLUMNS[0].key ? "" : key })}>${label}<span class="arrow" aria-hidden="true"></span></button>
            </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${totals.map((total) => this.#row(total, column, most))}
      </tbody>
    </table>`;
  }

  /** @param {Total} total @param {typeof COLUMNS[0]} column @param {number} most */
  #row(total, column, most) {
    return html`<tr data-name=${total.name}>
      <th scope="row">
        ${this.#name(total.name)}
        <meter min="0" max=${most || 1} value=${column.of(total) ?? 0} aria-hidden="true"></meter>
      </th>
      ${COLUMNS.map(({ key, of, unit }) => html`<td class="num ${key === "failed" && of(total) ? "error" : ""}">${inUnit(unit, of(total))}</td>`)}
    </tr>`;
  }

  /** @param {string} name */
  #name(name) {
    if (this.by === "tool") return html`<span class="name">${name}</span>`;
    return html`<button class="name" @click=${() => route.go({ server: name, tab: "metrics" })}>${name}</button>`;
  }
}

customElements.define("top-list", TopList);
