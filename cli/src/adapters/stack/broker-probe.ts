import { connect } from "node:net";

const clientId = "cassink-stack";
/** Metadata, version 6: what kafkajs asks too. */
const request = { apiKey: 3, version: 6 };

/**
 * Whether the broker at the address has joined its cluster: it is in its own metadata, and so is a controller. A broker
 * opens its port before that. It is asked for no topic: those whose brokers are down say nothing about this one.
 */
export function brokerHasJoined(host: string, port: number, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let received = Buffer.alloc(0);
    const end = (joined: boolean): void => {
      socket.destroy();
      resolve(joined);
    };
    socket.setTimeout(timeout, () => end(false));
    socket.on("connect", () => socket.write(metadataRequest()));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      end(lists(received.subarray(4), host, port));
    });
    socket.on("error", () => end(false));
    socket.on("close", () => end(false));
  });
}

function metadataRequest(): Buffer {
  const client = Buffer.from(clientId);
  const body = Buffer.alloc(10 + client.length + 5);
  body.writeInt16BE(request.apiKey, 0);
  body.writeInt16BE(request.version, 2);
  body.writeInt32BE(1, 4); // correlation id
  body.writeInt16BE(client.length, 8);
  client.copy(body, 10);
  // An array of no topics, and the flag allow_auto_topic_creation, are the zeros that follow.
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

/** Reads correlation id, throttle time, brokers (node id, host, port, rack), cluster id and controller id. */
function lists(answer: Buffer, host: string, port: number): boolean {
  try {
    let at = 8;
    const text = (): string => {
      const length = Math.max(0, answer.readInt16BE(at));
      at += 2 + length;
      return answer.toString("utf8", at - length, at);
    };
    const brokers = answer.readInt32BE(at);
    at += 4;
    let isListed = false;
    for (let broker = 0; broker < brokers; broker += 1) {
      at += 4;
      const name = text();
      const listed = answer.readInt32BE(at);
      at += 4;
      text();
      isListed ||= name === host && listed === port;
    }
    text();
    return isListed && answer.readInt32BE(at) >= 0;
  } catch {
    return false;
  }
}
