import { html, nothing } from "lit";
import { fleet, route, session } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { stateBadge } from "./badges.js";
import "./looks-too.js";
import "./server-actions.js";
import { TABS } from "./server-tabs.js";
import { View } from "./view.js";

/** @typedef {import("./server-tabs.js").Tab} Tab */

/** One server: how it is, what can be done with it, and below that the tab that is open. */
class ServerPanel extends View {
  constructor() {
    super();
    new Watch(this, fleet, route, session);
  }

  render() {
    const name = route.place.server;
    if (!name) return nothing;
    const row = fleet.servers.get(name);
    const tabs = row ? TABS.filter((tab) => tab.may(session, row)) : [];
    const open = tabs.find((tab) => tab.id === route.place.tab) ?? tabs[0];
    const wide = row ? open?.wide : fleet.loaded;
    return html`<aside class="panel server-panel ${wide ? "wide" : ""}" aria-label=${`Server ${name}`}>
      <div class="panel-head">
        <h2>${name}</h2>
        <button class="tool" aria-label="Close" title="Close (Esc)" @click=${() => route.go({ server: "" })}>
          ${icon("close")}
        </button>
      </div>
      <div class="panel-body">${row ? this.#server(row, tabs, open) : this.#missing(name)}</div>
    </aside>`;
  }

  /** @param {string} name */
  #missing(name) {
    if (!fleet.loaded) return html`<p class="muted">Waiting for the list of servers …</p>`;
    return html`<p class="muted">There is no server named “${name}” now, or you may not see it.</p>
      ${session.may("requests", "query.history.range") ? this.#past(name) : nothing}`;
  }

  /** What was measured of one that is gone, for who had a link to it; of one that never was, nothing. @param {string} name */
  #past(name) {
    return html`<h3>What is known of it</h3>
      <server-metrics .row=${{ server: name }}></server-metrics>`;
  }

  /** @param {import("../fleet.js").Row} row @param {Tab[]} tabs @param {Tab} open */
  #server(row, tabs, open) {
    return html`<div class="verdict">
        ${stateBadge(row.state)}<span class="muted">for <time-ago at=${row.since} lasting></time-ago></span>
      </div>
      ${row.reason ? html`<p class="reason">${row.reason}</p>` : nothing}
      ${row.description ? html`<p class="muted">${row.description}</p>` : nothing}
      <looks-too .server=${row.server}></looks-too>
      <server-actions .row=${row}></server-actions>
      ${tabs.length > 1 ? this.#bar(tabs, open) : nothing}
      <div role=${tabs.length > 1 ? "tabpanel" : nothing} aria-label=${open.label}>${open.render(row)}</div>`;
  }

  /** @param {Tab[]} tabs @param {Tab} open */
  #bar(tabs, open) {
    return html`<div class="tabs" role="tablist" @keydown=${(/** @type {KeyboardEvent} */ e) => this.#step(e, tabs, open)}>
      ${tabs.map(
        (tab) => html`<button
          role="tab"
          data-tab=${tab.id}
          aria-selected=${tab === open}
          tabindex=${tab === open ? 0 : -1}
          @click=${() => route.go({ tab: tab.id })}
        >
          ${tab.label}
        </button>`,
      )}
    </div>`;
  }

  /**
   * Arrow keys go from tab to tab, as they do elsewhere.
   * @param {KeyboardEvent} event @param {Tab[]} tabs @param {Tab} open
   */
  async #step(event, tabs, open) {
    /** @type {Record<string, number>} */
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    route.go({ tab: tabs[(tabs.indexOf(open) + step + tabs.length) % tabs.length].id });
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector('[role="tab"][aria-selected="true"]'))?.focus();
  }
}

customElements.define("server-panel", ServerPanel);
