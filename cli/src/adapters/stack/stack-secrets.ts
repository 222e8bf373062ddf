import { pbkdf2, randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Secret } from "../../core/secret.js";
import {
  type SecretName,
  type StackSecrets,
  keyOwners,
  secretNames,
  secureFolder,
} from "../../core/stack/secure-folder.js";
import { indexes, hostOf, mostServers } from "../../core/stack/plan.js";
import { kafkaUsers } from "../../core/stack/secure-users.js";
import { exists, writePrivately } from "./files.js";
import { makeKeys } from "./keys.js";

/** For folders and files that only this user may look into. */
const privateModes = { folder: 0o700, file: 0o600 } as const;

/** The secrets of the secure stack under a home, which are made, with the keys, when there are none. */
export async function openSecrets(home: string, javaHome: string): Promise<StackSecrets> {
  const { path } = secureFolder(home);
  if (!(await exists(path))) await makeSecureFolder(home, javaHome);
  return readSecrets(home);
}

/** Half of it is never seen: another `up` would take it for whole. */
async function makeSecureFolder(home: string, javaHome: string): Promise<void> {
  const { path } = secureFolder(home);
  const next = `${path}.next`;
  // Data and logs too are for those who may log in.
  await chmod(home, privateModes.folder);
  await rm(next, { recursive: true, force: true });
  await mkdir(join(next, "connectors"), { recursive: true, mode: privateModes.folder });
  for (const name of secretNames) {
    // 192 bits, in characters that need no quotes in any file or statement.
    const password = randomBytes(24).toString("base64url");
    await writePrivately(join(next, passwordFile(name)), `${password}\n`);
  }
  await makeKeys({
    javaHome,
    folder: next,
    passwordFile: join(next, passwordFile("stores")),
    owners: keyOwners,
    hosts: ["dns:localhost", ...indexes(mostServers).map((index) => `ip:${hostOf(index)}`)],
  });
  for (const entry of await readdir(next, { withFileTypes: true })) {
    if (entry.isFile()) await chmod(join(next, entry.name), privateModes.file);
  }
  await rename(next, path);
}

async function readSecrets(home: string): Promise<StackSecrets> {
  const read = await Promise.all(
    secretNames.map(async (name) => [name, await readPassword(home, name)] as const),
  );
  const passwords = Object.fromEntries(read) as Record<SecretName, Secret>;
  const scramCredentials = await Promise.all(
    kafkaUsers.map((user) => scramCredential(user, passwords[`kafka-${user}`])),
  );
  return { passwords, scramCredentials };
}

export async function readPassword(home: string, name: SecretName): Promise<Secret> {
  return new Secret((await readFile(secureFolder(home).password(name), "utf8")).trim());
}

const passwordFile = (name: SecretName): string => secureFolder("").password(name).split("/").at(-1) ?? name;

/** The least that Kafka takes; these passwords cannot be guessed anyway. */
const iterations = 4096;

/** RFC 5802's SaltedPassword, by which Kafka need not be told the password. */
async function scramCredential(user: string, password: Secret): Promise<Secret> {
  const salt = randomBytes(24);
  const salted = await promisify(pbkdf2)(password.reveal(), salt, iterations, 64, "sha512");
  const fields = [
    `name="${user}"`,
    `salt="${salt.toString("base64")}"`,
    `saltedpassword="${salted.toString("base64")}"`,
    `iterations=${iterations}`,
  ];
  return new Secret(`SCRAM-SHA-512=[${fields.join(",")}]`);
}
