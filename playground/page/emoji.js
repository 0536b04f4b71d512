/** The emoji short codes that the playground shows; any other stays as typed. */

const CODES = {
  "+1": "👍", "-1": "👎", alarm_clock: "⏰", arrow_right: "➡️", arrows_counterclockwise: "🔄",
  ballot_box_with_check: "☑️", bell: "🔔", blush: "😊", book: "📖", books: "📚", bulb: "💡",
  busts_in_silhouette: "👥", calendar: "📅", card_index_dividers: "🗂️", chart_with_upwards_trend: "📈",
  clap: "👏", clipboard: "📋", clock1: "🕐", closed_lock_with_key: "🔐", coffee: "☕",
  compass: "🧭", dart: "🎯", door: "🚪", ear: "👂", eye: "👁️", eyes: "👀", gear: "⚙️", gift: "🎁",
  green_heart: "💚", grinning: "😀", handshake: "🤝", heart: "❤️", heavy_check_mark: "✔️",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", house: "🏠", information_source: "ℹ️", key: "🔑",
  link: "🔗", lock: "🔒", mag: "🔍", mailbox: "📫", memo: "📝", microscope: "🔬", mortar_board: "🎓",
  mute: "🔇", no_entry: "⛔", palm_tree: "🌴", paperclip: "📎", pause_button: "⏸️", pencil: "📝",
  pencil2: "✏️", point_right: "👉", pray: "🙏", pushpin: "📌", question: "❓", raised_hands: "🙌",
  repeat: "🔁", rocket: "🚀", school: "🏫", seedling: "🌱", shield: "🛡️", slightly_smiling_face: "🙂",
  smile: "😄", sparkles: "✨", speech_balloon: "💬", star: "⭐", stopwatch: "⏱️", sunny: "☀️",
  tada: "🎉", teacher: "🧑‍🏫", thinking_face: "🤔", thumbsup: "👍", two_hearts: "💕", unlock: "🔓",
  warning: "⚠️", wave: "👋", white_check_mark: "✅", x: "❌", zzz: "💤",
};

/** The character of a short code, or undefined. */
export function emoji(code) {
  return Object.hasOwn(CODES, code) ? CODES[code] : undefined;
}

/** A literal text with its short codes shown. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (typed, code) => emoji(code) ?? typed);
}
