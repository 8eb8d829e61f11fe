import { html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { bus, chosen, fleet, operations, pulse, route, schemas, session } from "../context.js";
import { permitted } from "../acts.js";
import { icon } from "../icons.js";
import { listed } from "../ordering.js";
import { Watch } from "../store.js";
import "./chosen-bar.js";
import { emptyFleet } from "./empty-fleet.js";
import { COLUMNS, fleetRow } from "./fleet-row.js";
import { View } from "./view.js";

const ROW = 38;
const SPARE = 8;

/** The fleet as a table. Only the rows in sight are drawn, so that a thousand servers scroll smoothly. */
class FleetView extends View {
  /** @type {import("../fleet.js").Row[]} */
  rows = [];
  /** The server under the keyboard. */
  current = "";
  #from = 0;
  #count = 40;
  #resizes = new ResizeObserver(() => this.#scrolled());

  constructor() {
    super();
    new Watch(this, fleet, route, bus, chosen, operations, schemas, pulse);
  }

  connectedCallback() {
    super.connectedCallback();
    pulse.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    pulse.stop();
  }

  firstUpdated() {
    this.#resizes.observe(this.#scroller);
    this.#scrolled();
  }

  get #scroller() {
    return /** @type {HTMLElement} */ (this.querySelector(".fleet-scroll"));
  }

  #scrolled() {
    const from = Math.max(0, Math.floor(this.#scroller.scrollTop / ROW) - SPARE);
    const count = Math.ceil(this.#scroller.clientHeight / ROW) + 2 * SPARE;
    if (from === this.#from && count === this.#count) return;
    this.#from = from;
    this.#count = count;
    this.requestUpdate();
  }

  /** Moves the keyboard's row; the page's keys and the table's arrows end here. @param {number} by */
  move(by) {
    if (!this.rows.length) return;
    const at = this.rows.findIndex((row) => row.server === this.current);
    const to = Math.min(this.rows.length - 1, Math.max(0, at < 0 ? 0 : at + by));
    this.current = this.rows[to].server;
    this.#reveal(to);
    if (route.place.server) route.go({ server: this.current });
    this.requestUpdate();
  }

  openCurrent() {
    if (this.current) route.go({ server: this.current });
  }

  focusSearch() {
    /** @type {HTMLInputElement} */ (this.querySelector("#search")).select();
  }

  /** @param {number} index */
  #reveal(index) {
    const box = this.#scroller;
    const top = index * ROW;
    if (top < box.scrollTop) box.scrollTop = top;
    const room = box.clientHeight - ROW * 2;
    if (top > box.scrollTop + room) box.scrollTop = top - room;
  }

  /** @param {MouseEvent} click */
  #click(click) {
    const at = /** @type {HTMLElement} */ (click.target);
    if (at.matches("input.pick")) return;
    const row = at.closest("tr[data-server]");
    const server = /** @type {HTMLElement | null} */ (row)?.dataset.server;
    if (!server) return;
    this.current = server;
    route.go({ server: route.place.server === server ? "" : server });
  }

  /** @param {KeyboardEvent} key */
  #key(key) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -1e9, End: 1e9 };
    if (key.target !== this.#scroller) return;
    if (key.key in steps) this.move(steps[key.key]);
    else if (key.key === "Enter" || key.key === " ") this.openCurrent();
    else return;
    key.preventDefault();
  }

  /** @param {string} key */
  #sort(key) {
    route.go({ sort: route.place.sort === key ? `-${key}` : key });
  }

  render() {
    this.rows = listed(fleet.servers.values(), route.place, (server) => pulse.of(server)?.rate ?? 0);
    return html`<section class="fleet" aria-label="Fleet">
      ${this.#toolbar()}
      <chosen-bar></chosen-bar>
      <div
        class="fleet-scroll"
        tabindex="0"
        role="group"
        aria-label="Servers; arrow keys move, Enter opens"
        aria-activedescendant=${this.current ? `row-${this.current}` : nothing}
        @scroll=${this.#scrolled}
        @keydown=${this.#key}
        @click=${this.#click}
      >
        ${this.#table()}
      </div>
    </section>`;
  }

  #toolbar() {
    const { q, group } = route.place;
    const all = fleet.servers.size;
    const count = this.rows.length === all ? `${all}` : `${this.rows.length} of ${all}`;
    const shown = `${count} ${all === 1 ? "server" : "servers"}`;
    return html`<div class="toolbar" role="search">
      <label class="search">
        ${icon("search")}<span class="unseen">Search servers</span>
        <input id="search" type="search" placeholder="Search servers" autocomplete="off" .value=${q}
          @input=${(input) => route.go({ q: input.target.value })}
          @keydown=${this.#searchKey} /><kbd aria-hidden="true">/</kbd>
      </label>
      ${this.#choosable ? this.#all() : nothing}
      <span class="shown">${fleet.loaded ? shown : ""}</span>
      ${q || group
        ? html`<button class="quiet" @click=${() => route.go({ q: "", group: "" })}>${icon("close")} Clear filter</button>`
        : nothing}
      <span class="spring"></span>
      ${session.may("requests", "command.server.test")
        ? html`<button class="quiet" @click=${() => this.dispatchEvent(new CustomEvent("test", { bubbles: true }))}>
            ${icon("link")} Test a connection
          </button>`
        : nothing}
    </div>`;
  }

  get #choosable() {
    return permitted(session).length > 0;
  }

  /** All that are shown, as long as the filter is what it is. */
  #all() {
    const all = this.rows.length > 0 && this.rows.every((row) => chosen.servers.has(row.server));
    return html`<label class="all"><input type="checkbox" class="pick" .checked=${all} ?disabled=${!this.rows.length}
      @change=${() => chosen.set(all ? [] : this.rows.map((row) => row.server))} />Choose all shown</label>`;
  }

  /** @param {KeyboardEvent} key */
  #searchKey(key) {
    if (key.key === "Enter" || key.key === "ArrowDown") {
      this.#scroller.focus();
      this.move(0);
      key.preventDefault();
    }
  }

  #table() {
    if (!this.rows.length) return emptyFleet(fleet, route, bus);
    const from = Math.min(this.#from, Math.max(0, this.rows.length - this.#count));
    const seen = this.rows.slice(from, from + this.#count);
    const below = this.rows.length - from - seen.length;
    return html`<table aria-rowcount=${this.rows.length + 1}>
      <thead><tr aria-rowindex="1">${COLUMNS.map((column) => this.#head(column))}</tr></thead>
      <tbody>
        ${space(from)}
        ${repeat(seen, (row) => row.server, (row, i) => this.#row(row, from + i))}
        ${space(below)}
      </tbody>
    </table>`;
  }

  /** @param {import("../fleet.js").Row} row @param {number} index */
  #row(row, index) {
    const current = row.server === this.current;
    const open = row.server === route.place.server;
    const picked = this.#choosable ? chosen.servers.has(row.server) : null;
    const busy = operations.at(row.server);
    const changes = schemas.count(row.server);
    const beat = pulse.of(row.server);
    const seen = [row, index, current, open, picked, busy, changes, beat];
    return guard(seen, () => fleetRow(row, index, current, open, picked, changes, beat));
  }

  /** @param {typeof COLUMNS[0]} column */
  #head({ key, label, hint }) {
    const { sort } = route.place;
    const way = sort === key ? "ascending" : sort === `-${key}` ? "descending" : "none";
    return html`<th scope="col" class="col-${key}" aria-sort=${way} title=${hint ?? nothing}>
      <button @click=${() => this.#sort(key)}>${label}<span class="arrow" aria-hidden="true"></span></button>
    </th>`;
  }
}

/** Stands for rows out of sight. @param {number} rows */
function space(rows) {
  return rows ? html`<tr class="space" aria-hidden="true"><td height=${rows * ROW}></td></tr>` : nothing;
}

customElements.define("fleet-view", FleetView);
