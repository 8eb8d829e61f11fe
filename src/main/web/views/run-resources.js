import { html, nothing } from "lit";
import { bus, route, session, updates } from "../context.js";
import { timeOfDay } from "../clock.js";
import { Watch } from "../store.js";
import { filled, variablesOf } from "../run/template.js";
import { resourceView } from "./run-content.js";
import { Listed } from "./run-list.js";
import { Proposals } from "./run-proposals.js";
import { View } from "./view.js";

/** The resources of a server: read, and read again when they change. */
class RunResources extends View {
  static properties = {
    server: { attribute: false },
    said: { state: true },
    got: { state: true },
    template: { state: true },
    following: { state: true },
  };
  #list = new Listed(this, "query.resource.list", "resources");
  #templates = new Listed(this, "query.resource.templates", "resourceTemplates");
  #proposals = new Proposals(this);
  #asked = "";
  #stop = () => {};

  constructor() {
    super();
    this.server = "";
    this.said = "";
    /** @type {{uri: string, result: any, at: number} | null} */
    this.got = null;
    /** @type {any} */
    this.template = null;
    this.following = "";
    new Watch(this, route, bus);
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    this.#list.of(this.server);
    this.#templates.of(this.server);
    const uri = route.place.item;
    const place = `${this.server} ${uri}`;
    if (changed.has("server")) this.template = null;
    if (place === this.#asked || bus.phase !== "open") return;
    this.#asked = place;
    this.#unfollow();
    this.got = null;
    this.said = "";
    if (uri) this.#read(uri);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#unfollow();
  }

  /** @param {string} uri */
  async #read(uri) {
    const { server } = this;
    try {
      const result = await bus.ask("query.resource.read", { server, uri }, 60000);
      if (uri === route.place.item && server === this.server) this.got = { uri, result, at: Date.now() };
      this.said = "";
    } catch (error) {
      if (uri === route.place.item) this.said = `${error.message} (${error.code})`;
    }
  }

  #unfollow() {
    this.#stop();
    this.#stop = () => {};
    this.following = "";
  }

  /** @param {string} uri */
  async #follow(uri) {
    if (this.following) return this.#unfollow();
    this.following = uri;
    this.#stop = updates.follow(
      this.server,
      uri,
      () => this.#read(uri),
      (trouble) => {
        this.said = trouble;
        this.#unfollow();
      },
    );
  }

  render() {
    const uri = route.place.item;
    return html`<div class="run">
      ${this.#list.trouble()}
      <div class="run-columns">
        <div>
          ${this.#list.menu("Resources", uri, (item) => item.uri, (name) => this.#choose(name))}
          ${this.#templates.items?.length
            ? html`<h3>Templates</h3>
                ${this.#templates.menu("Templates", this.template?.uriTemplate ?? "", (item) => item.uriTemplate, (name) => this.#pick(name))}`
            : nothing}
        </div>
        <div class="run-main">
          ${this.template ? this.#fill(this.template) : nothing}
          ${uri ? this.#resource(uri) : this.template || !this.#list.items ? nothing : html`<p class="muted">${this.#list.items.length ? "Choose a resource." : "This server lists no resources that you may read."}</p>`}
        </div>
      </div>
    </div>`;
  }

  /** @param {string} uri */
  #choose(uri) {
    this.template = null;
    if (uri === route.place.item) this.#read(uri);
    else route.go({ item: uri, call: "" });
  }

  /** @param {string} name */
  #pick(name) {
    this.template = this.#templates.items?.find((item) => item.uriTemplate === name);
    route.go({ item: "", call: "" });
  }

  /** @param {any} template */
  #fill(template) {
    const values = () => Object.fromEntries(variablesOf(template.uriTemplate).map((name) => [name, /** @type {any} */ (this.querySelector(`[data-argument="${CSS.escape(name)}"]`))?.value ?? ""]));
    const go = (/** @type {Event} */ e) => {
      e.preventDefault();
      this.#asked = "";
      route.go({ item: filled(template.uriTemplate, values()) });
      this.requestUpdate();
    };
    return html`<form class="run-template" @submit=${go}>
      <h3>${template.title ?? template.name} <code>${template.uriTemplate}</code></h3>
      ${template.description ? html`<p class="run-about">${template.description}</p>` : nothing}
      ${variablesOf(template.uriTemplate).map(
        (name) => html`<div class="run-field"><label><span class="run-label">${name}</span>${this.#proposals.input(this.server, { type: "ref/resource", uri: template.uriTemplate }, name, values)}</label></div>`,
      )}
      <div class="actions"><button class="primary" ?disabled=${bus.phase !== "open"}>Read</button></div>
    </form>`;
  }

  /** @param {string} uri */
  #resource(uri) {
    return html`<article class="run-resource" data-uri=${uri}>
      <header>
        <code>${uri}</code>
        <span class="muted" role="status">${this.got ? `read ${timeOfDay(this.got.at)}` : this.said ? "" : "Asking …"}</span>
        <span class="spacer"></span>
        <button @click=${() => this.#read(uri)} ?disabled=${bus.phase !== "open"}>Read again</button>
        ${session.may("requests", "command.resource.subscribe")
          ? html`<button aria-pressed=${this.following === uri} @click=${() => this.#follow(uri)}>${this.following === uri ? "Following" : "Follow changes"}</button>`
          : nothing}
      </header>
      <p class="error" role="alert">${this.said || nothing}</p>
      ${(this.got?.result.contents ?? []).map(resourceView)}
    </article>`;
  }
}

customElements.define("run-resources", RunResources);
