import { html, nothing } from "lit";
import { bus, route, runs, session } from "../context.js";
import { Watch } from "../store.js";
import "./run-call.js";
import "./run-form.js";
import "./run-history.js";
import { Listed } from "./run-list.js";
import { View } from "./view.js";

/** The tools of a server: one is chosen, filled in, called, and watched. */
class RunTools extends View {
  static properties = { server: { attribute: false }, said: { state: true }, busy: { state: true } };
  #list = new Listed(this, "query.tool.list", "tools");
  /** @type {any} what the form shall begin with */
  #given = undefined;

  constructor() {
    super();
    this.server = "";
    this.said = "";
    this.busy = false;
    new Watch(this, route, runs, bus);
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    this.#list.of(this.server);
    if (!changed.has("server")) return;
    this.said = "";
    if (session.may("requests", "query.call.list")) runs.list(this.server);
  }

  get #tool() {
    const name = this.#named;
    return this.#list.items?.find((tool) => tool.name === name);
  }

  /** The tool in the address bar, or that of the call there. */
  get #named() {
    const { item, call } = route.place;
    return item || runs.followed.get(call)?.tool || "";
  }

  /** @returns {any} */
  get #form() {
    return this.querySelector("run-form.run-arguments");
  }

  /** @param {Event} submit */
  async #run(submit) {
    submit.preventDefault();
    if (this.busy || !this.#form.check()) return;
    this.busy = true;
    this.said = "";
    try {
      const call = await runs.start(this.server, this.#named, this.#form.value);
      route.go({ item: this.#named, call });
    } catch (error) {
      this.said = `${error.message} (${error.code})`;
    }
    this.busy = false;
  }

  /** @param {CustomEvent} again */
  #again(again) {
    const run = runs.followed.get(route.place.call);
    if (run) route.go({ item: run.tool });
    this.#given = again.detail ?? {};
    this.requestUpdate();
    this.updateComplete.then(() => {
      this.#form?.fill(structuredClone(this.#given));
      this.#form?.scrollIntoView({ block: "nearest" });
    });
  }

  render() {
    const tool = this.#tool;
    const call = route.place.call;
    return html`<div class="run" @again=${this.#again}>
      ${this.#list.trouble()}
      <div class="run-columns">
        ${this.#list.menu("Tools", this.#named, (item) => item.name, (name) => route.go({ item: name, call: "" }))}
        <div class="run-main">
          ${tool ? this.#chosen(tool) : this.#nothing()}
          ${call ? html`<run-call .call=${call}></run-call>` : nothing}
        </div>
      </div>
      <run-history .server=${this.server}></run-history>
    </div>`;
  }

  #nothing() {
    if (!this.#list.items) return nothing;
    if (this.#named) return html`<p class="muted">There is no tool named “${this.#named}” here, or you may not call it.</p>`;
    return html`<p class="muted">${this.#list.items.length ? "Choose a tool." : "This server has no tools that you may call."}</p>`;
  }

  /** @param {any} tool */
  #chosen(tool) {
    const hints = Object.entries({ readOnlyHint: "reads only", destructiveHint: "may destroy", idempotentHint: "repeatable", openWorldHint: "reaches out" })
      .filter(([hint]) => tool.annotations?.[hint] === true)
      .map(([, word]) => word);
    return html`<form class="run-tool" data-tool=${tool.name} novalidate @submit=${this.#run}>
      <h3>${tool.title ?? tool.annotations?.title ?? tool.name} <code>${tool.name}</code>${hints.map((word) => html` <span class="tag">${word}</span>`)}</h3>
      ${tool.description ? html`<p class="run-about">${tool.description}</p>` : nothing}
      <run-form class="run-arguments" raw .schema=${tool.inputSchema ?? {}} .value=${undefined}></run-form>
      <div class="actions">
        <button class="primary" ?disabled=${this.busy || bus.phase !== "open" || !session.may("requests", "command.tool.call")}>Run</button>
        <p class="error" role="alert">${this.said || nothing}</p>
      </div>
    </form>`;
  }
}

customElements.define("run-tools", RunTools);
