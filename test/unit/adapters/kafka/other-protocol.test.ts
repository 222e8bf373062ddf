import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createClient } from "#cli/adapters/kafka/connection.js";
import { isOtherProtocol } from "#cli/adapters/kafka/other-protocol.js";
import { serviceError } from "#cli/adapters/kafka/service-error.js";
import { Sockets } from "#cli/adapters/kafka/sockets.js";
import { ServiceError } from "#cli/errors.js";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Asks a server for its topics that answers with these chunks; resolves with the error and how often it was asked. */
async function answered(...chunks: readonly Buffer[]) {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.once("data", () => {
      for (const chunk of chunks) socket.write(chunk);
    });
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sockets = new Sockets();
  const admin = createClient({ brokers: [address] }, sockets).admin();
  const thrown: unknown = await admin.connect().catch((error: unknown) => error);
  sockets.close();
  const error = serviceError(thrown, { bootstrapServers: [address] }, "list topics");
  return { error, connections, address };
}

/** Cassandra's answer to a request of Kafka's: an error of version 5 of its protocol. */
const cassandra = Buffer.from("850000000000000000", "hex");

describe("a server that is not Kafka", () => {
  it.each([
    ["Cassandra", [cassandra]],
    ["Cassandra, in parts", [cassandra.subarray(0, 2), cassandra.subarray(2)]],
    ["HTTP", [Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")]],
    ["SSH", [Buffer.from("SSH-2.0-x\r\n")]],
  ])("is told by its first answer, at once: %s", async (_, chunks) => {
    const { error, connections, address } = await answered(...chunks);
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ message: `${address} does not answer as a Kafka broker`, where: address });
    expect(connections).toBe(1);
  });

  it("is not what answers with a size that a broker's has, or with an alert of TLS", () => {
    // 014c4b40 is a record of 20 MB, 32323020 the text "220 " of a mail server.
    for (const head of ["00000004", "0000012c", "014c4b40", "15030300", "ff"])
      expect(isOtherProtocol(Buffer.from(head, "hex"))).toBe(false);
    for (const head of ["00000003", "80000000", "48545450", "32323020"])
      expect(isOtherProtocol(Buffer.from(head, "hex"))).toBe(true);
  });
});
