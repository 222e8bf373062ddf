import { Secret } from "../secret.js";

const secretKey = /password|secret|token$|api\.?key|passphrase|credential|sasl\.jaas\.config|private\.?key/i;
/** Not the secret itself but where a worker finds it: `${file:/run/secrets/db:password}`. */
const reference = /^\$\{[^}]*\}$/;

/** Whether a config key's value must not be printed. */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key) && !/secureConnectBundle/.test(key);
}

/** The value as it may be printed: masked when its key is a secret's, unless it only refers to one. */
export function shownValue(key: string, value: string): string {
  // A file in a setting may be a key store, or a bundle with keys.
  if (value.startsWith("base64:")) return Secret.mask;
  return isSecretKey(key) && value !== "" && !reference.test(value) ? Secret.mask : value;
}

/** A config as it may be printed. */
export function maskedConfig(config: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, shownValue(key, value)]));
}

/** A text from a server, without any secret of the config that it may quote. */
export function withoutSecrets(text: string, config: Readonly<Record<string, string>>): string {
  return Object.entries(config)
    .filter(([key, value]) => value.length >= 4 && shownValue(key, value) !== value)
    .reduce((masked, [, value]) => masked.replaceAll(value, Secret.mask), text);
}
