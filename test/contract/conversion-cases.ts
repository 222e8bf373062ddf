import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { CqlType } from "#cli/core/cql/type.js";
import type { CodecSettings } from "#cli/core/mapping/settings.js";
import { contractFile } from "./contract-file.js";

/** One conversion that a sink's own classes have made: into what, of what, with which result. */
export interface ConversionCase<Converter extends string> {
  readonly type: string;
  readonly codec?: Partial<CodecSettings>;
  /** JsonConverter where there is none. */
  readonly converter?: Converter;
  readonly value: string;
  readonly bytes?: string;
  readonly refused?: string;
}

interface ConversionCases<Converter extends string> {
  /** Each with a name for its test. */
  readonly cases: readonly (readonly [string, ConversionCase<Converter>])[];
  /** Knows the file's own user types. */
  readonly typeOf: (one: ConversionCase<Converter>) => CqlType;
}

/** The cases of a contract file of conversions. */
export function conversionCases<Converter extends string>(file: string): ConversionCases<Converter> {
  const { userTypes, cases } = contractFile(file) as {
    readonly userTypes: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly cases: readonly ConversionCase<Converter>[];
  };
  const userType = (name: string): { name: string; typeText: string }[] | undefined => {
    const fields = userTypes[name];
    return fields && Object.entries(fields).map(([field, typeText]) => ({ name: field, typeText }));
  };
  return {
    cases: cases.map((one) => [nameOf(one), one] as const),
    typeOf: ({ type }) => parseCqlType(type, userType),
  };
}

function nameOf({ type, codec, converter, value }: ConversionCase<string>): string {
  return `${type} ${codec === undefined ? "" : JSON.stringify(codec)} ${converter ?? "json"}: ${value}`;
}
