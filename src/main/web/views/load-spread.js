import { html } from "lit";
import { ticks } from "../context.js";
import { Watch } from "../store.js";
import { Load } from "../traces/load.js";
import { View } from "./view.js";

/** How calls of the last minutes are spread over nodes and replicas, as this page heard of them. */
class LoadSpread extends View {
  static properties = { server: {} };
  #load = new Load(ticks);

  constructor() {
    super();
    this.server = "";
    new Watch(this, this.#load);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#load.stop();
  }

  render() {
    const nodes = this.#load.nodes(this.server);
    const replicas = this.#load.replicas(this.server);
    return html`<section class="load" aria-label="Load">
      <h2>Load <span class="muted">calls since this page is open, five minutes at most</span></h2>
      ${nodes.length ? this.#spread("By node", nodes[0]) : html`<p class="muted">No calls yet.</p>`}
      ${replicas.map((spread) => this.#spread(`${spread.server} by replica`, spread))}
    </section>`;
  }

  /** @param {string} title @param {import("../traces/load.js").Spread} spread */
  #spread(title, spread) {
    return html`<h3>${title}</h3>
      <ul class="load-bars">
        ${spread.parts.map(
          (part) => html`<li>
            <span class="name" title=${part.name}>${part.name}</span>
            <meter min="0" max="1" value=${part.share} aria-hidden="true"></meter>
            <span class="num">${part.calls.toLocaleString()}</span>
            <span class="num muted">${Math.round(part.share * 100)} %</span>
          </li>`,
        )}
      </ul>`;
  }
}

customElements.define("load-spread", LoadSpread);
