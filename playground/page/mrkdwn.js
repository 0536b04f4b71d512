/**
 * Slack's mrkdwn, read into a tree of tokens and drawn as text nodes.
 * Whatever somebody typed can format itself, but it can never become markup or a script.
 */

import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { filled } from "./dates.js";

const MARKS = { "*": "bold", _: "italic", "~": "strike" };
const TAGS = { bold: "b", italic: "i", strike: "s", code: "code", pre: "pre", quote: "blockquote" };
const DEEPEST = 6;
const WORD = /[\p{L}\p{N}]/u;
const BARE_LINK = /https?:\/\/[^\s<>|]+/y;
const BARE_SPECIAL = /@(here|channel|everyone)\b/y;
const SHORT_CODE = /:([a-z0-9_+-]+):/y;

/** `&lt;`, `&gt;` and `&amp;` as the characters they stand for, once. */
export function unescape(text) {
  return text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
}

/** The tokens of a text; with `verbatim`, bare addresses and mentions stay plain text. */
export function parse(text, { verbatim = false } = {}) {
  const tokens = [];
  for (const [index, part] of text.split(/```([\s\S]+?)```/).entries()) {
    if (index % 2) tokens.push({ type: "pre", text: unescape(part.replace(/^\n|\n$/g, "")) });
    else tokens.push(...lines(part, verbatim));
  }
  return tokens;
}

function lines(text, verbatim) {
  const tokens = [];
  let plain = [];
  let quoted = [];
  let rest = false;
  const inlined = (some) => inline(some.join("\n"), verbatim, 0);
  const flushPlain = () => {
    if (plain.length) tokens.push(...inlined(plain));
    plain = [];
  };
  const flushQuote = () => {
    if (quoted.length) tokens.push({ type: "quote", children: inlined(quoted) });
    quoted = [];
  };
  for (const line of text.split("\n")) {
    const mark = /^(?:&gt;|>)((?:&gt;|>){2})? ?/.exec(line);
    if (rest || mark) {
      flushPlain();
      rest ||= Boolean(mark?.[1]);
      quoted.push(mark ? line.slice(mark[0].length) : line);
    } else {
      flushQuote();
      plain.push(line);
    }
  }
  flushQuote();
  flushPlain();
  return tokens;
}

function inline(text, verbatim, depth) {
  const tokens = [];
  const hopeless = {};
  let start = 0;
  let at = 0;
  const push = (token, end) => {
    if (at > start) tokens.push({ type: "text", text: unescape(text.slice(start, at)) });
    tokens.push(token);
    at = end;
    start = end;
  };
  while (at < text.length) {
    const char = text[at];
    const found =
      angled(text, at) ??
      coded(text, at) ??
      marked(text, at, verbatim, depth, hopeless) ??
      shortCode(text, at) ??
      (verbatim ? null : bare(text, at));
    if (found) push(found.token, found.end);
    else at += char.codePointAt(0) > 0xffff ? 2 : 1;
  }
  if (at > start) tokens.push({ type: "text", text: unescape(text.slice(start, at)) });
  return tokens;
}

function angled(text, at) {
  if (text[at] !== "<") return null;
  const found = /^<([^<>\n]+)>/.exec(text.slice(at, at + 4000));
  if (!found) return null;
  const token = special(found[1]);
  return token && { token, end: at + found[0].length };
}

function special(inner) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? null : unescape(inner.slice(bar + 1));
  if (/^@[UW][A-Z0-9]+$/.test(target)) return { type: "user", id: target.slice(1), label };
  if (/^#[CG][A-Z0-9]+$/.test(target)) return { type: "channel", id: target.slice(1), label };
  const date = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date) return { type: "date", seconds: date[1], pattern: unescape(date[2]), url: date[3], label };
  if (target.startsWith("!subteam^")) return { type: "special", name: label?.replace(/^@/, "") ?? "group" };
  if (target.startsWith("!")) return { type: "special", name: target.slice(1) };
  return { type: "link", url: unescape(target), label };
}

function coded(text, at) {
  if (text[at] !== "`") return null;
  const found = /^`([^`\n]+)`/.exec(text.slice(at, at + 4000));
  return found && { token: { type: "code", text: unescape(found[1]) }, end: at + found[0].length };
}

function marked(text, at, verbatim, depth, hopeless) {
  const mark = text[at];
  if (!Object.hasOwn(MARKS, mark) || depth >= DEEPEST || at < (hopeless[mark] ?? 0)) return null;
  if (at > 0 && WORD.test(text[at - 1])) return null;
  if (at + 1 >= text.length || /\s/.test(text[at + 1])) return null;
  const end = closing(text, at + 1, mark);
  if (end < 0) {
    // No later mark on this line can close either: this keeps hostile text linear.
    const newline = text.indexOf("\n", at);
    hopeless[mark] = newline < 0 ? text.length : newline;
    return null;
  }
  if (end === at + 1) return null;
  const children = inline(text.slice(at + 1, end), verbatim, depth + 1);
  return { token: { type: MARKS[mark], children }, end: end + 1 };
}

function closing(text, from, mark) {
  for (let at = from; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] === "<" || text[at] === "`") {
      const end = text.indexOf(text[at] === "<" ? ">" : "`", at + 1);
      const newline = text.indexOf("\n", at);
      if (end > 0 && (newline < 0 || end < newline)) at = end;
    } else if (
      text[at] === mark &&
      !/\s/.test(text[at - 1]) &&
      !(at + 1 < text.length && WORD.test(text[at + 1]))
    ) {
      return at;
    }
  }
  return -1;
}

function shortCode(text, at) {
  if (text[at] !== ":") return null;
  SHORT_CODE.lastIndex = at;
  const found = SHORT_CODE.exec(text);
  const shown = found && emoji(found[1]);
  return shown ? { token: { type: "text", text: shown }, end: at + found[0].length } : null;
}

function bare(text, at) {
  if (at > 0 && WORD.test(text[at - 1])) return null;
  BARE_LINK.lastIndex = at;
  const link = BARE_LINK.exec(text);
  if (link) {
    const url = link[0].replace(/[.,;:!?'")\]*_~]+$/, "");
    return { token: { type: "link", url: unescape(url), label: null }, end: at + url.length };
  }
  BARE_SPECIAL.lastIndex = at;
  const mention = BARE_SPECIAL.exec(text);
  return mention && { token: { type: "special", name: mention[1] }, end: at + mention[0].length };
}

/** A link that opens elsewhere; anything but http, https and mailto is only its text. */
export function link(url, shown) {
  let scheme;
  try {
    scheme = new URL(url).protocol;
  } catch {
    return el("span", {}, shown);
  }
  if (!["http:", "https:", "mailto:"].includes(scheme)) return el("span", {}, shown);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, shown);
}

function said(token, context) {
  switch (token.type) {
    case "user": return `@${context.directory.name(token.id) ?? token.label ?? "someone"}`;
    case "channel": return `#${context.directory.channelName(token.id) ?? (token.label || "private-channel")}`;
    case "special": return `@${token.name}`;
    case "date":
      return filled(token.pattern, token.seconds, context.now(), context.zone) ?? token.label ?? "";
    case "link": return token.label ?? token.url.replace(/^mailto:/, "");
    default: return token.text;
  }
}

function drawOne(token, context) {
  switch (token.type) {
    case "text": return document.createTextNode(token.text);
    case "code": return el("code", {}, token.text);
    case "pre": return el("pre", {}, token.text);
    case "bold":
    case "italic":
    case "strike":
    case "quote":
      return el(TAGS[token.type], {}, token.children.map((child) => drawOne(child, context)));
    case "user":
      return el("span", { class: token.id === context.me ? "mention mine" : "mention" }, said(token, context));
    case "channel": return el("span", { class: "mention" }, said(token, context));
    case "special": return el("span", { class: "mention mine" }, said(token, context));
    case "date": return token.url ? link(token.url, said(token, context)) : el("time", {}, said(token, context));
    case "link": return link(token.url, said(token, context));
    default: throw new Error(`no such token: ${token.type}`);
  }
}

/** A text drawn; `context` knows names, the reader (`me`), the reader's zone and the time now. */
export function draw(text, context, options) {
  const fragment = document.createDocumentFragment();
  fragment.append(...parse(text, options).map((token) => drawOne(token, context)));
  return fragment;
}

/** A text as a notification says it: no formatting, names for ids. */
export function plain(text, context) {
  const say = (token) => (token.children ? token.children.map(say).join("") : said(token, context));
  return parse(text).map(say).join("");
}
