/** Where the keyboard is: kept inside a dialog, and given back when it closes. */

const REACHABLE = [
  "a[href]",
  "button:not([disabled])",
  "input:not([disabled])",
  "select:not([disabled])",
  "textarea:not([disabled])",
  "summary",
  "[tabindex='0']",
].join(",");

/** Everything in a part of the page that the Tab key stops at, in order. */
export function reachable(root) {
  return [...root.querySelectorAll(REACHABLE)].filter(
    (node) => node.getClientRects().length > 0 && !node.closest("[inert]"),
  );
}

/** Makes the Tab key go round inside `dialog`, and Escape call `close`. */
export function trap(dialog, close) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
    if (event.key !== "Tab") return;
    const stops = reachable(dialog);
    if (!stops.length) return;
    const first = stops[0];
    const last = stops[stops.length - 1];
    const at = document.activeElement;
    if (event.shiftKey && (at === first || at === dialog)) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && at === last) {
      event.preventDefault();
      first.focus();
    }
  });
}

/** Remembers the focused element; the answer gives the focus back, or to `otherwise`. */
export function remember(root, otherwise) {
  const before = root.contains(document.activeElement) ? document.activeElement : null;
  const key = before?.dataset.key;
  return () => {
    const again = key ? root.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
    const target = before?.isConnected ? before : (again ?? otherwise());
    target?.focus({ preventScroll: true });
  };
}
