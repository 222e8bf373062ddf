import { controlTopic } from "../../../core/shared-run/topic-names.js";
import { ServiceError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";
import type { PipelineReport } from "../pipeline-report.js";
import { Control } from "./control.js";
import { refuseOther, planText } from "./other-run.js";
import { removeTopics } from "./run-topics.js";
import { RunTasks } from "./run-tasks.js";
import { SharedProgress } from "./shared-progress.js";
import type { SharedRequest } from "./shared-request.js";

/** Verifies a pipeline together with the other members of a run. Each of them has the same report in the end. */
export async function verifyTogether(
  request: SharedRequest,
  context: CommandContext,
): Promise<PipelineReport> {
  const { run, pipeline, asked } = request;
  const about = { pipeline, version: context.packing.version, plan: context.digests.of(planText(asked)) };
  const control = await Control.join(run, about, context.packing.pack(asked), context);
  const tasks = new RunTasks(request, control, context);
  try {
    refuseOther(request, about, control, context);
    await work(control, tasks, new SharedProgress(request, control, context));
    const report = tasks.report();
    await removeAtEnd(run, control, context);
    return report;
  } catch (error) {
    await leave(run, control, context);
    throw (await isRemoved(error, run, context)) ? removed(run) : error;
  } finally {
    await tasks.close();
    await control.close();
  }
}

/** The report is there: what fails from now on is told beside it. */
async function removeAtEnd(run: string, control: Control, context: CommandContext): Promise<void> {
  try {
    await control.leave();
    await control.until(() => control.state.isLast(control.member) || undefined);
    await removeTopics(run, context);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // Another one that was the last as well has removed them.
    if (!(await isRemoved(error, run, context)))
      context.progress.report({ kind: "run topics left", run, problem: error.message });
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

const isRemoved = async (error: unknown, run: string, { kafka }: CommandContext): Promise<boolean> =>
  error instanceof ServiceError && !(await kafka.hasTopic(controlTopic(run)).catch(() => true));

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
