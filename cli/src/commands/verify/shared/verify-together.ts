import { controlTopic } from "../../../core/shared-run/topic-names.js";
import { ServiceError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";
import type { PipelineReport } from "../pipeline-report.js";
import { Control } from "./control.js";
import { refuseOther, planText } from "./other-run.js";
import { awaitRemoval, beginOrFind, isThere, removeOwnTopics, type RunIdentity } from "./run-topics.js";
import { RunTasks } from "./run-tasks.js";
import { SharedProgress } from "./shared-progress.js";
import type { SharedRequest } from "./shared-request.js";

/** How often a member joins that finds the run ended before it has done anything. */
const mostJoins = 5;

/** Verifies a pipeline together with the other members of a run. Each of them has the same report in the end. */
export async function verifyTogether(
  request: SharedRequest,
  context: CommandContext,
): Promise<PipelineReport> {
  for (let join = 1; ; join++) {
    const report = await takePart(request, context, join < mostJoins);
    if (report !== "too late") return report;
  }
}

/** @returns "too late" where others have ended the run, if this member may begin it anew */
async function takePart(
  request: SharedRequest,
  context: CommandContext,
  mayBeginAnew: boolean,
): Promise<PipelineReport | "too late"> {
  const { run, pipeline, asked } = request;
  const about = { pipeline, version: context.packing.version, plan: context.digests.of(planText(asked)) };
  const topics = await beginOrFind(run, context);
  let control: Control | undefined;
  let tasks: RunTasks | undefined;
  try {
    control = await Control.join(run, about, context.packing.pack(asked), context);
    tasks = new RunTasks(request, control, context);
    if (control.state.isLate(control.member)) {
      await awaitRemoval(topics, context);
      return "too late";
    }
    refuseOther(request, about, control, context);
    await work(control, tasks, new SharedProgress(request, control, context));
    const report = tasks.report();
    await removeAtEnd(topics, control, context);
    return report;
  } catch (error) {
    if (!(await isRemoved(error, topics, context))) {
      if (control !== undefined) await leave(run, control, context);
      throw error;
    }
    if (mayBeginAnew && tasks?.hasBegun !== true) return "too late";
    throw removed(run);
  } finally {
    await tasks?.close();
    await control?.close();
  }
}

/** The report is there: what fails from now on is told beside it. */
async function removeAtEnd(topics: RunIdentity, control: Control, context: CommandContext): Promise<void> {
  try {
    await control.leave();
    const { state, member } = control;
    let isTold = false;
    const duty = await control.until(() => {
      const found = state.lastDuty(member);
      if (found !== "wait") return found;
      if (!isTold && state.present > 0 && state.living(member) === 0) {
        isTold = true;
        context.progress.report({ kind: "run waits", run: topics.run, silent: state.present });
      }
      return undefined;
    });
    if (duty === "remove") await removeOwnTopics(topics, context);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // One that left later has removed them.
    if (!(await isRemoved(error, topics, context)))
      context.progress.report({ kind: "run topics left", run: topics.run, problem: error.message });
  }
}

/** Others need not wait for its silence then. */
async function leave(run: string, control: Control, { progress }: CommandContext): Promise<void> {
  const { state, member } = control;
  if (!state.isMember(member)) return;
  const others = state.living(member) - 1;
  try {
    await control.leave();
    progress.report({ kind: "run left", run, others });
  } catch {
    // The error that ended it says more.
  }
}

/** Whether that is why it failed. */
const isRemoved = async (error: unknown, topics: RunIdentity, context: CommandContext): Promise<boolean> =>
  error instanceof ServiceError && !(await isThere(topics, context).catch(() => true));

const removed = (run: string): ServiceError =>
  new ServiceError("Kafka", `the topics of run ${run} are gone`, {
    where: controlTopic(run),
    hint: "the others ended it while this process was silent for half a minute, and have the report, or somebody removed it",
  });

/** Takes one task after the other until the report is there. */
async function work(control: Control, tasks: RunTasks, progress: SharedProgress): Promise<void> {
  const { member, state } = control;
  for (;;) {
    progress.tell();
    const next = state.next(member);
    if (next.kind === "done") return;
    if (next.kind === "claim") await control.claim(next.task);
    else if (next.kind === "wait") {
      await control.until(() => {
        progress.tell();
        return state.next(member).kind !== "wait" || undefined;
      });
    } else {
      const { task, attempt } = next;
      const { payload, counts } = await tasks.perform(task, attempt);
      // Another one may have been quicker, while this one was paused.
      if (state.result(task) === undefined)
        await control.send(
          { kind: "done", member, task, attempt, ...(counts === undefined ? {} : { counts }) },
          payload,
        );
      await control.until(() => state.result(task));
    }
  }
}
