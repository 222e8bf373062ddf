/**
 * The symbols of numbers in a locale, as java.text.DecimalFormatSymbols has them in Java 17, whatever the version of this
 * program's own Intl says: it writes 1'234 for de_CH where Java writes 1’234.
 */
export interface NumberSymbols {
  readonly decimal: string;
  readonly group: string;
  readonly minus: string;
  readonly exponent: string;
  readonly notANumber: string;
  readonly infinity: string;
}

type Symbols = readonly [
  decimal: string,
  group: string,
  minus: string,
  exponent: string,
  notANumber: string,
  infinity: string,
];

const usual: Symbols = [".", ",", "-", "E", "NaN", "\u221e"];

/** Locales whose symbols differ from their language's, or a language's that differ from the usual ones. */
const others: readonly (readonly [locales: string, symbols: Symbols])[] = [
  [
    "af agq bas be bg br cs de_AT dua dyo en_FI en_ZA eo es_CR ewo ff fr_CA hu kab kea ksf nmg pl pt_AO pt_CH pt_CV pt_GQ pt_GW pt_LU pt_MO pt_MZ pt_PT pt_ST pt_TL shi sq tg tt tzm yav zgh",
    [",", "\u00a0", "-", "E", "NaN", "\u221e"],
  ],
  [
    "ar",
    ["\u066b", "\u066c", "\u061c-", "\u0627\u0633", "\u0644\u064a\u0633\u00a0\u0631\u0642\u0645", "\u221e"],
  ],
  [
    "ar_DZ ar_LY ar_MA ar_TN",
    [",", ".", "\u200e-", "E", "\u0644\u064a\u0633\u00a0\u0631\u0642\u0645\u064b\u0627", "\u221e"],
  ],
  ["ar_EH", [".", ",", "\u200e-", "E", "\u0644\u064a\u0633\u00a0\u0631\u0642\u0645\u064b\u0627", "\u221e"]],
  ["ast", [",", ".", "-", "E", "ND", "\u221e"]],
  [
    "az bs ca da de dsb en_AT en_BE en_DE en_DK en_NL es fr_LU fr_MA fur fy gl hsb ia id is it jgo jv kkj kl km ku lb ln lu mgh mk ms_BN ms_ID mua nl nnh pt qu_BO rn ro rw seh sg sr su sw_CD tr vi wo",
    [",", ".", "-", "E", "NaN", "\u221e"],
  ],
  ["ce", [".", ",", "-", "E", "Терхьаш\u00a0дац", "\u221e"]],
  ["ckb", ["\u066b", "\u066c", "\u200f-", "\u0627\u0633", "NaN", "\u221e"]],
  ["de_CH de_LI en_CH it_CH", [".", "\u2019", "-", "E", "NaN", "\u221e"]],
  ["dje khq mfe ses twq xh", [".", "\u00a0", "-", "E", "NaN", "\u221e"]],
  ["dz", [".", ",", "-", "E", "ཨང་མད", "གྲངས་མེད"]],
  ["ee", [".", ",", "-", "E", "mnn", "\u221e"]],
  ["el en_SI", [",", ".", "-", "e", "NaN", "\u221e"]],
  ["en_AU en_CA", [".", ",", "-", "e", "NaN", "\u221e"]],
  ["en_SE", [",", "\u00a0", "-", "×10^", "NaN", "\u221e"]],
  [
    "es_419 es_BR es_BZ es_CU es_DO es_GT es_HN es_MX es_NI es_PA es_PE es_PR es_SV es_US",
    [".", ",", "-", "E", "NaN", "\u221e"],
  ],
  ["et ksh lt sv", [",", "\u00a0", "\u2212", "×10^", "NaN", "\u221e"]],
  ["eu fo hr", [",", ".", "\u2212", "E", "NaN", "\u221e"]],
  ["fa", ["\u066b", "\u066c", "\u200e\u2212", "×\u06f1\u06f0^", "\u0646\u0627\u0639\u062f\u062f", "\u221e"]],
  ["fi", [",", "\u00a0", "\u2212", "E", "epäluku", "\u221e"]],
  ["fr", [",", "\u202f", "-", "E", "NaN", "\u221e"]],
  ["ga", [".", ",", "-", "E", "Nuimh", "\u221e"]],
  ["gsw rm", [".", "\u2019", "\u2212", "E", "NaN", "\u221e"]],
  ["he ur", [".", ",", "\u200e-", "E", "NaN", "\u221e"]],
  ["hy", [",", "\u00a0", "-", "E", "ՈչԹ", "\u221e"]],
  ["ka", [",", "\u00a0", "-", "E", "არ\u00a0არის\u00a0რიცხვი", "\u221e"]],
  ["kk", [",", "\u00a0", "-", "E", "сан\u00a0емес", "\u221e"]],
  ["ks lrc mzn ps ur_IN", ["\u066b", "\u066c", "\u200e-\u200e", "×\u06f1\u06f0^", "NaN", "\u221e"]],
  ["ky", [",", "\u00a0", "-", "E", "сан\u00a0эмес", "\u221e"]],
  ["lo", [",", ".", "-", "E", "ບໍ່\u200bແມ່ນ\u200bໂຕ\u200bເລກ", "\u221e"]],
  ["lv", [",", "\u00a0", "-", "E", "NS", "\u221e"]],
  ["my", [".", ",", "-", "E", "ဂဏန်းမဟုတ်သော", "\u221e"]],
  ["nb nn no", [",", "\u00a0", "\u2212", "E", "NaN", "\u221e"]],
  ["os", [",", "\u00a0", "-", "E", "НН", "\u221e"]],
  ["ru", [",", "\u00a0", "-", "E", "не\u00a0число", "\u221e"]],
  ["sah", [",", "\u00a0", "-", "E", "чыыһыла\u00a0буотах", "\u221e"]],
  ["sd", ["\u066b", "\u066c", "\u061c-", "\u0627\u0633", "NaN", "\u221e"]],
  ["se", [",", "\u00a0", "\u2212", "·10^", "NaN", "\u221e"]],
  ["sk", [",", "\u00a0", "-", "e", "NaN", "\u221e"]],
  ["sl", [",", ".", "\u2212", "e", "NaN", "\u221e"]],
  ["smn", [",", "\u00a0", "-", "E", "epiloho", "\u221e"]],
  ["so", [".", ",", "-", "E", "MaL", "\u221e"]],
  ["tk", [",", "\u00a0", "-", "E", "san\u00a0däl", "\u221e"]],
  ["to", [".", ",", "-", "E", "TF", "\u221e"]],
  ["uk", [",", "\u00a0", "-", "Е", "NaN", "\u221e"]],
  ["uz", [",", "\u00a0", "-", "E", "son\u00a0emas", "\u221e"]],
  ["wae", [",", "\u2019", "-", "E", "NaN", "\u221e"]],
  ["yue zh_HK zh_MO zh_TW", [".", ",", "-", "E", "\u975e\u6578\u503c", "\u221e"]],
];

const byLocale = new Map(
  others.flatMap(([locales, symbols]) => locales.split(" ").map((locale) => [locale, symbols] as const)),
);

/** @param locale as Java writes it: `de_CH` */
export function numberSymbols(locale: string): NumberSymbols {
  const [language = "", region = ""] = locale.replaceAll("-", "_").split("_");
  const id = language.toLowerCase();
  const symbols = byLocale.get(`${id}_${region.toUpperCase()}`) ?? byLocale.get(id) ?? usual;
  const [decimal, group, minus, exponent, notANumber, infinity] = symbols;
  return { decimal, group, minus, exponent, notANumber, infinity };
}
