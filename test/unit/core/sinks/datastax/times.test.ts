import { describe, expect, it, test } from "vitest";
import { conversionTo } from "#cli/core/sinks/datastax/conversions.js";
import { cqlLiteral } from "#cli/core/cql/literal.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import { defaultCodecSettings, type CodecSettings } from "#cli/core/mapping/settings.js";
import type { ConnectValue } from "#cli/core/records/connect-value.js";
import { InputError } from "#cli/errors.js";
import { RecordRefusal } from "#cli/core/refusal.js";
import { codecOf } from "#cli/core/sinks/datastax/codec.js";

function converted(typeText: string, value: ConnectValue, settings: Partial<CodecSettings> = {}): string {
  const type = parseCqlType(typeText);
  const codec = codecOf({ ...defaultCodecSettings, ...settings });
  return cqlLiteral(type, conversionTo(type, codec).fromJson(value));
}

test.each([
  ["dd.MM.yyyy", "09.03.2018", "'2018-03-09'"],
  ["d/M/uu", "9/3/18", "'2018-03-09'"],
  ["EEE, d MMM yyyy", "Fri, 9 Mar 2018", "'2018-03-09'"],
  ["MMMM d, yyyy", "march 9, 2018", "'2018-03-09'"],
  ["yyyyMMdd", "20180309", "'2018-03-09'"],
  ["'on' yyyy-MM-dd[ 'at' HH]", "on 2018-03-09", "'2018-03-09'"],
  ["'on' yyyy-MM-dd[ 'at' HH]", "on 2018-03-09 at 17", "'2018-03-09'"],
  ["ISO_DATE", "2018-03-09+01:00", "'2018-03-09'"],
])("a date by %s of %s", (date, text, literal) => {
  expect(converted("date", text, { date })).toBe(literal);
});

test.each([
  ["h:mm a", "5:12 PM", "'17:12:00.000000000'"],
  ["HH.mm.ss,SSS", "17.12.32,584", "'17:12:32.584000000'"],
  ["ISO_OFFSET_TIME", "17:12:32+02:00", "'17:12:32.000000000'"],
])("a time by %s of %s", (time, text, literal) => {
  expect(converted("time", text, { time })).toBe(literal);
});

test.each([
  ["yyyy-MM-dd HH:mm:ssXXX", "UTC", "2018-03-09 17:12:32+02:00", "'2018-03-09T15:12:32.000Z'"],
  ["yyyy-MM-dd HH:mm", "America/New_York", "2018-03-09 17:12", "'2018-03-09T22:12:00.000Z'"],
  ["yyyy-MM-dd HH:mm", "+05:30", "2018-03-09 17:12", "'2018-03-09T11:42:00.000Z'"],
  ["yyyy-MM-dd'T'HH:mm VV", "UTC", "2018-07-09T17:12 Europe/Paris", "'2018-07-09T15:12:00.000Z'"],
  // The clocks went from 2 to 3, and from 3 back to 2: the gap is jumped, and the first of two hours is taken.
  ["yyyy-MM-dd HH:mm", "Europe/Paris", "2018-03-25 02:30", "'2018-03-25T01:30:00.000Z'"],
  ["yyyy-MM-dd HH:mm", "Europe/Paris", "2018-10-28 02:30", "'2018-10-28T00:30:00.000Z'"],
])("a timestamp by %s in %s of %s", (timestamp, timeZone, text, literal) => {
  expect(converted("timestamp", text, { timestamp, timeZone })).toBe(literal);
});

describe("a codec that is not modelled", () => {
  it("names a pattern letter or constant that is not modelled", () => {
    const unsupported = (date: string): string | undefined =>
      codecOf({ ...defaultCodecSettings, date }).date.unsupported;
    expect(unsupported("QQQ yyyy")).toMatch(/letters QQQ/);
    expect(unsupported("RFC_1123_DATE_TIME")).toMatch(/RFC_1123_DATE_TIME/);
    expect(unsupported("yyyy-MM-dd")).toBeUndefined();
  });

  it("names a time zone that does not exist", () => {
    expect(() => codecOf({ ...defaultCodecSettings, timeZone: "Mars/Base" })).toThrow(InputError);
  });
});

test("refuses days and times that do not exist", () => {
  expect(() => converted("date", "2018-13-01")).toThrow(RecordRefusal);
  expect(() => converted("date", "32.01.2018", { date: "dd.MM.yyyy" })).toThrow(RecordRefusal);
  expect(() => converted("time", "25:00")).toThrow(RecordRefusal);
  expect(() => converted("timestamp", "2018-03-09T17:12:32+19:00")).toThrow(RecordRefusal);
});
