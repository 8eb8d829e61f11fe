import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { timeOfDay } from "../clock.js";
import { feed, fleet, route } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { SEVERITIES, nodeName } from "../words.js";
import { eventMark } from "./badges.js";
import { View } from "./view.js";

/** What happens, as it happens, newest first. */
class EventFeed extends View {
  constructor() {
    super();
    new Watch(this, feed, route, fleet);
  }

  render() {
    const shown = feed.shown;
    return html`<aside class="panel feed" aria-label="Events">
      <div class="panel-head">
        <h2>Events</h2>
        <span class="muted">${feed.entries.length ? `${shown.length} of ${feed.entries.length}` : ""}</span>
        <span class="spring"></span>
        ${this.#pause()}
        <button class="tool" title="Clear" aria-label="Clear events" @click=${() => feed.clear()}>${icon("trash")}</button>
        <button class="tool" title="Hide (e)" aria-label="Hide events" @click=${() => route.go({ feed: "off" })}>
          ${icon("close")}
        </button>
      </div>
      ${this.#filters()}
      <ol class="panel-body events" tabindex="0" aria-label="Events, newest first">
        ${shown.length ? repeat(shown, (entry) => entry.id, (entry) => this.#entry(entry)) : this.#empty()}
      </ol>
    </aside>`;
  }

  #pause() {
    const words = feed.paused ? `Resume${feed.held ? ` (${feed.held} held)` : ""}` : "Pause";
    return html`<button
      class="tool"
      aria-pressed=${feed.paused}
      title=${`${words} (p)`}
      aria-label=${words}
      @click=${() => (feed.paused ? feed.resume() : feed.pause())}
    >
      ${icon(feed.paused ? "play" : "pause")}${feed.held ? html`<b class="held">${feed.held}</b>` : nothing}
    </button>`;
  }

  #filters() {
    return html`<div class="filters">
      <select aria-label="Least severity" @change=${(change) => feed.narrow({ severity: change.target.value })}>
        ${SEVERITIES.map(
          (word) => html`<option value=${word} ?selected=${feed.severity === word}>${word}${word === "critical" ? "" : " +"}</option>`,
        )}
      </select>
      <input type="search" aria-label="Filter events by server or text" placeholder="Server or text" .value=${feed.text}
        @input=${(input) => feed.narrow({ text: input.target.value })} />
      <label class="check" title="Show every single check as well">
        <input type="checkbox" .checked=${feed.probes}
          @change=${(change) => feed.narrow({ probes: change.target.checked })} />checks
      </label>
    </div>`;
  }

  #empty() {
    const filtered = feed.text || feed.severity !== "info";
    return html`<li class="empty">
      ${icon("feed")}
      <p>${filtered && feed.entries.length ? "No event matches the filter." : "Quiet so far. Changes show up here the moment they happen."}</p>
    </li>`;
  }

  /** @param {import("../feed.js").Entry} entry */
  #entry(entry) {
    return html`<li class="event" data-type=${entry.type} data-severity=${entry.severity}>
      ${eventMark(entry.event)}
      <div>
        <p>${this.#subject(entry)} ${entry.text}</p>
        ${entry.reason ? html`<small>${entry.reason}</small>` : nothing}
      </div>
      <span class="when"
        ><time datetime=${entry.at} title=${entry.at}>${timeOfDay(entry.at)}</time
        ><small>${nodeName(entry.node)}</small></span
      >
    </li>`;
  }

  /** @param {import("../feed.js").Entry} entry */
  #subject({ subject }) {
    if (!subject) return nothing;
    if (!fleet.servers.has(subject)) return html`<b>${subject}</b>`;
    return html`<button class="name" @click=${() => route.go({ server: subject })}>${subject}</button>`;
  }
}

customElements.define("event-feed", EventFeed);
