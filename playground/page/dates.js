/** Days and times in a person's own zone, in the words that Slack uses for its date tokens. */

const DAY = 86_400_000;
const HALF_A_YEAR = 182 * DAY;

const formats = new Map();

function format(zone, options) {
  const key = `${zone} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key);
}

function parts(at, zone) {
  const shown = format(zone, {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    second: "2-digit", hourCycle: "h23",
  }).formatToParts(at);
  return Object.fromEntries(shown.map(({ type, value }) => [type, value]));
}

/** The date in a zone as `YYYY-MM-DD`. */
export function isoDate(at, zone) {
  const { year, month, day } = parts(at, zone);
  return `${year}-${month}-${day}`;
}

/** The time in a zone as `HH:MM`. */
export function clockTime(at, zone) {
  return format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** What a `datetime-local` field shows for a moment. */
export function localMoment(at, zone) {
  return `${isoDate(at, zone)}T${clockTime(at, zone)}`;
}

/** The moment that `YYYY-MM-DDTHH:MM` is in a zone; a time that a spring change skips moves on. */
export function momentIn(zone, local) {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) return null;
  const shift = (at) => Date.parse(`${localMoment(new Date(at), zone)}Z`) - Math.floor(at / 60_000) * 60_000;
  const near = wanted - shift(wanted);
  return new Date(wanted - shift(near));
}

/** Today, yesterday or tomorrow, else null. */
function nearDay(at, now, zone) {
  const apart = Math.round((Date.parse(isoDate(at, zone)) - Date.parse(isoDate(now, zone))) / DAY);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[apart] ?? null;
}

/** A day as a heading between messages. */
export function dayName(at, now, zone) {
  const near = nearDay(at, now, zone);
  if (near) return near[0].toUpperCase() + near.slice(1);
  return format(zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);
}

/** A moment in full, for the clock. */
export function fullMoment(at, zone) {
  const day = format(zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return `${day.format(at).replace(",", "")}, ${clockTime(at, zone)}`;
}

function ordinal(day) {
  const tens = day % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th");
  return `${day}${ending}`;
}

function ago(at, now) {
  const minutes = Math.round((at - now) / 60_000);
  const size = Math.abs(minutes);
  const [count, unit] =
    size < 60 ? [minutes, "minute"] : size < 1440 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" }).format(Math.round(count), unit);
}

function token(name, at, now, zone) {
  const near = name.endsWith("_pretty") ? nearDay(at, now, zone) : null;
  if (near) return near;
  const { year, month, day } = parts(at, zone);
  const years = Math.abs(at - now) < HALF_A_YEAR ? "" : `, ${year}`;
  const named = (options) => format(zone, options).format(at);
  switch (name.replace("_pretty", "")) {
    case "date_num": return `${year}-${month}-${day}`;
    case "date": return `${named({ month: "long" })} ${ordinal(Number(day))}${years}`;
    case "date_short": return `${named({ month: "short" })} ${Number(day)}${years}`;
    case "date_long":
      return `${named({ weekday: "long" })}, ${named({ month: "long" })} ${ordinal(Number(day))}${years}`;
    case "time": return clockTime(at, zone);
    case "time_secs": return `${clockTime(at, zone)}:${parts(at, zone).second}`;
    case "ago": return ago(at, now);
    default: return null;
  }
}

/** A date pattern such as `{date_short_pretty} at {time}` filled in; null when it cannot be. */
export function filled(pattern, seconds, now, zone) {
  const at = new Date(Number(seconds) * 1000);
  if (!/^\d+$/.test(String(seconds)) || Number.isNaN(at.getTime())) return null;
  let known = true;
  const text = pattern.replace(/\{([a-z_]+)\}/g, (_, name) => {
    const shown = token(name, at, now, zone);
    known = known && shown !== null;
    return shown ?? "";
  });
  return known ? text[0]?.toUpperCase() + text.slice(1) : null;
}
