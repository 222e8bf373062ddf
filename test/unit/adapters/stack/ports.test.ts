import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { holderOf, isFree } from "#cli/adapters/stack/ports.js";

test("a port is taken while somebody listens, who is named, and free after", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect(await isFree("127.0.0.1", port)).toBe(false);
  expect(await holderOf(port)).toContain(`(pid ${process.pid}`);
  server.close();
  await once(server, "close");
  expect(await isFree("127.0.0.1", port)).toBe(true);
  expect(await holderOf(port)).toBeUndefined();
});

test("a listener on all addresses takes the port of each", async () => {
  const server = createServer().listen(0);
  await once(server, "listening");
  expect(await isFree("127.0.0.1", (server.address() as AddressInfo).port)).toBe(false);
  server.close();
});
