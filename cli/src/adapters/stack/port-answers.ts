import { connect } from "node:net";

/** True when somebody accepts connections there, within the given milliseconds. */
export function opens(host: string, port: number, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (opened: boolean): void => {
      socket.destroy();
      resolve(opened);
    };
    socket.setTimeout(patience, () => end(false));
    socket.on("connect", () => end(true));
    socket.on("error", () => end(false));
  });
}
