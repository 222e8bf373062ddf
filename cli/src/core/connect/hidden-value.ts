/** What services show instead of a secret: `****`, `[hidden]`, `<redacted>`. */
const mask = /\*{3,}|\[hidden\]|<hidden>|<redacted>/i;
/** What a worker's config provider replaces: `${file:/run/secrets/db:password}`. */
const reference = /\$\{[^}:]+:[^}]*\}/;

/** Whether a deployed value has a mask, and the new one has anything in its place: whether they are one is not shown. */
export function isMaskOf(deployed: string, value: string): boolean {
  return hasHoles(deployed, mask) && fits(value, deployed, mask);
}

/** Whether a deployed value may be what a service has made of the new one's references. */
export function isResolvedFrom(deployed: string, value: string): boolean {
  return hasHoles(value, reference) && !hasHoles(deployed, reference) && fits(deployed, value, reference);
}

export const isMasked = (value: string): boolean => hasHoles(value, mask);

/** Whether a config as the cluster shows it has references, as Connect itself leaves them. */
export const hasReferences = (config: Readonly<Record<string, string>>): boolean =>
  Object.values(config).some((value) => hasHoles(value, reference));

const hasHoles = (text: string, hole: RegExp): boolean => hole.test(text);

/** Whether the text is the pattern with anything in its holes. */
function fits(text: string, pattern: string, hole: RegExp): boolean {
  const parts = pattern.split(new RegExp(hole, `${hole.flags}g`));
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
