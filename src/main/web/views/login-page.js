import { html, nothing } from "lit";
import { session } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { View } from "./view.js";

/** Signing in; errors stay beside the fields, and what was typed stays in them. */
class LoginPage extends View {
  static properties = {
    error: { state: true },
    busy: { state: true },
    capsLock: { state: true },
  };

  constructor() {
    super();
    this.error = "";
    this.busy = false;
    this.capsLock = false;
    new Watch(this, session);
  }

  firstUpdated() {
    /** @type {HTMLInputElement} */ (this.querySelector("#username")).focus();
  }

  /** @param {SubmitEvent} submit */
  async #submit(submit) {
    submit.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    this.error = "";
    this.busy = true;
    try {
      await session.login(String(fields.get("username")), String(fields.get("password")));
    } catch (error) {
      this.error = wording(error);
      /** @type {HTMLInputElement} */ (this.querySelector("#password")).select();
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`<main class="login">
      <form
        @submit=${this.#submit}
        @keydown=${(key) => (this.capsLock = key.getModifierState?.("CapsLock") ?? false)}
      >
        <h1><img src="icon.svg" alt="" width="40" height="40" />Omnibus</h1>
        <p class="login-lead">Sign in to see your fleet of MCP servers.</p>
        ${session.farewell ? html`<p class="note" role="status">${session.farewell}</p>` : nothing}
        <label for="username">User</label>
        <input id="username" name="username" autocomplete="username" autocapitalize="none"
          spellcheck="false" required aria-describedby="login-error" />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password"
          required aria-describedby="login-error caps-lock" />
        <p id="caps-lock" class="hint" ?hidden=${!this.capsLock}>${icon("triangle")} Caps Lock is on</p>
        <p id="login-error" class="error" role="alert">
          ${this.error ? html`${icon("cross")} ${this.error}` : nothing}
        </p>
        <button class="primary" ?disabled=${this.busy}>${this.busy ? "Signing in …" : "Sign in"}</button>
      </form>
    </main>`;
  }
}

/** @param {any} error */
function wording(error) {
  if (error.status === 401) return "That user and password do not match.";
  if (error.status === 403) return `This page may not sign in here: ${error.message}.`;
  if (error.status === 429) return `Too many attempts. Try again in ${error.retryAfter || 30} s.`;
  if (error.status) return `${error.message}.`;
  return "The node does not answer. Is it running?";
}

customElements.define("login-page", LoginPage);
