import { html, nothing } from "lit";
import { stamp, toneOf } from "../audit-words.js";
import { route } from "../context.js";
import { icon } from "../icons.js";
import { traceLink } from "../traces/link.js";
import { spaced } from "../words.js";
import "./json-tree.js";
import { View } from "./view.js";

/** One act, whole. */
class AuditRecord extends View {
  static properties = { row: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../audit.js").Row | null} */
    this.row = null;
  }

  render() {
    const { row } = this;
    if (!row) return nothing;
    const { diff, ...rest } = row.detail ?? {};
    return html`<aside class="panel audit-record" aria-label="Record">
      <div class="panel-head">
        <h2><code>${row.action}</code></h2>
        <span class="spring"></span>
        <button class="tool" title="Close (Esc)" aria-label="Close the record" @click=${() => this.dispatchEvent(new CustomEvent("close"))}>${icon("close")}</button>
      </div>
      <div class="panel-body">
        <p class="verdict"><span class="outcome tone-${toneOf(row.outcome)}">${spaced(row.outcome)}</span> ${row.durationMs == null ? nothing : `${row.durationMs} ms`}</p>
        <dl>
          ${this.#fact("Time", html`${stamp(row.at)}<br /><small>${row.at}</small>`)}
          ${this.#fact("User", row.user ? this.#filter("user", row.user) : "nobody")}
          ${this.#fact("Server", row.server && this.#filter("server", row.server))}
          ${this.#fact("Tool", row.tool && this.#filter("tool", row.tool))}
          ${this.#fact("Action", this.#filter("action", row.action))}
          ${this.#fact("Noted by", row.node)}
          ${row.detail?.trace ? this.#fact(row.detail.calls > 1 ? "One of them" : "Way", traceLink(row.detail.trace)) : nothing}
        </dl>
        ${Array.isArray(diff) ? this.#diff(diff) : nothing}
        ${Object.keys(rest).length ? html`<h3>Details</h3><json-tree .value=${rest} .open=${true}></json-tree>` : nothing}
        <h3>Place in the chain</h3>
        <dl>
          ${this.#fact("Chain", row.chain)}
          ${this.#fact("Number", row.n)}
          ${this.#fact("Hash", html`<code class="hash">${row.hash}</code>`)}
        </dl>
      </div>
    </aside>`;
  }

  /** @param {string} label @param {unknown} value */
  #fact(label, value) {
    return value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : nothing;
  }

  /** @param {string} field @param {string} value */
  #filter(field, value) {
    return html`<button class="name" title="Only this ${field}" @click=${() => route.go({ [`audit.${field}`]: value })}>${value}</button>`;
  }

  /** @param {any[]} diff */
  #diff(diff) {
    return html`<h3>Changes</h3>
      <table class="audit-diff">
        <thead><tr><th>Value</th><th>Was</th><th>Is</th></tr></thead>
        <tbody>
          ${diff.map((one) =>
            one.more
              ? html`<tr><td colspan="3" class="muted">and more</td></tr>`
              : html`<tr data-path=${one.path}><th scope="row">${one.path}</th><td>${shown(one, "was")}</td><td>${shown(one, "is")}</td></tr>`,
          )}
        </tbody>
      </table>`;
  }
}

/** @param {any} one @param {"was" | "is"} side */
function shown(one, side) {
  if (!(side in one)) return html`<span class="muted">–</span>`;
  const text = typeof one[side] === "string" ? one[side] : JSON.stringify(one[side]);
  return side === "was" ? html`<del>${text}</del>` : html`<ins>${text}</ins>`;
}

customElements.define("audit-record", AuditRecord);
