import { html, nothing } from "lit";
import { presence } from "../context.js";
import { named, shortName } from "../presence.js";
import { Watch } from "../store.js";
import { avatar } from "./avatar.js";
import { View } from "./view.js";

const SHOWN = 3;

/** Who else looks at a server, so that two operators do not meet at its restart. */
class LooksToo extends View {
  static properties = { server: { attribute: false } };

  constructor() {
    super();
    this.server = "";
    new Watch(this, presence);
  }

  render() {
    const others = presence.at(this.server);
    if (!others.length) return nothing;
    const verb = others.length > 1 ? "look" : "looks";
    return html`<p class="looks-too" role="status">
      <span class="avatars">${others.slice(0, SHOWN).map(avatar)}</span>
      <span><b>${named(others.map((one) => shortName(one.user)))}</b> ${verb} at this too</span>
    </p>`;
  }
}

customElements.define("looks-too", LooksToo);
