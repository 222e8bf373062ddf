import { type Socket, connect, isIP } from "node:net";
import { type ConnectionOptions, connect as connectSecurely } from "node:tls";

interface SocketRequest {
  readonly host: string;
  readonly port: number;
  readonly ssl: ConnectionOptions;
  readonly onConnect: () => void;
}

/**
 * Opens kafkajs' connections and can close them all. kafkajs waits for answers before it closes a connection, so a
 * broker that no longer answers would keep the process alive.
 */
export class Sockets {
  readonly #open = new Set<Socket>();
  #isClosed = false;

  /** kafkajs' `socketFactory`. */
  readonly open = ({ host, port, ssl, onConnect }: SocketRequest): Socket => {
    // For a plain connection kafkajs passes no `ssl`, although its types require it.
    const socket = (ssl as ConnectionOptions | undefined)
      ? connectSecurely({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...ssl }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setKeepAlive(true, 60_000);
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    if (this.#isClosed) setImmediate(() => socket.destroy(new Error("the client is closed")));
    return socket;
  };

  /** Closes all open connections, and those that a retry of kafkajs opens later. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#open) socket.destroy(new Error("the client is closed"));
  }
}
