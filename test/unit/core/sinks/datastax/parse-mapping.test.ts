import { expect, test } from "vitest";
import { parseMapping } from "#cli/core/sinks/datastax/parse-mapping.js";

const brief = (text: string): string[] =>
  parseMapping(text).entries.map(
    ({ column, target, field }) => `${target} ${column} <- ${field.source}:${field.name ?? "*"}`,
  );
const problems = (text: string): string[] =>
  parseMapping(text).problems.map(({ message, position }) => `${position}: ${message}`);

test("reads columns, whole keys and values, fields, headers and now()", () => {
  expect(brief("a=key, b=value,c = value.x.y\n,d=key.k, e=header.h, f=now()")).toEqual([
    "column a <- key:*",
    "column b <- value:*",
    "column c <- value:x.y",
    "column d <- key:k",
    "column e <- header:h",
    "column f <- now:*",
  ]);
});

test("takes names literally, and quoted names with their doubled quotes", () => {
  expect(brief('CamelCase=value.Name, "a ""b"" c"="value.x y"')).toEqual([
    "column CamelCase <- value:Name",
    'column a "b" c <- value:x y',
  ]);
});

test("knows TTL and write time by their unquoted names only", () => {
  expect(brief('__ttl=header.ttl, __timestamp=value.at, "__ttl"=value.t')).toEqual([
    "ttl __ttl <- header:ttl",
    "timestamp __timestamp <- value:at",
    "column __ttl <- value:t",
  ]);
});

test("gives the position of each entry", () => {
  expect(parseMapping("a=key,  b=value.x").entries.map((entry) => entry.position)).toEqual([0, 8]);
});

test("finds every problem of a mapping, each at its position", () => {
  expect(problems("a=vlaue.x, b value.y, c=, =value.z, a=key, d=header, e=later()")).toEqual([
    '2: "vlaue.x" is no field of a record: a field is key, value, key.x, value.x, header.x or now(); did you mean "value.x"?',
    '13: "=" is missing after column "b"',
    '24: the field of column "c" is missing',
    '26: a column name is missing before "="',
    '45: "header" needs the name of a header: header.x',
    expect.stringMatching(/^55: "later\(\)" is not a function/) as string,
  ]);
});

test("names a column that is mapped twice", () => {
  expect(problems("a=key, b=value, a=value.x")).toEqual(['16: column "a" is mapped twice']);
});

test("asks for a comma between two entries", () => {
  expect(problems("a=value.x b=value.y")).toEqual(['10: a comma is missing before "b"']);
});

test("suggests the value's field for a bare name", () => {
  expect(problems("a=item_id")[0]).toContain('did you mean "value.item_id"?');
});

test("says what is wrong with an unreadable character, an open quote, and an empty mapping", () => {
  expect(problems("a=value.x-y")[0]).toMatch(/^9: "-" is not allowed here/);
  expect(problems('a="value.x')[0]).toMatch(/^2: a quoted name lacks/);
  expect(problems("  ")[0]).toMatch(/^0: the mapping is empty/);
  expect(problems("a=key,")[0]).toBe("6: a column name is missing before the end");
  expect(problems("a=value.")[0]).toBe('2: "value." lacks the name after the dot');
});
