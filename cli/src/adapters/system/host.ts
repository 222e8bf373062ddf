import { statfs } from "node:fs/promises";
import { cpus, freemem, hostname, totalmem } from "node:os";
import { InputError } from "../../errors.js";
import type { Host } from "../../ports/host.js";

export const systemHost: Host = {
  get name() {
    return hostname();
  },
  processors() {
    const times = cpus().map((cpu) => cpu.times);
    const sum = (of: (each: (typeof times)[number]) => number): number =>
      times.reduce((total, each) => total + of(each), 0);
    return {
      user: sum(({ user, nice }) => user + nice),
      system: sum(({ sys, irq }) => sys + irq),
      idle: sum(({ idle }) => idle),
    };
  },
  memory() {
    // What programs can get, caches included that the system gives up for them.
    const available = freemem();
    return { used: totalmem() - available, available };
  },
  async disk(path) {
    try {
      const { bsize, blocks, bfree, bavail } = await statfs(path);
      return { used: (blocks - bfree) * bsize, available: bavail * bsize };
    } catch (cause) {
      const { code = "", message } = cause as NodeJS.ErrnoException;
      throw new InputError(
        code === "ENOENT" ? "there is no such path" : `the disk says nothing of itself: ${message}`,
        { where: path, hint: "name a path on the disk that you mean: --disk /var", cause },
      );
    }
  },
};
