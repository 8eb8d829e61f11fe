import { html, nothing } from "lit";
import { feed, route, session } from "../context.js";
import { listenToKeys } from "../keys.js";
import { Watch } from "../store.js";
import { nextTheme } from "../theme.js";
import { GROUPS } from "../words.js";
import "./announcer.js";
import "./connection-banner.js";
import "./debug-window.js";
import "./event-feed.js";
import "./header-bar.js";
import "./help-dialog.js";
import "./login-page.js";
import { openPage, pagesFor } from "./pages.js";
import "./server-panel.js";
import "./test-dialog.js";
import { View } from "./view.js";

/** All of it: signing in, or the open page with what lies beside it. */
class OmnibusApp extends View {
  #stop = () => {};

  constructor() {
    super();
    new Watch(this, session, route);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#stop = listenToKeys(this.#commands());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  #commands() {
    /** @type {Record<string, () => void>} */
    const commands = {
      "/": () => this.#list?.focusSearch(),
      j: () => this.#list?.move(1),
      k: () => this.#list?.move(-1),
      Enter: () => this.#list?.openCurrent(),
      Escape: () => this.#escape(),
      e: () => route.toggleFeed(),
      p: () => (this.#list?.pause ? this.#list.pause() : feed.paused ? feed.resume() : feed.pause()),
      d: () => route.toggleDebug(),
      t: () => this.#theme(),
      "?": () => this.#help(),
      "[": () => this.#turn(-1),
      "]": () => this.#turn(1),
      0: () => route.go({ page: "", group: "" }),
    };
    GROUPS.forEach(({ group }, i) => (commands[i + 1] = () => route.go({ page: "", group })));
    return commands;
  }

  /** What the open page lists. @returns {any} */
  get #list() {
    return this.querySelector("fleet-view, audit-page");
  }

  /** To the page beside this one. @param {number} by */
  #turn(by) {
    const pages = pagesFor(session);
    const at = pages.indexOf(openPage(session, route.place.page));
    route.go({ page: pages[(at + by + pages.length) % pages.length].id });
  }

  #help() {
    /** @type {any} */ (this.querySelector("help-dialog"))?.toggle();
  }

  #test() {
    /** @type {any} */ (this.querySelector("test-dialog"))?.open();
  }

  #theme() {
    nextTheme();
    /** @type {any} */ (this.querySelector("header-bar"))?.requestUpdate();
  }

  /** Closes what is on top, one thing at a time. */
  #escape() {
    const active = document.activeElement;
    if (active?.closest("debug-window")) return route.toggleDebug();
    if (active?.matches("input, textarea, select")) return /** @type {HTMLElement} */ (active).blur();
    if (route.place.server) return route.go({ server: "" });
    if (this.#list?.close?.()) return;
    if (!route.place.page && (route.place.q || route.place.group)) route.go({ q: "", group: "" });
  }

  render() {
    if (session.phase === "resuming") return html`<p class="empty">Asking the node who you are …</p>`;
    if (session.phase === "out") return html`<login-page></login-page>`;
    const beside = route.place.server ? "with-panel" : "";
    const feedShown = route.place.feed !== "off";
    return html`<div class="page" @help=${this.#help} @test=${this.#test}>
      <header-bar></header-bar>
      <connection-banner></connection-banner>
      <div class="content ${feedShown ? "with-feed" : ""} ${beside}">
        <main>${openPage(session, route.place.page).render()}</main>
        ${feedShown ? html`<event-feed></event-feed>` : nothing}
        <server-panel></server-panel>
      </div>
      ${route.place.debug === "on" ? html`<debug-window></debug-window>` : nothing}
      <help-dialog></help-dialog>
      ${session.may("requests", "command.server.test") ? html`<test-dialog></test-dialog>` : nothing}
      <fleet-announcer></fleet-announcer>
    </div>`;
  }
}

customElements.define("omnibus-app", OmnibusApp);
