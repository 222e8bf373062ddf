const decimalDigit = /^\p{Nd}$/u;

/**
 * Character.digit of Java for one UTF-16 code unit, as text: `3` for 3 and for the Arabic and Devanagari threes; undefined
 * for what is no decimal digit. The digits of a script begin at a code that ends in 0 or 6.
 */
export function digitOf(character: string): string | undefined {
  if (character >= "0" && character <= "9") return character;
  if (character < "\u0100" || !decimalDigit.test(character)) return undefined;
  const code = character.charCodeAt(0);
  const row = code & 0xfff0;
  const value = (code & 0xf) - (decimalDigit.test(String.fromCharCode(row)) ? 0 : 6);
  return String(value);
}

/** The text with the digits of all scripts as 0 to 9. */
export function asciiDigits(text: string): string {
  return text.replace(/[\u0100-\uffff]/g, (character) => digitOf(character) ?? character);
}
