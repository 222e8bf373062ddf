import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { untilReady } from "#cli/adapters/stack/ready.js";
import type { StartedProcess } from "#cli/core/stack/state.js";
import type { ServiceError } from "#cli/errors.js";
import { livingServer } from "./living-server.js";

let folder: string;
let server: StartedProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-ready-"));
  server = {
    name: "connect",
    kind: "connect",
    host: "127.0.0.1",
    ports: [{ purpose: "REST", port: 1 }],
    readiness: { protocol: "connect", url: "http://127.0.0.1:1" },
    dependsOn: [],
    log: join(folder, "connect.log"),
    output: join(folder, "connect.out"),
    pid: 2 ** 22 + 1,
    birth: "gone",
    startedAt: 0,
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const failureOf = async (
  ended: Promise<string> | undefined,
  signal: AbortSignal,
  until = Date.now() + 60_000,
): Promise<ServiceError> =>
  untilReady({
    home: folder,
    process: server,
    logStart: "of another run\n".length,
    until,
    signal,
    ...(ended === undefined ? {} : { ended }),
  }).then(
    () => expect.unreachable(),
    (error: unknown) => error as ServiceError,
  );

test("a server that dies is told with how it ended and the lines that say why, without stack frames", async () => {
  await writeFile(server.output, "OpenJDK warning\n");
  await writeFile(
    server.log,
    [
      "of another run",
      '[2026] INFO 127.0.0.1 - - "GET /connectors HTTP/1.1" 404 52 "-" "node" 1 (RestServer)',
      "ERROR Stopping due to error",
      "java.lang.Exception: no such class",
      "\tat io.cassink.Main(Main.java:1)",
      "\t... 7 more",
      "Caused by: a typo",
      "",
    ].join("\n"),
  );
  const error = await failureOf(Promise.resolve("ended with exit code 1"), new AbortController().signal);
  expect(error.message).toBe("connect ended with exit code 1");
  expect(error.service).toBe("Kafka Connect");
  expect(error.where).toBe(server.log);
  expect(error.lines).toEqual([
    "OpenJDK warning",
    "ERROR Stopping due to error",
    "java.lang.Exception: no such class",
    "Caused by: a typo",
  ]);
});

test("a server of an earlier start that has died meanwhile is told too", async () => {
  expect((await failureOf(undefined, new AbortController().signal)).message).toBe("connect has died");
});

test("a server that lives and stays silent is given up at the deadline", async () => {
  const living = await livingServer(folder, server.name);
  server = { ...server, ...living.process };
  const error = await failureOf(undefined, new AbortController().signal, Date.now() + 300);
  expect(error.message).toBe("connect does not answer on 127.0.0.1:1");
  await living.end();
});

test("a server that listens and is not ready at the deadline is not said to be silent", async () => {
  const living = await livingServer(folder, server.name);
  const unready = createServer((_, response) => response.writeHead(404).end()).listen(0, "127.0.0.1");
  await once(unready, "listening");
  const { port } = unready.address() as AddressInfo;
  const readiness = { protocol: "connect", url: `http://127.0.0.1:${port}` } as const;
  server = { ...server, ...living.process, readiness, ports: [{ purpose: "REST", port }] };
  const error = await failureOf(undefined, new AbortController().signal, Date.now() + 300);
  expect(error.message).toBe(`connect listens and is not ready on 127.0.0.1:${port}`);
  await living.end();
  unready.closeAllConnections();
  unready.close();
});

test("waiting ends with the signal", async () => {
  const stopped = new Error("stopped");
  expect(await failureOf(undefined, AbortSignal.abort(stopped))).toBe(stopped);
});
