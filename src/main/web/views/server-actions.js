import { html, nothing } from "lit";
import { bus, session } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { View } from "./view.js";

const SURE = 4000;

/** @type {Record<string, {label: string, icon: string, asks: boolean}>} */
const VERBS = {
  restart: { label: "Restart", icon: "restart", asks: true },
  stop: { label: "Stop", icon: "stop", asks: true },
  start: { label: "Start", icon: "play", asks: false },
};

/** Restart, stop and start; what interrupts somebody asks once more. Errors are shown in place. */
class ServerActions extends View {
  static properties = { row: { attribute: false }, asking: { state: true }, said: { state: true } };
  /** @type {number | undefined} */
  #timer;

  constructor() {
    super();
    /** @type {import("../fleet.js").Row | null} */
    this.row = null;
    this.asking = "";
    /** @type {{ok: boolean, text: string} | null} */
    this.said = null;
    new Watch(this, bus);
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has("row") && changed.get("row")?.server !== this.row?.server) {
      this.asking = "";
      this.said = null;
    }
  }

  /** @param {string} verb */
  #press(verb) {
    clearTimeout(this.#timer);
    if (VERBS[verb].asks && this.asking !== verb) {
      this.asking = verb;
      this.#timer = setTimeout(() => (this.asking = ""), SURE);
      return;
    }
    this.asking = "";
    this.#run(verb);
  }

  /** @param {string} verb */
  async #run(verb) {
    this.said = { ok: true, text: `${VERBS[verb].label} asked for …` };
    try {
      await bus.ask(`command.server.${verb}`, { server: this.row?.server });
      this.said = { ok: true, text: `${VERBS[verb].label} accepted.` };
    } catch (error) {
      this.said = { ok: false, text: `${VERBS[verb].label}: ${error.message} (${error.code})` };
    }
  }

  render() {
    const rest = ["stopped", "disabled"].includes(this.row?.state ?? "");
    const verbs = (rest ? ["start"] : ["restart", "stop"]).filter((verb) =>
      session.may("requests", `command.server.${verb}`),
    );
    return html`<div class="actions">
        ${verbs.map(
          (verb) => html`<button
            class=${this.asking === verb ? "danger" : ""}
            ?disabled=${bus.phase !== "open"}
            @click=${() => this.#press(verb)}
          >
            ${icon(VERBS[verb].icon)}
            ${this.asking === verb ? `${VERBS[verb].label} ${this.row?.server}?` : VERBS[verb].label}
          </button>`,
        )}
      </div>
      <p class=${this.said?.ok ? "muted" : "error"} role="status">${this.said?.text ?? nothing}</p>`;
  }
}

customElements.define("server-actions", ServerActions);
