import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Memory } from "../../ports/memory.js";

/** The part of V8's heap that may be taken, and how much more before it is looked at again. */
const most = 0.8;
/** Bytes of V8's limit that only new objects may take: three semi-spaces of 16 MB, and a little. */
const young = 64 * 1024 * 1024;
const step = 0.03;

/** V8's heap. What nobody holds any more is collected before it is called short: that takes a second or less. */
export function systemMemory(): Memory {
  /** Bytes that were held after the last collection. */
  let held = 0;
  return {
    isShort() {
      const { used_heap_size: used, heap_size_limit: whole } = getHeapStatistics();
      const limit = whole - young;
      if (used < Math.max(most * limit, held + step * limit)) return false;
      collect();
      held = getHeapStatistics().used_heap_size;
      return held > most * limit;
    },
  };
}

function collect(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
