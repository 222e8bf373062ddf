import { text } from "node:stream/consumers";
import { removeStack, removed } from "./stack-home.js";

/** Started by {@link stackHome}, with the home as its argument: waits for the end of its caller. */
const [home] = process.argv.slice(2);
if (home === undefined) throw new Error("which home?");
const said = await text(process.stdin);
if (said !== removed) await removeStack(home);
