import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { connectAt } from "#test/support/servers/plain.js";
import { recordedCluster } from "#test/support/fakes/connect-cluster.js";
import { InputError, InterruptedError, ServiceError } from "#cli/errors.js";

interface Request {
  readonly line: string;
  readonly body: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
}

let server: Server | undefined;
const requests: Request[] = [];

afterEach(async () => {
  requests.length = 0;
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

/** A worker that gives these answers one after another, the last one for ever. */
async function worker(
  ...answers: readonly (readonly [status: number, body?: unknown] | "silence")[]
): Promise<string> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = "";
    for await (const part of request) body += String(part);
    const next = answers[Math.min(requests.length, answers.length - 1)];
    const { authorization, "content-type": contentType } = request.headers;
    requests.push({ line: `${request.method ?? ""} ${request.url ?? ""}`, body, authorization, contentType });
    if (next === undefined || next === "silence") return;
    response.writeHead(next[0], { "content-type": "application/json" });
    response.end(next[1] === undefined ? "" : JSON.stringify(next[1]));
  };
  server = createServer((request, response) => void answer(request, response));
  const { port } = await new Promise<AddressInfo>((resolve) => {
    server?.listen(0, "127.0.0.1", () => resolve(server?.address() as AddressInfo));
  });
  return `http://127.0.0.1:${port}`;
}

const { signal } = new AbortController();
const busy = [
  409,
  { error_code: 409, message: "Cannot complete request because of a conflicting operation" },
] as const;

describe("createConnectApi", () => {
  it.each([["a page"], [{}]])(
    "says of a server that answers everything with %j that it is no Connect",
    async (body) => {
      const connect = connectAt(await worker([200, body]), { signal });
      await expect(connect.connectors()).rejects.toThrow("what answers there is no Kafka Connect");
    },
  );

  it("retries while a rebalance is under way", async () => {
    const connect = connectAt(await worker(busy, busy, [200, { a: { info: { config: {} } } }]), {
      signal,
    });
    expect(await connect.configs()).toEqual(new Map([["a", {}]]));
    expect(requests).toHaveLength(3);
  });

  it("leaves out a connector that is deleted while the worker lists all", async () => {
    const listed = { sales: { info: { config: { a: "1" } } }, weather: { info: null }, items: {} };
    const connect = connectAt(await worker([200, listed]), { signal });
    expect(await connect.configs()).toEqual(new Map([["sales", { a: "1" }]]));
  });

  it("gives up on a rebalance that does not end, and says so", async () => {
    const connect = connectAt(await worker(busy), { signal, retryDeadline: 500 });
    await expect(connect.putConfig("sales", {})).rejects.toThrow(ServiceError);
    await expect(connect.putConfig("sales", {})).rejects.toThrow("still busy");
  });

  it("retries the answer of a worker that has not joined its group yet", async () => {
    const notYet = [
      500,
      { error_code: 500, message: "Request timed out. The worker is currently starting" },
    ] as const;
    const connect = connectAt(await worker(notYet, [200, []]), { signal });
    expect(await connect.plugins()).toEqual([]);
  });

  it("names the address when nothing listens there", async () => {
    const url = await worker([200, []]);
    await new Promise((resolve) => server?.close(resolve));
    const connect = connectAt(url, { signal });
    await expect(connect.configs()).rejects.toMatchObject({
      message: `Kafka Connect does not answer on ${url}: nothing listens there`,
      where: url,
      hint: expect.stringContaining("--connect-url") as string,
    });
  });

  it("does not wait for ever for an answer", async () => {
    const connect = connectAt(await worker("silence"), { signal, answerTimeout: 200 });
    await expect(connect.worker()).rejects.toThrow("no answer in time");
  });

  it("says what an error of the server was", async () => {
    const connect = connectAt(await worker([500, { error_code: 500, message: "disk full" }]), {
      signal,
    });
    await expect(connect.configs()).rejects.toMatchObject({
      message: "Kafka Connect answers with HTTP 500: disk full",
      where: expect.stringMatching(/^GET http:.*\/connectors\?expand=info$/) as string,
    });
    expect(requests).toHaveLength(1);
  });

  it("passes a refused config on, line by line", async () => {
    const message = "Connector configuration is invalid and contains the following 1 error(s):\nMissing x\n";
    const connect = connectAt(await worker([400, { error_code: 400, message }]), { signal });
    const refused = connect.putConfig("sales", {});
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toMatchObject({ lines: ["Missing x"] });
  });

  it("tells a created connector from an updated one, and names it safely in the path", async () => {
    const connect = connectAt(await worker([201, {}], [200, {}]), { signal });
    expect(await connect.putConfig("a/b c", { "connector.class": "X" })).toBe("created");
    expect(await connect.putConfig("a/b c", { "connector.class": "X" })).toBe("updated");
    expect(requests[0]).toMatchObject({
      line: "PUT /connectors/a%2Fb%20c/config",
      body: '{"connector.class":"X"}',
    });
  });

  it("calls no request a form, with or without a body", async () => {
    const connect = connectAt(await worker([204]), { signal });
    await connect.stop("sales");
    await connect.restart("sales", { includeTasks: true, onlyFailed: true });
    await connect.putConfig("sales", {});
    const types = requests.map(({ contentType }) => contentType);
    expect(types.every((type) => type === undefined || type.startsWith("application/json"))).toBe(true);
  });

  it("says that there is no such connector without failing", async () => {
    const none = [404, { error_code: 404, message: "Connector sales not found" }] as const;
    const connect = connectAt(await worker(none), { signal });
    expect(await connect.status("sales")).toBeUndefined();
    expect(await connect.config("sales")).toBeUndefined();
    expect(await connect.taskConfigs("sales")).toEqual([]);
    expect(await connect.delete("sales")).toBe(false);
  });

  it("reads a status with the tasks in order", async () => {
    const answer = {
      name: "sales",
      connector: { state: "RUNNING", worker_id: "w:1" },
      tasks: [
        { id: 1, state: "FAILED", worker_id: "w:1", trace: "boom" },
        { id: 0, state: "RUNNING", worker_id: "w:1" },
      ],
      type: "sink",
    };
    const connect = connectAt(await worker([200, answer]), { signal });
    expect(await connect.status("sales")).toEqual({
      name: "sales",
      connector: { state: "RUNNING", workerId: "w:1" },
      tasks: [
        { id: 0, state: "RUNNING", workerId: "w:1" },
        { id: 1, state: "FAILED", workerId: "w:1", trace: "boom" },
      ],
      type: "sink",
    });
  });

  it("returns only the keys that validation finds wrong", async () => {
    const configs = [
      { value: { name: "topics", value: "a", errors: [] } },
      { value: { name: "tasks.max", value: "-1", errors: ["must be at least 1", "must be at least 1"] } },
    ];
    const connect = connectAt(await worker([200, { error_count: 2, configs }]), { signal });
    expect(await connect.validate({ "connector.class": "io.cassink.X" })).toEqual([
      { key: "tasks.max", value: "-1", messages: ["must be at least 1"] },
    ]);
    expect(requests[0]?.line).toBe("PUT /connector-plugins/io.cassink.X/config/validate");
  });

  it("stops waiting when the user interrupts", async () => {
    const controller = new AbortController();
    const connect = connectAt(await worker(busy), { signal: controller.signal });
    const waiting = connect.configs();
    const stopped = expect(waiting).rejects.toThrow(InterruptedError);
    controller.abort(new InterruptedError());
    await stopped;
  });

  it("lists connectors in two requests, also one that Connect leaves out of its expanded answer", async () => {
    const recorded = await recordedCluster([
      { name: "sales", states: ["RUNNING", "FAILED"], cause: "boom", config: { topics: "s" } },
      { name: "new", states: [] },
    ]);
    const connect = connectAt(recorded.url, { signal });
    expect(await connect.connectors()).toMatchObject([
      { name: "new", config: {}, status: undefined },
      { name: "sales", config: { topics: "s" }, status: { tasks: [{ id: 0, state: "FAILED" }] } },
    ]);
    expect([...recorded.requests].sort()).toEqual([
      "GET /connectors",
      "GET /connectors?expand=status&expand=info",
    ]);
    await recorded.close();
  });

  it.each([
    ["%2F", "/connectors/%252F/status"],
    ["../x", "/connectors/..%2Fx/status"],
    ["q?x#y", "/connectors/q%3Fx%23y/status"],
    ["smile😀", "/connectors/smile%F0%9F%98%80/status"],
    ["n".repeat(249), `/connectors/${"n".repeat(249)}/status`],
  ])("asks for %s by its encoded name", async (name, path) => {
    const connect = connectAt(await worker([404, {}]), { signal });
    await connect.status(name);
    expect(requests[0]?.line).toBe(`GET ${path}`);
  });

  it.each([".", ".."])("asks nothing for %s, which would be another path", async (name) => {
    const connect = connectAt(await worker([200, {}]), { signal });
    await expect(connect.delete(name)).rejects.toThrow(InputError);
    expect(requests).toEqual([]);
  });

  it("says that a worker takes no such name in a path", async () => {
    const connect = connectAt(await worker([400]), { signal });
    await expect(connect.delete("a/b")).rejects.toMatchObject({
      message: "Kafka Connect does not take this path: Bad Request",
      where: expect.stringMatching(/^DELETE http:.*\/connectors\/a%2Fb$/) as string,
    });
  });
});
