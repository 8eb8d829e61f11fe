import { html, nothing } from "lit";
import { bus, fleet, route, session } from "../context.js";
import { icon } from "../icons.js";
import { pasted, withEntry } from "../pasted.js";
import { Watch } from "../store.js";
import { connectionReport } from "./connection-report.js";
import { View } from "./view.js";

const PATIENCE = 28000;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const EXAMPLE = `"search": { "url": "https://mcp.example.com/mcp" }`;

/** Tests a server that is not in the fleet yet, as it was pasted, and saves it for who may. */
class TestDialog extends View {
  static properties = {
    text: { state: true },
    chosen: { state: true },
    name: { state: true },
    report: { state: true },
    busy: { state: true },
    trouble: { state: true },
  };

  constructor() {
    super();
    this.text = "";
    this.chosen = 0;
    this.name = "";
    /** @type {any} */
    this.report = null;
    this.busy = "";
    this.trouble = "";
    new Watch(this, bus, session, fleet);
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  open() {
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /** What was pasted, or why it is nothing. */
  #read() {
    try {
      return { all: pasted(this.text), why: "" };
    } catch (error) {
      return { all: [], why: /** @type {Error} */ (error).message };
    }
  }

  /** @param {string} text */
  #typed(text) {
    this.text = text;
    this.report = null;
    this.trouble = "";
    this.#choose(0);
  }

  /** @param {number} at */
  #choose(at) {
    this.chosen = at;
    this.report = null;
    this.name = this.#read().all[at]?.name ?? "";
  }

  /** @param {string} what @param {() => Promise<void>} act */
  async #do(what, act) {
    this.busy = what;
    this.trouble = "";
    try {
      await act();
    } catch (error) {
      this.trouble = error.message;
    } finally {
      this.busy = "";
    }
  }

  /** @param {any} definition */
  #test(definition) {
    return this.#do("test", async () => {
      this.report = null;
      this.report = await bus.ask("command.server.test", { definition }, PATIENCE);
    });
  }

  /** @param {any} entry */
  #save(entry) {
    return this.#do("save", async () => {
      const now = await bus.ask("query.config.get", { file: "servers.json" });
      const text = withEntry(now.text, this.name, entry);
      await bus.ask("command.config.put", { file: "servers.json", text, baseVersion: now.version });
      const server = this.name;
      this.#typed("");
      this.#dialog.close();
      route.go({ server });
    });
  }

  render() {
    const { all, why } = this.#read();
    const one = all[this.chosen];
    return html`<dialog class="test-dialog" aria-labelledby="test-title">
      <div class="test-head">
        <h2 id="test-title">Test a connection</h2>
        <button class="tool" aria-label="Close" @click=${() => this.#dialog.close()}>${icon("close")}</button>
      </div>
      <label class="test-paste">Paste an address, or what an MCP client has in <code>mcpServers</code>
        <textarea rows="8" spellcheck="false" placeholder=${EXAMPLE} .value=${this.text}
          @input=${(/** @type {any} */ input) => this.#typed(input.target.value)}></textarea>
      </label>
      ${why ? html`<p class="error">${why}</p>` : nothing} ${this.#entries(all)}
      <div class="test-acts">
        <button class="primary" ?disabled=${!one || this.busy !== "" || bus.phase !== "open"} @click=${() => this.#test(one.entry)}>
          ${icon(this.busy === "test" ? "spinner" : "link")} ${this.busy === "test" ? "Testing …" : "Test"}
        </button>
        <span class="muted">Nothing is saved by a test.</span><span class="spring"></span> ${this.#saving(one)}
      </div>
      ${this.trouble ? html`<p class="error" role="alert">${this.trouble}</p>` : nothing}
      ${this.report ? connectionReport(this.report) : nothing}
    </dialog>`;
  }

  /** @param {import("../pasted.js").Pasted[]} all */
  #entries(all) {
    if (all.length < 2) return nothing;
    return html`<label>Which of them
      <select @change=${(/** @type {any} */ change) => this.#choose(Number(change.target.value))}>
        ${all.map(({ name }, i) => html`<option value=${i} ?selected=${i === this.chosen}>${name}</option>`)}
      </select>
    </label>`;
  }

  /** @param {import("../pasted.js").Pasted | undefined} one */
  #saving(one) {
    const may = session.may("requests", "command.config.put") && session.may("requests", "query.config.get");
    if (!may || !one) return nothing;
    const taken = fleet.servers.has(this.name);
    const good = NAME.test(this.name) && !taken;
    return html`<label class="test-name">Name <input .value=${this.name} maxlength="63"
        @input=${(/** @type {any} */ input) => (this.name = input.target.value.trim())} /></label>
      ${taken ? html`<span class="error">is taken</span>` : nothing}
      <button ?disabled=${!good || this.busy !== "" || bus.phase !== "open"} @click=${() => this.#save(one.entry)}>
        ${icon("check")} ${this.busy === "save" ? "Saving …" : "Save"}
      </button>`;
  }
}

customElements.define("test-dialog", TestDialog);
