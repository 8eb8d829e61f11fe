import { html, nothing } from "lit";
import { bus } from "../context.js";
import { View } from "./view.js";

/** The tools of a server, asked for when somebody opens the list. */
class ToolList extends View {
  static properties = {
    server: { attribute: false },
    count: { attribute: false },
    tools: { state: true },
    trouble: { state: true },
  };

  constructor() {
    super();
    this.server = "";
    /** @type {number | null} */
    this.count = null;
    /** @type {any[] | null} */
    this.tools = null;
    this.trouble = "";
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (!changed.has("server")) return;
    this.tools = null;
    this.trouble = "";
    const details = this.querySelector("details");
    if (details) details.open = false;
  }

  /** @param {Event} toggle */
  async #toggle(toggle) {
    if (!(/** @type {HTMLDetailsElement} */ (toggle.target).open) || this.tools) return;
    const { server } = this;
    this.trouble = "";
    try {
      const answer = await bus.ask("query.tool.list", { server });
      if (server === this.server) this.tools = answer.tools ?? [];
    } catch (error) {
      this.trouble = `${error.message} (${error.code})`;
    }
  }

  render() {
    return html`<details class="tools" @toggle=${this.#toggle}>
      <summary><h3>Tools <span class="muted">${this.count ?? ""}</span></h3></summary>
      ${this.trouble ? html`<p class="error" role="status">${this.trouble}</p>` : nothing}
      ${this.tools
        ? html`<ul>
            ${this.tools.map((tool) => html`<li><code>${tool.name}</code><small>${tool.description ?? ""}</small></li>`)}
          </ul>`
        : this.trouble ? nothing : html`<p class="muted">Asking …</p>`}
    </details>`;
  }
}

customElements.define("tool-list", ToolList);
