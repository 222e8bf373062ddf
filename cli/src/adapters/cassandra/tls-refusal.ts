import { type ConnectionOptions, connect } from "node:tls";

/** Milliseconds. */
const connectTimeout = 2_000;
/** Milliseconds in which a server says after the handshake that it does not take the client's certificate (TLS 1.3). */
const waitForAlert = 1_000;

/**
 * Why a node ends a TLS connection; undefined when it does not. The driver has its handler of errors wait for the answer to
 * its first message, and so it says "no answer in time" of a node that has refused the client's certificate.
 */
export function tlsRefusal(
  { host, port }: { readonly host: string; readonly port: number },
  options: ConnectionOptions,
): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ ...options, host, port });
    const end = (error?: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(error);
    };
    let timer = setTimeout(() => end(), connectTimeout);
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      timer = setTimeout(() => end(), waitForAlert);
    });
    socket.on("error", end);
    socket.once("close", () => end(new Error("it closes the connection")));
  });
}
