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

  it("refuses JSON that is malformed, empty or not UTF-8, and takes U+FFFD where it was written", () => {
    const name = "org.apache.kafka.connect.json.JsonConverter";
    expect(() => read(name, Buffer.from("{"), json)).toThrow(/JsonConverter cannot read it/);
    expect(() => read(name, Buffer.from(""), json)).toThrow(/no JSON in it/);
    expect(() => read(name, Buffer.from([0x22, 0xff, 0x22]), json)).toThrow(/no UTF-8/);
    expect(read(name, Buffer.from('"\ufffd"'), json)).toBe("\ufffd");
    expect(read(name, Buffer.from('\ufeff{"a":1}'), json)).toEqual({ a: 1 });
    expect(read(name, Buffer.from("-0.0"), json)).toEqual(new Float64(0));
    expect(read(name, null, json)).toBeNull();
    expect(read(name, Buffer.from("null"), json)).toBeNull();
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
