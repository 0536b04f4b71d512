/** The page's own signs, drawn as paths: no font and no picture has to be there. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  bot: "M3 8a3 3 0 0 1 3-3h6a3 3 0 0 1 3 3v2a3 3 0 0 1-3 3H9l-4 3.500V13A3 3 0 0 1 3 10zM17 9.500a5 5 0 0 1-5 5.500h-1a3 3 0 0 0 3 3h3l3 2.500V18a3 3 0 0 0 2-2.800V12a3 3 0 0 0-3-2.500z",
  eye: "M12 5c5 0 8.500 4.500 9.500 7-1 2.500-4.500 7-9.500 7s-8.500-4.500-9.500-7C3.500 9.500 7 5 12 5zm0 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zm0 2.500a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
  home: "M12 3.500 21 11h-2.500v9h-5v-5.500h-3V20h-5v-9H3z",
  lock: "M8 10V8a4 4 0 0 1 8 0v2h1.500v10h-11V10zm2 0h4V8a2 2 0 0 0-4 0z",
  menu: "M4 6h16v2H4zm0 5h16v2H4zm0 5h16v2H4z",
  more: "M5 10.500h3v3H5zm5.500 0h3v3h-3zm5.500 0h3v3h-3z",
  close: "m6.400 5 5.600 5.600L17.600 5 19 6.400 13.400 12l5.600 5.600-1.400 1.400-5.600-5.600L6.400 19 5 17.600l5.600-5.600L5 6.400z",
  back: "m14.500 5 1.500 1.500L10.500 12l5.500 5.500-1.500 1.500-7-7z",
  send: "M4 4.500 21 12 4 19.500l2-6L13 12l-7-1.500z",
  picture: "M4 5h16v14H4zm2 2v8l4-4 3 3 2-2 3 3V7zm8.500 1.500a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3z",
  warning: "M12 3.500 22 20.500H2zm-1 6v5h2v-5zm0 6.500v2h2v-2z",
};

/** A sign that only the eye needs. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "sign-icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}
