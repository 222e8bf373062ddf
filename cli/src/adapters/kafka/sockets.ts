import { type Socket, connect, isIP } from "node:net";
import { type ConnectionOptions, connect as connectSecurely } from "node:tls";

interface SocketRequest {
  readonly host: string;
  readonly port: number;
  readonly ssl: ConnectionOptions;
  readonly onConnect: () => void;
}

/**
 * Opens kafkajs' connections and can end them all. kafkajs waits for answers before it closes a connection: a
 * broker that has stopped answering would keep the process alive with it.
 */
export class Sockets {
  readonly #open = new Set<Socket>();
  #isClosed = false;

  /** In the form of kafkajs' `socketFactory`. */
  readonly open = ({ host, port, ssl, onConnect }: SocketRequest): Socket => {
    // kafkajs passes no `ssl` for a plain connection, whatever its types say.
    const socket = (ssl as ConnectionOptions | undefined)
      ? connectSecurely({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...ssl }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setKeepAlive(true, 60_000);
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    if (this.#isClosed) setImmediate(() => socket.destroy(new Error("the client is closed")));
    return socket;
  };

  /** Breaks what is still open, and whatever a retry may still open afterwards. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#open) socket.destroy(new Error("the client is closed"));
  }
}
