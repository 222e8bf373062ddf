import { Buffer } from "node:buffer";
import { Socket } from "node:net";
import process from "node:process";

/*
 * Loaded into a program by NODE_OPTIONS=--import: kills it as it is about to write to a socket what fits a pattern.
 */

const pattern = new RegExp(process.env.CASSINK_TEST_DIES_BEFORE ?? "$^");
const { write } = Socket.prototype;

Socket.prototype.write = function (chunk, ...rest) {
  if (Buffer.isBuffer(chunk) && pattern.test(chunk.toString("latin1"))) process.kill(process.pid, "SIGKILL");
  return write.call(this, chunk, ...rest);
};
