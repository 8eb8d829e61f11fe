import { html } from "lit";
import { everySecond } from "../clock.js";
import { connectionWord, stale } from "../connection.js";
import { bus, fleet, route } from "../context.js";
import { Watch } from "../store.js";
import { View } from "./view.js";

/** Whether the page is live, how old its last news is, and which node it talks to. */
class ConnectionPill extends View {
  #stop = () => {};

  constructor() {
    super();
    new Watch(this, bus, fleet);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#stop = everySecond(() => {
      document.body.classList.toggle("stale", stale(bus));
      this.requestUpdate();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
    document.body.classList.remove("stale");
  }

  render() {
    const { tone, word, detail } = connectionWord(bus);
    const trip = bus.latency === null ? "" : `, round trip ${bus.latency} ms`;
    return html`<button
      class="pill tone-${tone}"
      data-phase=${bus.phase}
      title=${`Connection: ${word} ${detail}${trip}. Opens the debug window.`}
      @click=${() => route.toggleDebug()}
    >
      <i class="dot" aria-hidden="true"></i><b>${word}</b><span class="pill-age">${detail}</span>
      ${fleet.self ? html`<span class="pill-node">${fleet.self.name}</span>` : ""}
    </button>`;
  }
}

customElements.define("connection-pill", ConnectionPill);
