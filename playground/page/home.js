/** The app's Home tab, as the app has published it for this person. */

import { drawBlocks } from "./blocks.js";
import { el, keepingFocus } from "./dom.js";

/** One person's Home; `update` draws it again when it has changed. */
export class Home {
  #drawn = null;

  constructor({ app, surface }) {
    this.app = app;
    this.surface = surface;
    this.node = el("div", { class: "home", tabindex: "0", role: "region", "aria-label": `${app.name}: Home` });
  }

  /** The next update draws it anew. */
  forget() {
    this.#drawn = null;
  }

  /** Shows a published view, or says that there is none yet. */
  update(view) {
    const signature = JSON.stringify([view?.blocks ?? null, this.surface.context.now().toDateString()]);
    if (signature === this.#drawn) return;
    this.#drawn = signature;
    if (view) this.surface.values.keepOnly(view.blocks);
    keepingFocus(this.node, () => this.node.replaceChildren(
      view
        ? drawBlocks(view.blocks, this.surface)
        : el("p", { class: "empty" }, `${this.app.name} has not put anything here yet.`)));
  }
}
