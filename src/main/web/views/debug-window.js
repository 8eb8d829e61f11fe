import { html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { seconds, timeToMillis } from "../clock.js";
import { connectionWord } from "../connection.js";
import { bus, route, wiretap } from "../context.js";
import { download } from "../download.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { Floating } from "./floating.js";
import { View } from "./view.js";

const FIRST = { left: 20, top: 90, width: 580, height: 560 };
const ARROW = { in: "↓", out: "↑", socket: "•" };

/** The frames of the socket as they are, in a window that floats over the page. */
class DebugWindow extends View {
  static properties = { type: { state: true }, text: { state: true } };
  /** @type {Floating | null} */
  #floating = null;

  constructor() {
    super();
    this.type = "";
    this.text = "";
    new Watch(this, bus, wiretap, seconds);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#floating?.close();
  }

  firstUpdated() {
    const frame = /** @type {HTMLElement} */ (this.querySelector(".debug"));
    this.#floating = new Floating(frame, "omnibus.debug", FIRST);
    /** @type {HTMLElement} */ (this.querySelector(".debug-head")).focus();
  }

  get #shown() {
    const text = this.text.toLowerCase();
    return wiretap.messages.filter(
      (message) =>
        (!this.type || message.type === this.type) &&
        (!text || message.text.toLowerCase().includes(text)),
    );
  }

  render() {
    const shown = this.#shown;
    return html`<section class="debug" role="dialog" aria-label="Socket debug window">
      ${this.#head()} ${this.#error()} ${this.#filters()}
      <div class="debug-count">
        <span class="debug-shown">${shown.length} / ${wiretap.messages.length} messages</span>
        <span title="Messages a second, over the last ten">${wiretap.rate(this.type).toFixed(1)} / s</span>
        <span class="spring"></span>
        <label class="check"><input type="checkbox" .checked=${wiretap.pings}
          @change=${(change) => wiretap.takePings(change.target.checked)} />pings</label>
        <button aria-pressed=${wiretap.paused} @click=${() => wiretap.pause(!wiretap.paused)}>
          ${icon(wiretap.paused ? "play" : "pause")} ${wiretap.paused ? "Resume" : "Pause"}
        </button>
        <button ?disabled=${!shown.length} @click=${() => this.#export(shown)}>${icon("download")} Export</button>
        <button ?disabled=${!wiretap.messages.length} @click=${() => wiretap.clear()}>${icon("trash")} Clear all</button>
      </div>
      <ol class="debug-messages" tabindex="0" aria-label="Messages, newest first">
        ${shown.length ? repeat(shown, (message) => message.id, (message) => this.#message(message)) : this.#empty()}
      </ol>
      <button
        class="debug-grip" aria-label="Resize with the arrow keys" title="Resize"
        @pointerdown=${(down) => this.#floating?.resize(down)}
        @keydown=${(key) => this.#floating?.resizeByKey(key)}
      ></button>
    </section>`;
  }

  #head() {
    const { tone, word, detail } = connectionWord(bus);
    const off = bus.phase === "off" || bus.phase === "waiting";
    return html`<div
      class="debug-head" tabindex="0" role="group" aria-label="Move with the arrow keys"
      @pointerdown=${(down) => this.#floating?.drag(down)}
      @keydown=${(key) => this.#floating?.dragByKey(key)}
    >
      <span class="debug-status tone-${tone}" data-phase=${bus.phase}><i class="dot" aria-hidden="true"></i>${word}
        ${bus.phase === "open" ? "" : detail}</span>
      <h2>Socket</h2>
      <span class="muted">${bus.latency === null ? "" : `${bus.latency} ms`}</span>
      <span class="spring"></span>
      <button @click=${() => (off ? bus.connect() : bus.disconnect())}>
        ${icon(off ? "link" : "unlink")} ${off ? "Reconnect" : "Disconnect"}
      </button>
      <button class="tool" aria-label="Close" title="Close (d)" @click=${() => route.toggleDebug()}>${icon("close")}</button>
    </div>`;
  }

  #error() {
    if (!bus.closed || bus.phase === "open") return nothing;
    const { code, reason } = bus.closed;
    return html`<p class="debug-error" role="alert">
      ${icon("cross")} Closed with code <b>${code || "none"}</b>: ${reason || "no reason given"}
    </p>`;
  }

  #filters() {
    const types = [...wiretap.types].sort(([a], [b]) => a.localeCompare(b));
    return html`<div class="filters">
      <select aria-label="Type" .value=${this.type} @change=${(change) => (this.type = change.target.value)}>
        <option value="">all types</option>
        ${types.map(([type, count]) => html`<option value=${type} ?selected=${type === this.type}>${type} (${count})</option>`)}
      </select>
      <input type="search" aria-label="Filter messages by text" placeholder="Filter by text" .value=${this.text}
        @input=${(input) => (this.text = input.target.value)} />
    </div>`;
  }

  #empty() {
    const words = wiretap.messages.length ? "No message matches the filter." : "No messages yet.";
    return html`<li class="muted">${words}</li>`;
  }

  /** @param {import("../wiretap.js").Caught} message */
  #message(message) {
    return guard([message.id], () => html`<li data-type=${message.type} data-way=${message.way}>
      <div class="debug-line">
        <span class="way" title=${message.way}>${ARROW[message.way]}</span><b>${message.type}</b>
        <span class="muted">${message.frame.address ?? ""}</span>
        <span class="spring"></span>
        <time>${timeToMillis(message.at)}</time>
      </div>
      <pre>${message.text}</pre>
    </li>`);
  }

  /** @param {import("../wiretap.js").Caught[]} messages */
  #export(messages) {
    const out = messages.map(({ way, type, at, frame }) => ({ at: new Date(at).toISOString(), way, type, frame }));
    download(`omnibus-socket-${new Date().toISOString().replaceAll(":", "")}.json`, out);
  }
}

customElements.define("debug-window", DebugWindow);
