import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";

/*
 * Loaded into a program by NODE_OPTIONS=--import: ends it by a signal once so many files were renamed (each time that a run
 * is kept), and after that so many writes begun, of which the last is half done.
 */

const { signal, renames, writes } = JSON.parse(process.env.CASSINK_TEST_KILL ?? "{}");
let left = { renames: signal === undefined ? Infinity : renames, writes };
const { renameSync, writeSync } = fs;

fs.renameSync = (from, to) => {
  renameSync(from, to);
  if (String(to).endsWith(".kept")) left.renames--;
};
fs.writeSync = (descriptor, bytes, ...rest) => {
  if (left.renames > 0 || left.writes-- > 0) return writeSync(descriptor, bytes, ...rest);
  left = { renames: Infinity, writes: 0 };
  if (signal === "SIGKILL") writeSync(descriptor, bytes, 0, Math.floor(bytes.length / 2));
  process.kill(process.pid, signal);
  return writeSync(descriptor, bytes, ...rest);
};
syncBuiltinESMExports();
