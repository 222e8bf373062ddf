import { expect, test } from "vitest";
import { argumentFile, fileUrl, propertiesText, xmlText } from "#cli/core/stack/texts.js";

test("a backslash is doubled in Java's properties", () => {
  expect(propertiesText({ a: "1", "log.dirs": "C:\\data" })).toBe("a=1\nlog.dirs=C:\\\\data\n");
});

test("a path with spaces and signs becomes a file URL", () => {
  expect(fileUrl("/tmp/my stack#1/a?.yaml")).toBe("file:///tmp/my%20stack%231/a%3F.yaml");
});

test("a path with XML's own signs stays one attribute", () => {
  expect(xmlText('/a&b<c"d')).toBe("/a&amp;b&lt;c&quot;d");
});

test("every JVM argument is quoted, so that spaces do no harm", () => {
  expect(argumentFile(["-Dx=/my home", 'say "hi"', "a\\b"])).toBe(
    '"-Dx=/my home"\n"say \\"hi\\""\n"a\\\\b"\n',
  );
});
