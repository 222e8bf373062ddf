import type { Pipeline } from "../../../core/pipeline/pipeline.js";
import { InputError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";
import type { VerifyTableInput } from "../../../program/verify.js";
import { type Asked, changesOf } from "../asked.js";
import type { Control } from "./control.js";

interface About {
  readonly version: string;
  readonly plan: string;
}

const pipelineThing = "the pipeline";

/** What members of one run are asked: what decides the verdict, too, which all of them give. */
export function sharedBy(
  { things, configs }: Asked,
  { name, allowUnjudged: always = [] }: Pipeline,
  { allowUnjudged = [], allowHalted = false }: VerifyTableInput,
): Asked {
  const more = [
    [pipelineThing, name],
    ["--allow-unjudged", [...allowUnjudged, ...always].sort().join() || "none"],
    ["--allow-halted", allowHalted ? "given" : "none"],
  ] as const;
  return { things: new Map([...things, ...more]), configs };
}

/** All that a run is about, in an order of its own. */
export function planText({ things, configs }: Asked): string {
  const sorted = (entries: Iterable<readonly [string, unknown]>): unknown =>
    [...entries].sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([
    sorted(things),
    sorted([...configs].map(([name, config]) => [name, sorted(Object.entries(config))] as const)),
  ]);
}

/** @throws InputError where the run is about something else than this process was asked */
export function refuseOther(
  { run, asked }: { readonly run: string; readonly asked: Asked },
  { version }: About,
  { state, member, firstAsked }: Control,
  { packing }: CommandContext,
): void {
  if (state.isMember(member) || state.about === undefined) return;
  const hint = `give the same as the others, or another name than ${run}: cassink verify runs list shows what there is`;
  if (state.about.version !== version) {
    throw new InputError(`run ${run} was begun by another version`, {
      where: `--run ${run}`,
      lines: [`it: ${state.about.version}`, `this one: ${version}`],
      hint,
    });
  }
  const before = firstAsked === undefined ? undefined : (packing.unpack(firstAsked) as Asked);
  throw new InputError(`run ${run} is about something else`, {
    where: `--run ${run}`,
    lines: before === undefined ? [] : differences(before, asked),
    hint,
  });
}

/** Of two pipelines everything is another, which need not be said. */
function differences(before: Asked, asked: Asked): readonly string[] {
  const [was = "", is = ""] = [before.things.get(pipelineThing), asked.things.get(pipelineThing)];
  if (was !== is) return [`it: ${was}`, `this one: ${is}`];
  const changes = changesOf(before, asked);
  return changes.length > 0 ? changes : ["a connector's config is another"];
}
