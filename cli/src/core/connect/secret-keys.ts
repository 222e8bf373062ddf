import { Secret, withoutSecretTexts } from "../secret.js";
import type { ConnectorConfig } from "./connector-config.js";

const secretKey =
  /password|passwd|(^|[._-])pw$|secret|token$|(api|access)\.?key|passphrase|credential|sasl\.jaas\.config|private\.?key|keystore\.key$|user\.info|authorization/i;
/** A login in an address: `https://user:password@registry:8081`. */
const login = /(?<=:\/\/)[^/@\s]*:[^/@\s]*(?=@)/g;
/** A value that only names where the worker finds the secret: `${file:/run/secrets/db:password}`. */
const reference = /^\$\{[^}]*\}$/;

/** Whether a config key's value must not be printed. */
function isSecretKey(key: string): boolean {
  return secretKey.test(key) && !/secureConnectBundle/.test(key);
}

/** The value as it may be printed: masked under a secret's key, unless it is a reference. */
export function shownValue(key: string, value: string): string {
  // A setting may hold a whole file as base64, such as a key store or a secure connect bundle.
  if (value.startsWith("base64:")) return Secret.mask;
  if (isSecretKey(key) && value !== "" && !reference.test(value)) return Secret.mask;
  return value.replaceAll(login, Secret.mask);
}

/** Whether the value is a secret itself, which the worker would show to whoever may read its configs. */
export function isClearSecret(key: string, value: string): boolean {
  return shownValue(key, value) !== value;
}

/** A config as it may be printed. */
export function maskedConfig(config: ConnectorConfig): ConnectorConfig {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, shownValue(key, value)]));
}

/** A server's text with the config's secrets masked. */
export function withoutSecrets(text: string, config: ConnectorConfig): string {
  const secrets = Object.entries(config).filter(([key, value]) => isClearSecret(key, value));
  return withoutSecretTexts(
    text,
    secrets.map(([, value]) => value),
  );
}
