import { html, nothing } from "lit";
import { bus, fleet, route, session } from "../context.js";
import { icon } from "../icons.js";
import { leads } from "../leads.js";
import { Watch } from "../store.js";
import { nextTheme, theme } from "../theme.js";
import { GROUPS } from "../words.js";
import "./connection-pill.js";
import { closeOnEscape, closeOnLeaving } from "./menu.js";
import { openPage, pagesFor } from "./pages.js";
import { View } from "./view.js";
import "./who-is-here.js";

const THEME_ICON = { system: "system", light: "sun", dark: "moon" };

/** Product, pages, counters that filter, connection, and what belongs to the user. */
class HeaderBar extends View {
  constructor() {
    super();
    new Watch(this, bus, fleet, route, session);
  }

  render() {
    return html`<header class="bar">
      <a class="brand" href="#" @click=${this.#home}
        ><img src="icon.svg" alt="" width="22" height="22" />Omnibus</a
      >
      ${this.#pages()}
      <div class="counters" role="group" aria-label="Servers by state">${this.#counters()}</div>
      <span class="spring"></span>
      <who-is-here></who-is-here>
      <connection-pill></connection-pill>
      ${this.#tool("feed", "Events (e)", route.place.feed !== "off", () => route.toggleFeed())}
      ${this.#tool("bug", "Debug window (d)", route.place.debug === "on", () => route.toggleDebug())}
      ${this.#tool("keyboard", "Keyboard help (?)", false, () => this.#say("help"))}
      ${this.#tool(THEME_ICON[theme()], `Theme: ${theme()}`, false, () => this.#theme())}
      ${this.#user()}
    </header>`;
  }

  /** One page needs no choice. */
  #pages() {
    const pages = pagesFor(session);
    if (pages.length < 2) return nothing;
    const open = openPage(session, route.place.page);
    return html`<nav class="pages" aria-label="Pages">
      ${pages.map(
        (page) => html`<a
          href=${page.id ? `#page=${page.id}` : "#"}
          data-page=${page.id}
          aria-current=${page === open ? "page" : nothing}
          @click=${leads({ page: page.id, server: "" })}
          >${page.label}</a
        >`,
      )}
    </nav>`;
  }

  #counters() {
    const counts = fleet.counts();
    return GROUPS.map(({ group, icon: name, tone }) => {
      const pressed = !route.place.page && route.place.group === group;
      return html`<button
        class="chip tone-${counts[group] ? tone : "quiet"}"
        data-group=${group}
        aria-pressed=${pressed}
        title=${pressed ? "Show all servers" : `Show only ${group} servers`}
        @click=${() => route.go({ page: "", group: pressed ? "" : group })}
      >
        ${icon(name)}<b>${fleet.loaded ? counts[group] : "–"}</b><span>${group}</span>
      </button>`;
    });
  }

  /** @param {string} name @param {string} title @param {boolean} pressed @param {() => void} act */
  #tool(name, title, pressed, act) {
    return html`<button class="tool" title=${title} aria-label=${title} aria-pressed=${pressed} @click=${act}>
      ${icon(name)}
    </button>`;
  }

  #user() {
    if (!session.user) return nothing;
    return html`<details class="menu" @keydown=${closeOnEscape} @focusout=${closeOnLeaving}>
      <summary title="Signed in as ${session.user.name}">
        ${icon("user")}<span class="user-name">${session.user.name}</span>
      </summary>
      <div class="menu-body">
        <p><b>${session.user.name}</b><br />${session.user.roles.join(", ") || "no roles"}</p>
        <button @click=${() => session.logout().catch((error) => console.warn(error.message))}>
          Sign out
        </button>
      </div>
    </details>`;
  }

  #theme() {
    nextTheme();
    this.requestUpdate();
  }

  /** @param {MouseEvent} click */
  #home(click) {
    click.preventDefault();
    route.go({ page: "", group: "", q: "", server: "" });
  }

  /** @param {string} word */
  #say(word) {
    this.dispatchEvent(new CustomEvent(word, { bubbles: true }));
  }
}

customElements.define("header-bar", HeaderBar);
