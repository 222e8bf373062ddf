import { createHash, randomBytes, scrypt } from "node:crypto";
import type { Digests } from "../../ports/digests.js";

/** 32 MB and about a tenth of a second for each guess. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 };

export const systemDigests: Digests = {
  of: (text) => createHash("sha256").update(text).digest("hex"),
  ofSecrets: (text, salt) =>
    new Promise((resolve, reject) => {
      scrypt(text, Buffer.from(salt, "hex"), 32, cost, (error, key) => {
        if (error === null) resolve(key.toString("hex"));
        else reject(error);
      });
    }),
  salt: () => randomBytes(16).toString("hex"),
};
