import { describe, expect, it } from "vitest";
import { converterConfig, converterOf } from "#cli/core/records/converters.js";
import { type ConnectValue } from "#cli/core/records/connect-value.js";
import { Float64 } from "#cli/core/java/floating-point.js";
import { InputError } from "#cli/errors.js";
import { RecordRefusal } from "#cli/core/refusal.js";

const read = (name: string, bytes: Buffer | null, more: Record<string, string> = {}): ConnectValue =>
  converterOf(converterConfig("value", { "value.converter": name, ...more }))(bytes);
const json = { "value.converter.schemas.enable": "false" };

describe("converters", () => {
  it("reads text, and malformed bytes as U+FFFD, as Java does", () => {
    expect(read("org.apache.kafka.connect.storage.StringConverter", Buffer.from("aéb"))).toBe("aéb");
    expect(read("StringConverter", Buffer.from([0x61, 0xff]))).toBe("a\ufffd");
  });

  it("reads primitives, and refuses bytes of another size", () => {
    expect(
      read("org.apache.kafka.connect.converters.LongConverter", Buffer.from("7fffffffffffffff", "hex")),
    ).toBe(9223372036854775807n);
    expect(read("IntegerConverter", Buffer.from("ffffffff", "hex"))).toBe(-1);
    expect(read("ShortConverter", Buffer.from("8000", "hex"))).toBe(-32768);
    expect(read("DoubleConverter", Buffer.from("3ff8000000000000", "hex"))).toEqual(new Float64(1.5));
    expect(read("BooleanConverter", Buffer.from("01", "hex"))).toBe(true);
    expect(() => read("LongConverter", Buffer.from("00", "hex"))).toThrow(RecordRefusal);
  });

  it("refuses JSON that is malformed or not UTF-8, and takes U+FFFD where it was written", () => {
    const name = "org.apache.kafka.connect.json.JsonConverter";
    expect(() => read(name, Buffer.from("{"), json)).toThrow(/JsonConverter cannot read it/);
    expect(() => read(name, Buffer.from([0x22, 0xff, 0x22]), json)).toThrow(/malformed bytes/);
    expect(read(name, Buffer.from('"\ufffd"'), json)).toBe("\ufffd");
    expect(read(name, Buffer.from('\ufeff{"a":1}'), json)).toEqual({ a: 1 });
    expect(read(name, Buffer.from("-0.0"), json)).toEqual(new Float64(0));
    expect(read(name, null, json)).toBeNull();
    expect(read(name, Buffer.from("null"), json)).toBeNull();
  });

  it("reads JSON as Jackson does: empty is null, and the zeros of UTF-16 and UTF-32 tell the encoding", () => {
    const name = "org.apache.kafka.connect.json.JsonConverter";
    expect(read(name, Buffer.from(""), json)).toBeNull();
    expect(read(name, Buffer.from(" \n"), json)).toBeNull();
    expect(read(name, Buffer.from('{"a":1}', "utf16le"), json)).toEqual({ a: 1 });
    expect(read(name, Buffer.from("feff007b002200610022003a0031007d", "hex"), json)).toEqual({ a: 1 });
    expect(read(name, Buffer.from("0000005b0000005d", "hex"), json)).toEqual([]);
    expect(() => read(name, Buffer.from("fffe00005b00", "hex"), json)).toThrow(RecordRefusal);
    // Of the bytes behind the value nothing is read, malformed or not.
    expect(read(name, Buffer.from("7b7dff", "hex"), json)).toEqual({});
    expect(() => read(name, Buffer.from("31ff", "hex"), json)).toThrow(RecordRefusal);
    expect(() => read(name, Buffer.from("nullx"), json)).toThrow(RecordRefusal);
  });

  it("refuses JSON as deep, and names and strings as long, as Jackson refuses, without a stack overflow", () => {
    const name = "org.apache.kafka.connect.json.JsonConverter";
    const nested = (depth: number): Buffer => Buffer.from("[".repeat(depth) + "]".repeat(depth));
    expect(() => read(name, nested(1000), json)).not.toThrow();
    expect(() => read(name, nested(1001), json)).toThrow(/nested deeper than 1000/);
    expect(() => read(name, nested(20_000), json)).toThrow(RecordRefusal);
    expect(() => read(name, Buffer.from(`{"${"n".repeat(50_001)}":1}`), json)).toThrow(/name has more/);
    expect(() => read(name, Buffer.from(`{"a":"${"n".repeat(50_001)}"}`), json)).not.toThrow();
    expect(() => read(name, Buffer.from('{"\\ud83d":1}'), json)).toThrow(/half of a character/);
  });

  it("decodes malformed UTF-8 as Java: one U+FFFD for a surrogate in three bytes", () => {
    const string = (hex: string): ConnectValue => read("StringConverter", Buffer.from(hex, "hex"));
    expect(string("eda080")).toBe("\ufffd");
    expect(string("61c0af62")).toBe("a\ufffd\ufffdb");
    expect(string("f09f98")).toBe("\ufffd");
    expect(string("f0808080")).toBe("\ufffd\ufffd\ufffd\ufffd");
    expect(string("e28241")).toBe("\ufffdA");
  });

  it("honours the charset of StringConverter, and refuses one that is not modelled", () => {
    const string = (charset: string, hex: string): ConnectValue =>
      read("StringConverter", Buffer.from(hex, "hex"), { "value.converter.converter.encoding": charset });
    expect(string("ISO-8859-1", "41e9")).toBe("Aé");
    expect(string("us-ascii", "41e9")).toBe("A\ufffd");
    expect(string("UTF-16", "fffe4100")).toBe("A");
    expect(string("UTF-16LE", "3dd84100")).toBe("\ufffd");
    expect(() => string("windows-1252", "41")).toThrow(
      expect.objectContaining({ where: "value.converter.converter.encoding" }),
    );
  });

  it("refuses a converter that is not modelled, and a config that names none", () => {
    expect(() => read("io.confluent.connect.avro.AvroConverter", null)).toThrow(
      expect.objectContaining({
        where: "value.converter",
        message: expect.stringContaining("Avro") as string,
      }),
    );
    expect(() => converterOf(converterConfig("key", {}))).toThrow(InputError);
  });
});
