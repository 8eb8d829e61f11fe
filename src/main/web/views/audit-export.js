import { html } from "lit";
import { ticket } from "../client/ticket.js";
import { now } from "../clock.js";
import { route, session } from "../context.js";
import { HERE } from "../here.js";
import { icon } from "../icons.js";
import { wanted } from "./audit-filters.js";
import { closeOnEscape, closeOnLeaving } from "./menu.js";
import { View } from "./view.js";

const FORMATS = [["csv", "CSV"], ["jsonl", "JSON Lines"]];

/** Hands over all that the filter finds as a file; the browser fetches it by itself, however large it is. */
class AuditExport extends View {
  static properties = { said: { state: true } };

  constructor() {
    super();
    this.said = "";
  }

  /** @param {string} format */
  async #export(format) {
    /** @type {HTMLDetailsElement} */ (this.querySelector("details")).open = false;
    try {
      const pass = await ticket(HERE, (renew) => session.token(renew));
      const params = new URLSearchParams({ format, ...wanted(route.place, now()), ticket: pass });
      const link = document.createElement("a");
      link.href = `${HERE}/api/v1/audit/export?${params}`;
      link.download = `audit.${format}`;
      link.click();
      this.said = "";
    } catch (error) {
      this.said = `No file: ${/** @type {any} */ (error).message}`;
    }
  }

  render() {
    return html`<details class="menu audit-export" @keydown=${closeOnEscape} @focusout=${closeOnLeaving}>
        <summary title="Export what the filter finds">${icon("download")} Export</summary>
        <div class="menu-body">
          ${FORMATS.map(([format, label]) => html`<button data-format=${format} @click=${() => this.#export(format)}>${label}</button>`)}
        </div>
      </details>
      <span class="error" role="status">${this.said}</span>`;
  }
}

customElements.define("audit-export", AuditExport);
