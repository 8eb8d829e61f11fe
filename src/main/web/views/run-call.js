import { html, nothing } from "lit";
import { everySecond, millis, now, short, timeOfDay } from "../clock.js";
import { route, runs } from "../context.js";
import { HERE } from "../here.js";
import { asCli, asCurl, asMcp } from "../run/copies.js";
import { webAddress } from "../run/contents.js";
import { isOver } from "../run/runs.js";
import { Watch } from "../store.js";
import { traceLink } from "../traces/link.js";
import { resultView } from "./run-content.js";
import "./json-tree.js";
import "./run-form.js";
import { View } from "./view.js";

/** @type {Record<string, string>} */
const TONES = { running: "notice", asking: "warning", finished: "ok", failed: "error", cancelled: "idle", lost: "critical", gone: "idle" };

/** One call: how far it is, what it says, what it asks, what came of it. */
class RunCall extends View {
  static properties = { call: { attribute: false }, said: { state: true }, copied: { state: true } };
  #stop = () => {};
  #rest = () => {};

  constructor() {
    super();
    this.call = "";
    this.said = "";
    /** @type {{what: string, text: string, kept: boolean} | null} */
    this.copied = null;
    new Watch(this, runs);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#rest = everySecond(() => isOver(this.#run ?? { state: "gone" }) || this.requestUpdate());
    if (this.call) this.#follow();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#rest();
    this.#stop();
    this.#stop = () => {};
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (!changed.has("call")) return;
    this.said = "";
    this.copied = null;
    this.#follow();
  }

  #follow() {
    this.#stop();
    this.#stop = this.call ? runs.follow(this.call) : () => {};
  }

  get #run() {
    return runs.followed.get(this.call);
  }

  /** @param {() => Promise<void>} act */
  async #try(act) {
    this.said = "";
    try {
      await act();
    } catch (error) {
      this.said = `${error.message} (${error.code})`;
    }
  }

  render() {
    const run = this.#run;
    if (!run) return nothing;
    if (!run.loaded) return html`<p class="muted" role="status">${run.trouble || "Asking for the call …"}</p>`;
    if (run.state === "gone") return html`<p class="muted" role="status">This call is not known any more, or it is not yours.</p>`;
    return html`<article class="run-call" data-call=${run.call} data-state=${run.state}>
      <header>
        <b class="tone-${TONES[run.state] ?? "idle"} run-state">${run.state}${run.outcome && run.outcome !== "ok" ? ` (${run.outcome})` : ""}</b>
        <span class="run-elapsed num">${this.#elapsed(run)}</span>
        <span class="muted">${timeOfDay(run.startedAt)} on ${run.node}</span>
        ${traceLink(run.trace)}
        <span class="spacer"></span>
        ${isOver(run)
          ? html`<button @click=${() => this.dispatchEvent(new CustomEvent("again", { detail: run.arguments, bubbles: true }))}>Edit and run again</button>`
          : html`<button class="danger" @click=${() => this.#try(() => runs.cancel(run.call))}>Cancel</button>`}
      </header>
      ${this.#progress(run)} ${run.questions.map((question) => this.#question(run, question))}
      <p class="error" role="alert">${this.said || run.trouble || nothing}</p>
      ${run.error ? this.#error(run.error) : nothing}
      ${run.state === "finished" && run.resultKept === false
        ? html`<p class="error">The result has ${run.resultChars} characters, which is more than is kept; ask the server through /mcp.</p>`
        : nothing}
      ${run.result === undefined ? nothing : resultView(run.result)} ${this.#entries(run)} ${this.#copies(run)}
    </article>`;
  }

  /** @param {import("../run/runs.js").Run} run */
  #elapsed(run) {
    return isOver(run) ? millis(run.ms) : short(now() - Date.parse(run.startedAt));
  }

  /** @param {import("../run/runs.js").Run} run */
  #progress({ progress, state }) {
    if (!progress) return isOver({ state }) ? nothing : html`<progress aria-label="Progress"></progress>`;
    const { progress: done = 0, total, message } = progress;
    return html`<div class="run-progress">
      ${total > 0
        ? html`<progress aria-label="Progress" max=${total} value=${done}></progress><span class="num">${done} of ${total}</span>`
        : html`<span class="num">${done}</span>`}
      <span class="muted">${message ?? ""}</span>
    </div>`;
  }

  /** @param {any} error */
  #error(error) {
    return html`<div class="run-error">
      <p class="error"><b>${error.message}</b> <span class="muted">${error.ours ? "" : `the server's error ${error.code ?? ""}`}</span></p>
      ${error.data === undefined ? nothing : html`<json-tree .value=${error.data}></json-tree>`}
    </div>`;
  }

  /** @param {import("../run/runs.js").Run} run @param {any} question */
  #question(run, question) {
    const url = webAddress(question.url);
    const answer = (/** @type {string} */ action, /** @type {any} */ content) => this.#try(() => runs.answer(run.call, question.question, action, content));
    const accept = () => {
      /** @type {any} */
      const form = this.querySelector(`[data-question="${question.question}"] run-form`);
      if (!form) answer("accept", undefined);
      else if (form.check()) answer("accept", form.value);
    };
    return html`<section class="run-question" data-question=${question.question} role="group" aria-label="The server asks">
      <h4>The server asks</h4>
      <pre class="run-message">${question.message ?? ""}</pre>
      ${question.mode === "url"
        ? html`<p>${url ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${url}</a>` : html`<code>${question.url}</code>`}</p>
            <p class="muted">Go there if you trust it, then say here that you did.</p>`
        : html`<run-form .schema=${question.schema} .value=${undefined}></run-form>`}
      <div class="actions">
        <button class="primary" @click=${accept}>${question.mode === "url" ? "I did" : "Answer"}</button>
        <button @click=${() => answer("decline", undefined)}>Decline</button>
        <button class="quiet" @click=${() => answer("cancel", undefined)}>Dismiss</button>
      </div>
    </section>`;
  }

  /** @param {import("../run/runs.js").Run} run */
  #entries({ entries, dropped }) {
    if (!entries.length) return nothing;
    return html`<details class="run-lines" open>
      <summary>What it said <span class="muted">${entries.length + dropped}</span></summary>
      ${dropped ? html`<p class="muted">${dropped} older lines are not kept.</p>` : nothing}
      <ol>
        ${entries.slice(-200).map((entry) => html`<li data-kind=${entry.kind} data-level=${entry.level ?? nothing}><time>${timeOfDay(entry.at)}</time> ${line(entry)}</li>`)}
      </ol>
    </details>`;
  }

  /** @param {import("../run/runs.js").Run} run */
  #copies({ server, tool, arguments: args }) {
    const copies = {
      curl: asCurl(HERE, server, tool, args ?? {}),
      CLI: asCli(HERE, server, tool, args ?? {}),
      "MCP JSON": JSON.stringify(asMcp(tool, args ?? {}), null, 2),
    };
    return html`<footer class="run-copies">
      <span class="muted">Copy as</span>
      ${Object.entries(copies).map(([what, text]) => html`<button class="quiet" @click=${() => this.#copy(what, text)}>${what}</button>`)}
      <span class="spacer"></span>
      <button class="quiet" @click=${() => route.go({ call: "" })}>Close</button>
      ${this.copied
        ? html`<div class="run-copied"><small class="muted" role="status">${this.copied.what}${this.copied.kept ? " is in the clipboard" : ": copy it from here"}</small><pre>${this.copied.text}</pre></div>`
        : nothing}
    </footer>`;
  }

  /** @param {string} what @param {string} text */
  async #copy(what, text) {
    const kept = await Promise.resolve(navigator.clipboard?.writeText(text)).then(() => !!navigator.clipboard, () => false);
    this.copied = { what, text, kept };
  }
}

/** @param {any} entry */
function line(entry) {
  switch (entry.kind) {
    case "progress":
      return html`<span class="num">${entry.progress ?? ""}${entry.total ? ` / ${entry.total}` : ""}</span> ${entry.message ?? ""}`;
    case "log":
      return html`<b>${entry.level ?? "log"}</b> ${entry.logger ? html`<span class="muted">${entry.logger}</span>` : nothing}
        ${typeof entry.data === "string" ? entry.data : JSON.stringify(entry.data)}`;
    case "question":
      return html`asked: ${entry.message ?? ""}`;
    case "answered":
      return html`answered: ${entry.action}`;
    case "withdrawn":
      return html`does not want to know any more`;
    case "refused":
      return html`asked for ${entry.method}, which no page can give: refused`;
    default:
      return html`${JSON.stringify(entry)}`;
  }
}

customElements.define("run-call", RunCall);
