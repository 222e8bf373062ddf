import { type AddressInfo, type Socket, createServer } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { protocolErrorType } from "#cli/adapters/kafka/protocol-error-type.js";
import { serviceError } from "#cli/adapters/kafka/service-error.js";
import { kafkaAt } from "#test/support/servers/plain.js";
import { InterruptedError, ServiceError } from "#cli/errors.js";
import { closedPort } from "#test/support/servers/ports.js";

describe("serviceError", () => {
  it("finds Kafka's own reason under the library's wrappings", () => {
    const inner = Object.assign(new Error("no such topic"), { type: "UNKNOWN_TOPIC_OR_PARTITION" });
    const outer = new Error("Retries exceeded", { cause: inner });
    expect(protocolErrorType(outer)).toBe("UNKNOWN_TOPIC_OR_PARTITION");
    expect(serviceError(outer, { bootstrapServers: ["a:1"] }, "read topic t")).toMatchObject({
      message: "cannot read topic t: there is no such topic",
    });
  });

  it("lets errors of our own pass", () => {
    const error = new InterruptedError();
    expect(serviceError(error, { bootstrapServers: [] }, "x")).toBe(error);
  });

  it("says what no record may be: larger than the topic allows", () => {
    const error = Object.assign(new Error("too large"), { type: "MESSAGE_TOO_LARGE" });
    const refused = serviceError(error, { bootstrapServers: ["a:1"] }, "send to topic t");
    expect((refused as ServiceError).hint).toContain("max.message.bytes");
  });
});

describe("createKafka", () => {
  it("says within seconds that no broker answers, and where", async () => {
    const address = `127.0.0.1:${await closedPort()}`;
    const kafka = kafkaAt([address]);
    const start = Date.now();
    const failure = await kafka.topicNames().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServiceError);
    expect(failure).toMatchObject({
      where: address,
      message: "Kafka does not answer: cannot list topics",
    });
    expect((failure as ServiceError).hint).toContain("cassink up");
    expect(Date.now() - start).toBeLessThan(9_000);
    await kafka.close();
  }, 15_000);

  it("stops waiting for a broker at once when it is interrupted", async () => {
    const controller = new AbortController();
    const kafka = kafkaAt([`127.0.0.1:${await closedPort()}`], { signal: controller.signal });
    const call = kafka.topicNames();
    controller.abort(new InterruptedError());
    await expect(call).rejects.toBeInstanceOf(InterruptedError);
    await expect(kafka.topicNames()).rejects.toBeInstanceOf(InterruptedError);
    await kafka.close();
  }, 15_000);

  it("closes although a broker holds its connection and says nothing", async () => {
    const connections = new Set<Socket>();
    const silent = createServer(
      (socket) => void connections.add(socket.on("error", () => undefined).resume()),
    );
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const kafka = kafkaAt([`127.0.0.1:${(silent.address() as AddressInfo).port}`]);
    const call = kafka.topicNames().catch((error: unknown) => error);
    await vi.waitUntil(() => connections.size > 0);
    const start = Date.now();
    await kafka.close();
    expect(Date.now() - start).toBeLessThan(4_000);
    expect(await call).toBeInstanceOf(ServiceError);
    for (const socket of connections) await vi.waitUntil(() => socket.destroyed);
    await new Promise((resolve) => silent.close(resolve));
  }, 30_000);
});
