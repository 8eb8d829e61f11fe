/** A Lit element in the light DOM: one style sheet for the page, and forms that password managers see. */
import { LitElement } from "lit";

export class View extends LitElement {
  createRenderRoot() {
    return this;
  }
}
