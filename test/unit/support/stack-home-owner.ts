import { stackHome } from "#test/support/servers/stack-home.js";

/** Makes a home, says where, and goes on until it is killed. */
const { home } = await stackHome("orphan");
process.stdout.write(home);
process.stdin.resume();
