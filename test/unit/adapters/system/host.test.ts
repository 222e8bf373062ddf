import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { systemHost } from "#cli/adapters/system/host.js";
import { InputError } from "#cli/errors.js";

it("measures this machine", async () => {
  expect(systemHost.name).not.toBe("");
  const { user, system, idle } = systemHost.processors();
  expect(user + system + idle).toBeGreaterThan(0);
  for (const { used, available } of [systemHost.memory(), await systemHost.disk(tmpdir())]) {
    expect(used).toBeGreaterThan(0);
    expect(available).toBeGreaterThan(0);
  }
});

it("counts on while it works", async () => {
  const before = systemHost.processors();
  const work = (): number => Array.from({ length: 100_000 }, (_, index) => Math.sqrt(index)).length;
  await expect
    .poll(() => {
      work();
      return systemHost.processors().user - before.user;
    })
    .toBeGreaterThan(0);
});

it("names a path that is not there", async () => {
  const failure = await systemHost.disk("/no/such/path").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InputError);
  expect(failure).toMatchObject({ message: "there is no such path", where: "/no/such/path" });
});
