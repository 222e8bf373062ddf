import { readFileSync } from "node:fs";

/** Reads a file of schemas/contract, whose own `about` says what its fields mean. */
export function contractFile(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../schemas/contract/${name}`, import.meta.url), "utf8"));
}
