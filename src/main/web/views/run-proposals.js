import { html } from "lit";
import { bus, session } from "../context.js";

const PAUSE = 250;
let lists = 0;

/** Text fields whose values the server proposes, where it does. */
export class Proposals {
  #id = `proposals${++lists}`;
  /** @type {Map<string, string[]>} */
  #values = new Map();
  /** @type {any} */
  #timer;
  /** @type {Set<string>} servers that propose nothing */
  #mute = new Set();

  /** @param {any} host */
  constructor(host) {
    this.host = host;
  }

  /** @param {string} server @param {any} ref @param {string} name @param {() => Record<string, string>} known what is filled in so far */
  input(server, ref, name, known) {
    const list = `${this.#id}-${name}`;
    const typed = (/** @type {any} */ e) => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(server, ref, name, e.target.value, known()), PAUSE);
    };
    return html`<input data-argument=${name} list=${list} autocomplete="off" @input=${typed} />
      <datalist id=${list}>${(this.#values.get(name) ?? []).map((value) => html`<option value=${value}></option>`)}</datalist>`;
  }

  /** @param {string} server @param {any} ref @param {string} name @param {string} value @param {Record<string, string>} known */
  async #ask(server, ref, name, value, known) {
    if (this.#mute.has(server) || !session.may("requests", "query.completion.get")) return;
    const { [name]: own, ...others } = known;
    try {
      const answer = await bus.ask("query.completion.get", { server, ref, argument: { name, value }, context: { arguments: others } });
      const values = answer.completion?.values;
      this.#values.set(name, (Array.isArray(values) ? values : []).filter((one) => typeof one === "string").slice(0, 100));
      this.host.requestUpdate();
    } catch {
      this.#mute.add(server); // what cannot be proposed is typed
    }
  }
}
