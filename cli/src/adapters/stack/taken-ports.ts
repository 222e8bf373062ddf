import type { ProcessDescription } from "../../core/stack/process.js";
import { ServiceError } from "../../errors.js";
import { holderOf, isFree } from "./port-holders.js";
import type { TakenPort } from "../../core/stack/machine.js";

/** The ports of these processes that somebody holds, with who does. */
export async function takenPorts(
  processes: readonly ProcessDescription[],
): Promise<readonly (TakenPort & { readonly name: string })[]> {
  const wanted = processes.flatMap(({ name, host, ports }) => ports.map((port) => ({ name, host, ...port })));
  const taken = await Promise.all(
    wanted.map(async (one) =>
      (await isFree(one.host, one.port)) ? [] : [{ ...one, holder: await holderOf(one.port) }],
    ),
  );
  return taken.flat();
}

/** Before anything is started: a server that finds its port taken dies late, and says so only in its log. */
export async function refuseTakenPorts(processes: readonly ProcessDescription[]): Promise<void> {
  const taken = await takenPorts(processes);
  if (taken.length === 0) return;
  throw new ServiceError("stack", taken.length === 1 ? "a port is taken" : "ports are taken", {
    lines: taken.map(({ name, host, port, purpose, holder }) => {
      const who = holder ?? `somebody else; \`lsof -i :${port}\` as root tells who`;
      return `${host}:${port} (${name}, ${purpose}) is held by ${who}`;
    }),
    hint: "stop the holder, or start with --port-offset 1000",
  });
}
