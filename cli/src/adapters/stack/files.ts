import { access, rm, stat, writeFile } from "node:fs/promises";

/** Whether there is a file or folder that this process may access. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Bytes of a file; 0 when it does not exist. */
export function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Writes a file that nobody but this user may read, also where one lay that others could read. */
export async function writePrivately(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, text, { mode: 0o600 });
}
