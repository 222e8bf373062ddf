/** Kafka's error type (`TOPIC_ALREADY_EXISTS`) of an error or of the errors that it wraps. */
export function protocolErrorType(error: unknown): string | undefined {
  return [...wrapped(error)]
    .map((link) => (link as { readonly type?: unknown }).type)
    .find((type) => typeof type === "string");
}

/** The error, what it was caused by, and so on; of several errors the first. */
export function* wrapped(error: unknown): Generator<object> {
  for (let link: unknown = error; typeof link === "object" && link !== null;) {
    yield link;
    const { cause, errors } = link as { readonly cause?: unknown; readonly errors?: readonly unknown[] };
    link = cause ?? errors?.[0];
  }
}
