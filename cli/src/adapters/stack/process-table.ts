import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * The start time of a process as the operating system prints it; it differs from that of a later process with the same
 * pid. On Linux it is the boot's id and the clock ticks since boot, elsewhere the text of `ps`. Undefined when there is
 * no such process.
 */
export async function birthOf(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return ps(pid, "lstart");
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
    ]);
    // Fields are counted after the command's name, which is in brackets and may contain spaces. Z is a zombie, X dead.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : `${boot.trim()}/${fields[19] ?? ""}`;
  } catch {
    return undefined;
  }
}

/** The command line, arguments joined by spaces; undefined when there is no such process or access is denied. */
export async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return ps(pid, "command");
  return readFile(`/proc/${pid}/cmdline`, "utf8").then(
    (text) => text.replaceAll("\0", " ").trim(),
    () => undefined,
  );
}

/** Resident memory in bytes; undefined when there is no such process. */
export async function memoryOf(pid: number): Promise<number | undefined> {
  const kilobytes =
    process.platform === "linux"
      ? await readFile(`/proc/${pid}/status`, "utf8").then(
          (text) => /^VmRSS:\s+(\d+) kB/m.exec(text)?.[1],
          () => undefined,
        )
      : await ps(pid, "rss");
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

async function ps(pid: number, column: string): Promise<string | undefined> {
  try {
    const { stdout } = await execute("ps", ["-ww", "-o", `${column}=`, "-p", String(pid)]);
    return stdout.trim() === "" ? undefined : stdout.trim();
  } catch {
    return undefined;
  }
}
