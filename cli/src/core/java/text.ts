/** String.strip of Java: removes Character.isWhitespace at both ends, which no-break spaces are not. */
export function javaStrip(text: string): string {
  return text.replace(edges, "");
}

const blank = "[\\t-\\r\\u001c- \\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000]+";
const edges = new RegExp(`^${blank}|${blank}$`, "g");

/** String.trim of Java: removes all characters up to U+0020 at both ends. */
// eslint-disable-next-line no-control-regex -- as String.trim defines it
export const javaTrim = (text: string): string => text.replace(/^[\u0000- ]+|[\u0000- ]+$/g, "");

/** A class name without its package: `a.b.C` to `C`. */
export const simpleClassName = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

const uuidWidths = [8, 4, 4, 4, 12] as const;

/** UUID.fromString of Java, which fills short groups with zeros and cuts long ones; undefined for what it refuses. */
export function uuidOfText(text: string): string | undefined {
  const groups = text.split("-");
  if (text.length > 36 || groups.length !== 5 || !groups.every((group) => /^[0-9a-f]{1,16}$/i.test(group))) {
    return undefined;
  }
  return groups
    .map((group, index) => {
      const width = uuidWidths[index] ?? 4;
      return group.slice(-width).padStart(width, "0").toLowerCase();
    })
    .join("-");
}
