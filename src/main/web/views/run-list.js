import { html, nothing } from "lit";
import { bus } from "../context.js";
import { short } from "../clock.js";

/** What a server lists, asked for once each time a view turns to it, and the menu to choose from. */
export class Listed {
  /** @type {any[] | null} */
  items = null;
  /** @type {any} */
  meta = null;
  #server = "";
  #said = "";
  #text = "";

  /** @param {any} host @param {string} address @param {string} key */
  constructor(host, address, key) {
    this.host = host;
    this.address = address;
    this.key = key;
  }

  /** @param {string} server */
  of(server) {
    if (server === this.#server && (this.items || this.#said !== "" || bus.phase !== "open")) return;
    if (server !== this.#server) this.#text = "";
    this.#server = server;
    if (bus.phase === "open") this.ask();
  }

  async ask() {
    const server = this.#server;
    this.items = null;
    this.#said = "Asking …";
    try {
      const answer = await bus.ask(this.address, { server }, 30000);
      if (server !== this.#server) return;
      this.items = answer[this.key] ?? [];
      this.meta = answer._meta ?? null;
      this.#said = "";
    } catch (error) {
      if (server !== this.#server) return;
      this.#said = error.code === 503 && bus.phase !== "open" ? "" : `${error.message} (${error.code})`;
    }
    this.host.requestUpdate();
  }

  trouble() {
    const age = this.meta?.["dev.omnibus/age"];
    if (this.#said) return html`<p class=${this.items === null && this.#said !== "Asking …" ? "error" : "muted"} role="status">${this.#said} <button class="quiet" @click=${() => this.ask()}>Ask again</button></p>`;
    return typeof age === "number" ? html`<p class="muted" role="status">As the server last said it, ${short(age)} ago; it does not answer now.</p>` : nothing;
  }

  /** @param {string} label @param {string} chosen @param {(item: any) => string} name @param {(name: string) => void} choose */
  menu(label, chosen, name, choose) {
    const items = this.items ?? [];
    const text = this.#text.toLowerCase();
    const shown = items.filter((item) => `${name(item)} ${item.title ?? ""} ${item.description ?? ""}`.toLowerCase().includes(text));
    return html`<nav class="run-menu" aria-label=${label}>
      ${items.length > 8
        ? html`<input type="search" placeholder="Search" aria-label=${`Search ${label.toLowerCase()}`} .value=${this.#text} @input=${(/** @type {any} */ e) => this.#search(e.target.value)} />`
        : nothing}
      <ul>
        ${shown.slice(0, 500).map((item) => html`<li><button class="run-entry" data-name=${name(item)} aria-current=${name(item) === chosen} title=${item.description ?? ""} @click=${() => choose(name(item))}>
            <span>${item.title ?? item.name ?? name(item)}</span>
          </button></li>`)}
      </ul>
      ${shown.length > 500 ? html`<p class="muted">${shown.length - 500} more; search for them.</p>` : nothing}
    </nav>`;
  }

  /** @param {string} text */
  #search(text) {
    this.#text = text;
    this.host.requestUpdate();
  }
}
