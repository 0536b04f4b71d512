"""Which words on a page are too faint: WCAG 2's contrast, computed where the colours are."""

# A script for the browser; its answer lists each text with less than 4.5:1 on its ground.
TOO_FAINT = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const over = (above, below) => {
    const share = above[3] ?? 1;
    return below.map((part, at) => above[at] * share + part * (1 - share));
  };
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      layers.push(parse(getComputedStyle(at).backgroundColor));
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const linear = (part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    const words = walk.currentNode.data.trim();
    // Times beside a message show on hover only, in the colour of those that always show.
    if (!words || !node.getClientRects().length || node.closest("[inert], .side-time")) continue;
    const behind = ground(node);
    const pair = [light(over(parse(getComputedStyle(node).color), behind)), light(behind)];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) faint.push([ratio.toFixed(2), node.className, words]);
  }
  return faint;
}"""
