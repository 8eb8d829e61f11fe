import { html, nothing } from "lit";
import { ACTS, counted, permitted } from "../acts.js";
import { bus, chosen, fleet, operations, session } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import "./order-dialog.js";
import { View } from "./view.js";

/** What can be done to all chosen servers at once, and how far the last order has come. */
class ChosenBar extends View {
  static properties = { answer: { state: true }, said: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.answer = null;
    this.said = "";
    new Watch(this, bus, chosen, fleet, operations);
  }

  /** @param {string} act */
  #press(act) {
    const servers = [...chosen.servers];
    const dialog = /** @type {any} */ (this.querySelector("order-dialog"));
    this.answer = null;
    dialog.open({ act, servers }, (answer) => (this.answer = answer));
  }

  render() {
    chosen.keep((server) => fleet.servers.has(server));
    const count = chosen.servers.size;
    const acts = permitted(session).filter((act) => this.#suits(act));
    const progress = this.#progress();
    return html`${count || progress
        ? html`<div class="chosen" role="toolbar" aria-label="Chosen servers">
            ${count
              ? html`<b>${counted(count, "server")} chosen</b>
                  ${acts.map(
                    (act) => html`<button data-act=${act} ?disabled=${bus.phase !== "open"} @click=${() => this.#press(act)}>
                      ${icon(ACTS[act].icon)} ${ACTS[act].label}
                    </button>`,
                  )}
                  <button class="quiet" @click=${() => chosen.set([])}>${icon("close")} Clear</button>`
              : nothing}
            ${progress}
          </div>`
        : nothing}
      <order-dialog></order-dialog>`;
  }

  /** @param {string} act */
  #suits(act) {
    return [...chosen.servers].some((server) => ACTS[act].suits(fleet.servers.get(server)?.state ?? ""));
  }

  #progress() {
    if (!this.answer) return nothing;
    const all = operations.of(this.answer.operation);
    const failed = all.filter((one) => one.phase === "failed");
    const done = all.filter((one) => one.phase === "done").length;
    const over = done + failed.length === this.answer.servers.length;
    const refused = this.answer.refused ?? [];
    const names = [...failed.map((one) => one.server), ...refused.map((one) => one.server)].join(", ");
    return html`<span class="progress" role="status" data-over=${over}>
      <progress max=${this.answer.servers.length} value=${done + failed.length}></progress>
      ${all[0]?.do ?? ""}: ${done} of ${this.answer.servers.length} done${failed.length
        ? html`, <span class="error">${failed.length} failed</span>`
        : nothing}${refused.length ? html`, <span class="error">${refused.length} refused</span>` : nothing}
      ${names ? html`<span class="muted">${names}</span>` : nothing}
    </span>`;
  }
}

customElements.define("chosen-bar", ChosenBar);
