import { access } from "node:fs/promises";

/** True when there is a file or folder that we may see. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
