import { html, nothing } from "lit";
import { bus, route, session } from "../context.js";
import { Watch } from "../store.js";
import { blockView } from "./run-content.js";
import "./run-form.js";
import { Listed } from "./run-list.js";
import { Proposals } from "./run-proposals.js";
import { View } from "./view.js";

/** The prompts of a server: one is chosen, filled in, and read as a model would get it. */
class RunPrompts extends View {
  static properties = { server: { attribute: false }, said: { state: true }, got: { state: true } };
  #list = new Listed(this, "query.prompt.list", "prompts");
  #proposals = new Proposals(this);

  constructor() {
    super();
    this.server = "";
    this.said = "";
    /** @type {{name: string, result: any} | null} */
    this.got = null;
    new Watch(this, route, bus);
  }

  willUpdate() {
    this.#list.of(this.server);
    if (this.got && this.got.name !== route.place.item) this.got = null;
  }

  /** @param {Event} submit @param {any} prompt */
  async #get(submit, prompt) {
    submit.preventDefault();
    const args = this.#arguments(prompt);
    const lacks = (prompt.arguments ?? []).filter((arg) => arg.required && !args[arg.name]).map((arg) => arg.name);
    if (lacks.length) return void (this.said = `${lacks.join(", ")}: required`);
    this.said = "";
    try {
      const result = await bus.ask("query.prompt.get", { server: this.server, name: prompt.name, arguments: args }, 60000);
      this.got = { name: prompt.name, result };
    } catch (error) {
      this.said = `${error.message} (${error.code})`;
    }
  }

  /** @param {any} prompt @returns {Record<string, string>} */
  #arguments(prompt) {
    /** @type {Record<string, string>} */
    const args = {};
    for (const { name } of prompt.arguments ?? []) {
      const field = /** @type {HTMLInputElement} */ (this.querySelector(`[data-argument="${CSS.escape(name)}"]`));
      if (field?.value) args[name] = field.value;
    }
    return args;
  }

  render() {
    const prompt = this.#list.items?.find((item) => item.name === route.place.item);
    return html`<div class="run">
      ${this.#list.trouble()}
      <div class="run-columns">
        ${this.#list.menu("Prompts", route.place.item, (item) => item.name, (name) => route.go({ item: name, call: "" }))}
        <div class="run-main">
          ${prompt ? this.#chosen(prompt) : this.#list.items ? html`<p class="muted">${this.#list.items.length ? "Choose a prompt." : "This server has no prompts that you may use."}</p>` : nothing}
          ${this.got ? this.#messages(this.got.result) : nothing}
        </div>
      </div>
    </div>`;
  }

  /** @param {any} prompt */
  #chosen(prompt) {
    return html`<form class="run-prompt" data-prompt=${prompt.name} @submit=${(/** @type {Event} */ e) => this.#get(e, prompt)}>
      <h3>${prompt.title ?? prompt.name} <code>${prompt.name}</code></h3>
      ${prompt.description ? html`<p class="run-about">${prompt.description}</p>` : nothing}
      ${(prompt.arguments ?? []).map((arg) => this.#argument(prompt, arg))}
      <div class="actions">
        <button class="primary" ?disabled=${bus.phase !== "open" || !session.may("requests", "query.prompt.get")}>Get</button>
        <p class="error" role="alert">${this.said || nothing}</p>
      </div>
    </form>`;
  }

  /** @param {any} prompt @param {any} arg */
  #argument(prompt, arg) {
    const ref = { type: "ref/prompt", name: prompt.name };
    return html`<div class="run-field">
      <label><span class="run-label">${arg.title ?? arg.name}${arg.required ? html`<span class="run-required" aria-hidden="true">*</span>` : nothing}</span>
        ${arg.description ? html`<small class="muted run-description">${arg.description}</small>` : nothing}
        ${this.#proposals.input(this.server, ref, arg.name, () => this.#arguments(prompt))}
      </label>
    </div>`;
  }

  /** @param {any} result */
  #messages(result) {
    return html`<section class="run-messages" aria-label="Messages">
      ${result.description ? html`<p class="muted">${result.description}</p>` : nothing}
      ${(result.messages ?? []).map((message) => html`<article class="run-message-of" data-role=${message.role}><b>${message.role}</b>${blockView(message.content)}</article>`)}
    </section>`;
  }
}

customElements.define("run-prompts", RunPrompts);
