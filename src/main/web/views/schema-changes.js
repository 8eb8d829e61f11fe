import { html, nothing } from "lit";
import { bus, schemas, session } from "../context.js";
import { Watch } from "../store.js";
import { View } from "./view.js";
import "./time-ago.js";

/** @typedef {{item: string, list: string, name: string, change: string, hidden: boolean, rejected?: boolean, invisible: boolean, fields?: any[], users?: any[]}} Change */

/** What a server describes otherwise than before, field by field, for somebody to decide. */
class SchemaChanges extends View {
  static properties = {
    server: { attribute: false },
    found: { state: true },
    trouble: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    this.server = "";
    /** @type {any} */
    this.found = null;
    this.trouble = "";
    this.busy = false;
    this.asked = "";
    this.turn = 0;
    new Watch(this, schemas, session);
  }

  /** Nothing changes under the hands of who decides: what is looked at stays until they look again. */
  willUpdate() {
    const shown = this.found?.server === this.server && this.found.changes.length > 0;
    if (this.asked !== this.server || (this.#isStale() && !shown)) this.#ask();
  }

  #isStale() {
    return this.turn !== schemas.turn(this.server);
  }

  async #ask() {
    const { server } = this;
    this.asked = server;
    this.turn = schemas.turn(server);
    let found = null;
    let trouble = "";
    try {
      const answer = await bus.ask("query.schema.changes", { server });
      found = answer.servers[0] ?? null;
    } catch (error) {
      trouble = `${error.message} (${error.code})`;
    }
    if (server !== this.server) return;
    this.found = found ?? this.found;
    this.trouble = trouble;
  }

  /** Only what is looked at here is decided about. @param {string} verb @param {string[]} items */
  async #decide(verb, items) {
    this.busy = true;
    try {
      await bus.ask(`command.schema.${verb}`, { server: this.server, items, digest: this.found.digest });
      this.trouble = "";
    } catch (error) {
      this.trouble = `${error.message} (${error.code})`;
    }
    this.busy = false;
    const { trouble } = this;
    await this.#ask();
    this.trouble ||= trouble;
    schemas.load();
  }

  render() {
    const found = this.found?.server === this.server ? this.found : null;
    if (!found) return html`<p class=${this.trouble ? "error" : "muted"} role="status">${this.trouble || "Asking …"}</p>`;
    /** @type {Change[]} */
    const changes = found.changes;
    return html`<p class="muted">Policy <b>${found.policy}</b>${found.at
          ? html`, as it was <time-ago at=${found.at} ago></time-ago>`
          : nothing}</p>
      ${this.trouble ? html`<p class="error" role="status">${this.trouble}</p>` : nothing}
      ${this.#isStale() && changes.length
        ? html`<p role="status">
            Something happened here since.
            <button data-verb="look" @click=${() => this.#ask()}>Look again</button>
          </p>`
        : nothing}
      ${changes.length
        ? html`${this.#buttons("all of it", changes)} ${changes.map((change) => this.#change(change))}`
        : html`<p>Everything is described as it was first seen or approved.</p>`}`;
  }

  /** @param {string} what @param {Change[]} changes */
  #buttons(what, changes) {
    const items = changes.map((change) => change.item);
    const verbs = ["approve", "reject"].filter((verb) => session.may("requests", `command.schema.${verb}`));
    return html`<div class="actions">
      ${verbs.map(
        (verb) => html`<button
          data-verb=${verb}
          ?disabled=${this.busy || bus.phase !== "open"}
          @click=${() => this.#decide(verb, items)}
        >
          ${verb === "approve" ? "Approve" : "Reject"} ${what}
        </button>`,
      )}
    </div>`;
  }

  /** @param {Change} change */
  #change(change) {
    return html`<section class="schema-change" data-item=${change.item}>
      <h3>
        <code>${change.item}</code> <span class="tag">${change.change}</span>
        ${change.hidden ? html`<span class="tag">hidden from agents</span>` : nothing}
        ${change.rejected ? html`<span class="tag">rejected</span>` : nothing}
        ${change.invisible ? html`<span class="tag warn">invisible characters</span>` : nothing}
      </h3>
      <dl class="diff">${(change.fields ?? []).map((field) => this.#field(field))}</dl>
      ${change.users?.length
        ? html`<p class="muted">
            Called in the last 7 days by ${change.users.map((user) => `${user.user} (${user.calls})`).join(", ")}
          </p>`
        : nothing}
      ${this.#buttons("this", [change])}
    </section>`;
  }

  /** @param {any} field */
  #field(field) {
    return html`<dt class=${field.invisible ? "warn" : ""}>${field.pointer || "/"}</dt>
      ${field.old === undefined ? nothing : html`<dd><del>${field.old}</del></dd>`}
      ${field.new === undefined ? nothing : html`<dd><ins>${field.new}</ins></dd>`}`;
  }
}

customElements.define("schema-changes", SchemaChanges);
