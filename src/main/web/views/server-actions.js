import { html, nothing } from "lit";
import { ACTS, permitted } from "../acts.js";
import { bus, operations, session } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import "./operation-steps.js";
import "./order-dialog.js";
import { View } from "./view.js";

/** What can be done to the server, and what is being done; what interrupts somebody shows first what it hits. */
class ServerActions extends View {
  static properties = { row: { attribute: false }, said: { state: true } };

  constructor() {
    super();
    /** @type {import("../fleet.js").Row | null} */
    this.row = null;
    /** @type {{ok: boolean, text: string, operation?: string} | null} */
    this.said = null;
    new Watch(this, bus, operations);
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has("row") && changed.get("row")?.server !== this.row?.server) this.said = null;
  }

  /** @param {string} act */
  #press(act) {
    const server = /** @type {import("../fleet.js").Row} */ (this.row).server;
    this.said = null;
    if (ACTS[act].asks) this.#dialog.open({ act, servers: [server] }, (answer) => this.#taken(act, answer));
    else this.#ask(act, server);
  }

  /** @returns {any} */
  get #dialog() {
    return this.querySelector("order-dialog");
  }

  /** @param {string} act @param {string} server */
  async #ask(act, server) {
    this.said = { ok: true, text: `${ACTS[act].label} asked for …` };
    try {
      this.#taken(act, await bus.ask(`command.server.${act}`, { server }));
    } catch (error) {
      this.said = { ok: false, text: `${ACTS[act].label}: ${error.message} (${error.code})` };
    }
  }

  /** From here on events tell. @param {string} act @param {any} answer */
  #taken(act, answer) {
    this.said = { ok: true, text: `${ACTS[act].label} accepted.`, operation: answer.operation };
  }

  render() {
    const row = this.row;
    if (!row) return nothing;
    const busy = operations.at(row.server);
    const acts = permitted(session).filter((act) => ACTS[act].suits(row.state));
    const told = this.said?.operation && operations.latest.get(row.server)?.operation === this.said.operation;
    return html`<div class="actions">
        ${acts.map(
          (act) => html`<button
            data-act=${act}
            ?disabled=${bus.phase !== "open" || busy}
            title=${busy ? `${busy.actor} is at it: ${busy.do}` : nothing}
            @click=${() => this.#press(act)}
          >
            ${icon(ACTS[act].icon)} ${ACTS[act].label}
          </button>`,
        )}
      </div>
      <p class=${this.said?.ok ? "muted" : "error"} role="status">${told ? nothing : (this.said?.text ?? nothing)}</p>
      <operation-steps .server=${row.server}></operation-steps>
      <order-dialog></order-dialog>`;
  }
}

customElements.define("server-actions", ServerActions);
