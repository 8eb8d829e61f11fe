import { html, nothing } from "lit";
import { seconds, short } from "../clock.js";
import { silence, stale } from "../connection.js";
import { bus, fleet } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { View } from "./view.js";

/** Says when the picture is not live: why, how old it is, and when the next attempt is due. */
class ConnectionBanner extends View {
  constructor() {
    super();
    new Watch(this, bus, fleet, seconds);
  }

  render() {
    const words = this.#words();
    if (!words) return nothing;
    const off = bus.phase === "off" || bus.phase === "waiting";
    return html`<div class="banner tone-warning" role="status">
      ${icon("unlink")}<span>${words}</span>
      ${off ? html`<button @click=${() => bus.connect()}>Reconnect now</button>` : nothing}
    </div>`;
  }

  #words() {
    const age = fleet.loaded ? ` What you see is ${short(silence(bus))} old.` : "";
    const why = bus.closed ? ` (${bus.closed.code || "no answer"}: ${bus.closed.reason || "no reason given"})` : "";
    if (bus.phase === "off") return `Disconnected by you.${age}`;
    if (bus.phase === "waiting" || (bus.phase === "connecting" && bus.attempt)) {
      return `Connection lost${why}. ${this.#next()}${age}`;
    }
    if (bus.phase === "open" && stale(bus)) return `The node is silent.${age}`;
    return fleet.trouble ? `No list of servers: ${fleet.trouble}. Trying again.` : "";
  }

  #next() {
    if (bus.phase === "connecting") return `Attempt ${bus.attempt + 1} under way.`;
    const wait = Math.max(0, Math.ceil((bus.retryAt - Date.now()) / 1000));
    return `Attempt ${bus.attempt + 1} in ${wait} s.`;
  }
}

customElements.define("connection-banner", ConnectionBanner);
