const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Seconds that a time zone is ahead of UTC at a time (seconds since the epoch), including daylight saving time. */
export function zoneOffset(zone: string, time: number): number {
  // Offsets are cached per quarter of an hour: they change only at its ends, and Intl is slow.
  const quarter = Math.floor(time / 900);
  const key = `${zone}@${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size > 10_000) offsets.clear();
  const offset = offsetByIntl(zone, quarter * 900);
  offsets.set(key, offset);
  return offset;
}

function offsetByIntl(zone: string, time: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    formats.set(zone, format);
  }
  const name = format.formatToParts(time * 1000).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const match = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name);
  if (match === null) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}
