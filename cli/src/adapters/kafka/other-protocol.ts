import { Buffer } from "node:buffer";
import Connection from "kafkajs/src/network/connection.js";
import { ServiceError } from "../../errors.js";

/**
 * Lets kafkajs say that a server speaks another protocol than Kafka's, such as Cassandra's. Of itself it takes the first four
 * bytes for the size of an answer, whatever they are: it then throws in the callback of a socket, which ends the process,
 * or waits for bytes that never come.
 */
export function refuseOtherProtocols(): void {
  const { processData } = Connection.prototype;
  const heads = new WeakMap<Connection, Buffer>();
  const refused = new WeakSet<Connection>();
  Connection.prototype.processData = function (this: Connection, bytes): void {
    if (refused.has(this)) return;
    const before = heads.get(this) ?? Buffer.alloc(0);
    const head = before.length < 4 ? Buffer.concat([before, bytes.subarray(0, 4 - before.length)]) : before;
    heads.set(this, head);
    if (!isOtherProtocol(head)) {
      processData.call(this, bytes);
      return;
    }
    refused.add(this);
    this.rejectRequests(otherProtocol(`${this.host}:${this.port}`));
    this.socket.destroy();
    void this.disconnect();
  };
}

/**
 * Bytes, of a broker's first answer. On a connection that is not the client's first one that may be a record of 20 MB; four
 * letters, digits or blanks are a larger number than this: 0x20202020 at least.
 */
const largestFirst = 2 ** 29;
const smallestFirst = 4;

/** @param head the first bytes of a server's first answer, up to four */
export function isOtherProtocol(head: Buffer): boolean {
  if (head.length < 4 || isTlsAlert(head)) return false;
  const size = head.readInt32BE(0);
  return size < smallestFirst || size > largestFirst;
}

/** What a listener says that wants TLS and got none. It then closes the connection, which is told as such. */
const isTlsAlert = (head: Buffer): boolean => head[0] === 0x15 && head[1] === 0x03;

/** With the word by which kafkajs does not try again. */
function otherProtocol(server: string): ServiceError {
  const error = new ServiceError("Kafka", `${server} does not answer as a Kafka broker`, {
    where: server,
    hint: "it is another server's port: name your brokers with --bootstrap-servers or KAFKA_BOOTSTRAP_SERVERS",
  });
  return Object.assign(error, { retriable: false });
}
