import { html, nothing } from "lit";
import { fleet, presence, session } from "../context.js";
import { icon } from "../icons.js";
import { leads } from "../leads.js";
import { named, shortName } from "../presence.js";
import { Watch } from "../store.js";
import { nodeName } from "../words.js";
import { avatar } from "./avatar.js";
import { closeOnEscape, closeOnLeaving } from "./menu.js";
import { PAGES } from "./pages.js";
import "./time-ago.js";
import { View } from "./view.js";

const SHOWN = 3;

/** @typedef {import("../presence.js").Member} Member @typedef {import("../presence.js").Sight} Sight */

/** Who else is here, in a quiet row, and on demand where each of them is. */
class WhoIsHere extends View {
  constructor() {
    super();
    new Watch(this, presence, session, fleet);
  }

  render() {
    if (!presence.users || !session.may("events", "event.presence.diff")) return nothing;
    const others = presence.others;
    const words = others.length ? `${named(others.map((one) => shortName(one.user)))} ${others.length > 1 ? "are" : "is"} here too` : "Only you are here";
    return html`<details class="menu here" @keydown=${closeOnEscape} @focusout=${closeOnLeaving}>
      <summary title=${words} aria-label=${words}>${this.#row(others)}</summary>
      <div class="menu-body here-list">
        <h2>Here now <span class="muted">${this.#count()}</span></h2>
        <ul>
          ${presence.all.map((member) => this.#member(member))}
        </ul>
        ${this.#rest()}
      </div>
    </details>`;
  }

  /** @param {Member[]} others */
  #row(others) {
    if (!others.length) return html`<span class="alone">${icon("people")}</span>`;
    const rest = Math.max(presence.users - 1, others.length) - Math.min(others.length, SHOWN);
    return html`<span class="avatars">${others.slice(0, SHOWN).map(avatar)}</span>${rest > 0
        ? html`<span class="more">+${rest}</span>`
        : nothing}`;
  }

  #count() {
    const { users, connections } = presence;
    return `${users} ${users === 1 ? "user" : "users"}, ${connections} ${connections === 1 ? "connection" : "connections"}`;
  }

  #rest() {
    const rest = presence.users - presence.members.size;
    return rest > 0 ? html`<p class="muted">and ${rest} more</p>` : nothing;
  }

  /** @param {Member} member */
  #member(member) {
    const mine = member.user === session.user?.name;
    return html`<li data-user=${member.user}>
      ${avatar(member)}
      <div>
        <p>
          <b>${shortName(member.user)}</b>${mine ? html`<span class="tag">you</span>` : nothing}
          <span class="muted num"><time-ago at=${member.since} lasting></time-ago></span>
        </p>
        ${member.connections
          ? html`<ul class="sights">${gathered(member).map((one) => this.#sight(one))}</ul>`
          : html`<p class="muted">away for a moment</p>`}
      </div>
    </li>`;
  }

  /** @param {{sight: Sight, connections: number, nodes: Set<string>}} one */
  #sight({ sight, connections, nodes }) {
    const page = PAGES.find((known) => known.id === (sight.page === "fleet" ? "" : sight.page));
    return html`<li>
      ${sight.program ? html`<code>${sight.program}</code>` : nothing}
      ${page ? html`<a href=${page.id ? `#page=${page.id}` : "#"} @click=${leads({ page: page.id, server: "" })}>${page.label}</a>` : nothing}
      ${sight.server
        ? html`${page || sight.program ? html`<span class="muted">›</span>` : nothing}
            <a href=${`#server=${encodeURIComponent(sight.server)}`} @click=${leads({ page: page?.id ?? "", server: sight.server })}>${sight.server}</a>`
        : nothing}
      ${!page && !sight.program && !sight.server ? html`<span class="muted">connected</span>` : nothing}
      ${connections > 1 ? html`<span class="times num" title="${connections} connections">× ${connections}</span>` : nothing}
      ${fleet.nodes.length > 1 ? html`<span class="muted node">${[...nodes].map(nodeName).join(", ")}</span>` : nothing}
    </li>`;
  }
}

/** The same place over several nodes is one line. @param {Member} member */
function gathered(member) {
  /** @type {Map<string, {sight: Sight, connections: number, nodes: Set<string>}>} */
  const places = new Map();
  for (const sight of member.at) {
    const key = JSON.stringify([sight.program, sight.page, sight.server]);
    const known = places.get(key) ?? { sight, connections: 0, nodes: new Set() };
    known.connections += sight.connections;
    known.nodes.add(sight.node);
    places.set(key, known);
  }
  return [...places.values()];
}

customElements.define("who-is-here", WhoIsHere);
