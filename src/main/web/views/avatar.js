import { html } from "lit";
import { hue, initials, isPerson } from "../presence.js";

/**
 * Somebody in two letters: round for a person, square for a program; pale when they just left.
 * @param {import("../presence.js").Member} member
 */
export function avatar(member) {
  const shape = isPerson(member) ? "" : "program";
  const away = member.connections ? "" : "away";
  return html`<i class="avatar hue-${hue(member.user)} ${shape} ${away}" aria-hidden="true"
    >${initials(member.user)}</i
  >`;
}
