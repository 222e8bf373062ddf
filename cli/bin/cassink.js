#!/usr/bin/env node
import { main } from "../../dist/main.js";

process.exitCode = await main(process.argv.slice(2));
// The output is waited for; a client that goes on to try an unreachable server is not.
for (const stream of [process.stdout, process.stderr])
  await new Promise((written) => stream.write("", written));
process.exit();
