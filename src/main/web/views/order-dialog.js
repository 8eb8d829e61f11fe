import { html, nothing } from "lit";
import { ACTS, counted } from "../acts.js";
import { bus } from "../context.js";
import { icon } from "../icons.js";
import { View } from "./view.js";

const SHOWN = 12;

/** @typedef {{act: string, servers: string[], replica?: number}} Wanted */

/** Shows what an order would hit before it is given, and asks why it is given. */
class OrderDialog extends View {
  static properties = {
    wanted: { state: true },
    preview: { state: true },
    trouble: { state: true },
    giving: { state: true },
  };

  constructor() {
    super();
    /** @type {Wanted | null} */
    this.wanted = null;
    /** @type {any} */
    this.preview = null;
    this.trouble = "";
    this.giving = false;
    /** @type {(answer: any) => void} */
    this.given = () => {};
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  /** @param {Wanted} wanted @param {(answer: any) => void} given told when it was taken on */
  async open(wanted, given) {
    Object.assign(this, { wanted, given, preview: null, trouble: "", giving: false });
    await this.updateComplete;
    this.#dialog.showModal();
    const asked = wanted;
    try {
      const preview = await bus.ask(`command.server.${wanted.act}`, { ...body(wanted), dryRun: true });
      if (this.wanted === asked) this.preview = preview;
    } catch (error) {
      if (this.wanted === asked) this.trouble = error.message;
    }
  }

  /** @param {SubmitEvent} submit */
  async #give(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const wanted = /** @type {Wanted} */ (this.wanted);
    const reason = String(form.get("reason") ?? "").trim();
    const more = { ...(reason ? { reason } : {}), ...(form.get("now") ? { drainMs: 0 } : {}) };
    this.giving = true;
    this.trouble = "";
    try {
      this.given(await bus.ask(`command.server.${wanted.act}`, { ...body(wanted), ...more }));
      this.#dialog.close();
    } catch (error) {
      this.trouble = error.message;
    }
    this.giving = false;
  }

  render() {
    const wanted = this.wanted;
    if (!wanted) return html`<dialog class="order"></dialog>`;
    const { label, icon: shape } = ACTS[wanted.act];
    const one = wanted.servers.length === 1;
    const what = one ? wanted.servers[0] : counted(wanted.servers.length, "server");
    const name = wanted.replica ? `${what}, replica ${wanted.replica}` : what;
    return html`<dialog class="order" aria-labelledby="order-title">
      <form @submit=${this.#give}>
        <h2 id="order-title">${label} ${name}</h2>
        ${this.#hits(wanted)}
        <label>Reason <input name="reason" maxlength="500" autocomplete="off" placeholder="for those who read of it" /></label>
        <label class="check"><input type="checkbox" name="now" /> Do not wait for calls that are under way</label>
        <p class="error" role="alert">${this.trouble || nothing}</p>
        <div class="actions">
          <button type="button" @click=${() => this.#dialog.close()}>Cancel</button>
          <button class="danger" ?disabled=${this.giving || bus.phase !== "open"}>
            ${icon(shape)} ${this.giving ? `${label} …` : `${label} ${name}`}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  /** @param {Wanted} wanted */
  #hits(wanted) {
    const preview = this.preview;
    if (!preview) return this.trouble ? nothing : html`<p class="muted" role="status">Asking all nodes what it would hit …</p>`;
    const rest = preview.servers.length - SHOWN;
    return html`<div class="hits" role="status">
      <p>${preview.steps.join(" → ")}${wanted.servers.length > 1 ? ", a few servers at a time" : ""}</p>
      <ul>
        ${preview.servers.slice(0, SHOWN).map((one) => html`<li><b>${one.server}</b> ${hit(one)}</li>`)}
        ${rest > 0 ? html`<li class="muted">and ${rest} more</li>` : nothing}
      </ul>
      ${preview.unanswered.length
        ? html`<p class="error">Not known of ${preview.unanswered.join(", ")}: no answer from there.</p>`
        : nothing}
    </div>`;
  }
}

/** @param {Wanted} wanted */
function body({ servers, replica }) {
  if (servers.length > 1) return { servers };
  return replica ? { server: servers[0], replica } : { server: servers[0] };
}

/** @param {any} one */
function hit(one) {
  if (one.refused) return html`<span class="error">${one.refused}</span>`;
  const parts = [counted(one.calls, "call") + " under way", counted(one.sessions, "session")];
  if (one.waiting) parts.push(`${one.waiting} waiting`);
  const who = one.callers.map((caller) => caller.user).join(", ");
  return html`${parts.join(", ")}${who ? html` <span class="muted">of ${who}</span>` : nothing}`;
}

customElements.define("order-dialog", OrderDialog);
