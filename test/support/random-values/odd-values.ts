import type { CqlType } from "#cli/core/cql/type.js";
import type { Random } from "#cli/core/generate/random.js";
import { chance, pick } from "./pick.js";
import { jsonOf } from "./right-values.js";

const numbers = [
  ..."0 -0 1 -1 7 42 127 128 -129 255 32767 32768 -32769 2147483647 2147483648 -2147483649".split(" "),
  ..."9007199254740993 9223372036854775807 9223372036854775808 18446744073709551621".split(" "),
  ..."1.0 23.0 0.1 2.50 1.5 -1.5 100.0 1e2 1.0e10 1e-7 16777217 16777217.0 0.30000000000000004".split(" "),
  ..."3.4e38 3.5e38 1e300 1e308 123456789.123456789 1530305100936 1530305100".split(" "),
];
const texts = [
  ..."|a| |x\\u0000y|é€😀|it's|true|false|TRUE|yes|Y|n|t|maybe|1|0|-1| 7 |+7|007|1,234|1,234.5|1.5|1e2|1E400".split(
    "|",
  ),
  ..."NaN|Infinity|-Infinity|0x|0x0A0b|0x0|0xzz|AQID|AQI=|AQI|====|128|2147483648|9223372036854775808".split(
    "|",
  ),
  ..."2018-06-29|2018-02-30|2018-6-9|20180629|2018-06-29T20:45|2018-06-29T20:45:00|2018-06-29 20:45:00".split(
    "|",
  ),
  ..."2018-06-29T20:45:00.936Z|2018-06-29T20:45:00.936123Z|2018-06-29T20:45:00+02:00|2018-06-29T20:45:00+0200".split(
    "|",
  ),
  ..."29/06/2018|1530305100936|-1|20:45|20:45:00|20:45:00.123456789|24:00|24:00:00|25:00|8:45pm|204500".split(
    "|",
  ),
  ..."1y3mo2h10m|P1Y3MT2H10M|P0001-03-00T02:10:00|-5s|P1D|PT5S|5|1mo-2d|2h 10m".split("|"),
  ..."127.0.0.1|127.1|999.1.1.1|localhost|::1|2001:db8::1|::ffff:1.2.3.4|1.2.3".split("|"),
  ..."123e4567-e89b-42d3-a456-426614174000|123E4567-E89B-12D3-A456-426614174000|123e4567e89b12d3a456426614174000".split(
    "|",
  ),
  ...'[]|[1,2]|1,2|{}|{\\"udtmem1\\":1}|null'.split("|"),
].map((text) => `"${text}"`);
const others = ["null", "true", "false", "[]", "{}", "[null]", "[1]", '[1,"a"]', '{"a":1}', "[[1],[2]]"];
const anything = [...numbers, ...texts, ...others];

/** JSON of a value that the type may or may not take. */
export function oddValue(type: CqlType, random: Random): string {
  if (type.kind === "native" || chance(random, 0.3)) return pick(random, anything);
  if (chance(random, 0.3)) return misshapen(type, random);
  let left = 1;
  return jsonOf(
    type,
    (part) => (part.kind === "native" && left-- > 0 ? pick(random, anything) : undefined),
    random,
  );
}

/** A container with something too much or too little. */
function misshapen(type: CqlType, random: Random): string {
  const json = jsonOf(type, () => undefined, random);
  const [open, close] = json.startsWith("[") ? ["[", "]"] : ["{", "}"];
  const more = open === "[" ? "1" : '"more":1';
  return pick(random, [
    `${open}${close}`,
    `${json.slice(0, -1)},${more}${close}`,
    open === "[" ? json.replace(/^\[[^,]*,?/, "[") : json.replace(/^\{"[^"]*"/, '{"other"'),
    JSON.stringify(json),
    open === "[" ? json : `[${json}]`,
  ]);
}
