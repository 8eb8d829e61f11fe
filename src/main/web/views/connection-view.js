import { html, nothing } from "lit";
import { bus } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { connectionReport } from "./connection-report.js";
import { View } from "./view.js";

const PATIENCE = 28000;

/** Tests the connection to a server of the fleet, and a tool of it if somebody wants. */
class ConnectionView extends View {
  static properties = {
    row: { attribute: false },
    report: { state: true },
    busy: { state: true },
    trouble: { state: true },
  };

  constructor() {
    super();
    /** @type {import("../fleet.js").Row | null} */
    this.row = null;
    /** @type {any} */
    this.report = null;
    this.busy = false;
    this.trouble = "";
    new Watch(this, bus);
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has("row") && changed.get("row")?.server !== this.row?.server) {
      this.report = null;
      this.trouble = "";
    }
  }

  /** @param {SubmitEvent} submit */
  async #test(submit) {
    submit.preventDefault();
    const server = this.row?.server;
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    this.busy = true;
    this.trouble = "";
    try {
      const report = await bus.ask("command.server.test", { server, ...canary(form) }, PATIENCE);
      if (server === this.row?.server) this.report = report;
    } catch (error) {
      this.trouble = error.message;
    } finally {
      this.busy = false;
    }
  }

  render() {
    const replicas = this.row?.replicas?.length ?? 0;
    return html`<form class="connection-form" @submit=${this.#test}>
        <button class="primary" ?disabled=${this.busy || bus.phase !== "open"}>
          ${icon(this.busy ? "spinner" : "link")} ${this.busy ? "Testing …" : "Test"}
        </button>
        ${replicas ? html`<label>Replica <select name="replica"><option value="">first</option>
            ${this.row?.replicas?.map((one) => html`<option>${one.replica}</option>`)}</select></label>` : nothing}
        <details>
          <summary>Call a tool as well</summary>
          <label>Tool <input name="tool" autocomplete="off" /></label>
          <label>Arguments <input name="arguments" placeholder="{}" autocomplete="off" /></label>
        </details>
        ${this.row?.link?.transport === "stdio"
          ? html`<p class="muted">A process of its own is started for the test, and ended after it.</p>`
          : nothing}
      </form>
      ${this.trouble ? html`<p class="error" role="alert">${this.trouble}</p>` : nothing}
      ${this.report ? connectionReport(this.report) : nothing}`;
  }
}

/** @param {FormData} form */
function canary(form) {
  const tool = String(form.get("tool") ?? "").trim();
  const replica = Number(form.get("replica") ?? 0);
  const wish = replica ? { replica } : {};
  if (!tool) return wish;
  const text = String(form.get("arguments") ?? "").trim();
  return { ...wish, canary: { tool, arguments: text ? JSON.parse(text) : {} } };
}

customElements.define("connection-view", ConnectionView);
