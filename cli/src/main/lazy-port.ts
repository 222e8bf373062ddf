type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** The members of a port that are no methods, from the port where it is there already. */
type Properties<Port> = {
  readonly [Key in keyof Port as Port[Key] extends (...args: never) => Promise<unknown> ? never : Key]: (
    port: Port | undefined,
  ) => Port[Key];
};

/** A port whose adapter is loaded by the first call of one of its methods: clients of servers take time to load. */
export function lazyPort<Port extends object>(
  load: () => Promise<Port>,
  properties: Properties<Port>,
): { readonly port: Port; readonly loaded: () => Promise<Port> | undefined } {
  let loading: Promise<Port> | undefined;
  let there: Port | undefined;
  const loaded = (): Promise<Port> =>
    (loading ??= load().then((port) => {
      there = port;
      return port;
    }));
  const known = properties as Readonly<Record<string | symbol, (port: Port | undefined) => unknown>>;
  const port = new Proxy({} as Port, {
    get: (_, key) => {
      const property = known[key];
      if (property !== undefined) return property(there);
      // A port is no promise, though `await` asks for it.
      if (key === "then") return undefined;
      return async (...args: readonly unknown[]) => {
        const made = (await loaded()) as Readonly<Record<string | symbol, Method>>;
        return made[key]?.(...args);
      };
    },
  });
  return { port, loaded: () => loading };
}
