/** What long work tells while it runs. Reporters draw it on stderr; commands never print. */
export interface Progress {
  /** A step began, went on or ended: `kafka: answering on 127.0.0.1:9092`. */
  step(event: StepEvent): void;
  /** A counter moved. Call it as often as convenient: the reporter thins it out. */
  count(event: CountEvent): void;
  /** A line the user should see although the work goes on. */
  warn(message: string): void;
}

export interface StepEvent {
  /** What the step is about, stable over its life: `kafka`, `connector weather`. */
  readonly subject: string;
  readonly state: "started" | "running" | "done" | "failed";
  readonly message: string;
}

export interface CountEvent {
  readonly subject: string;
  /** What is counted, plural: `records`, `rows`. */
  readonly unit: string;
  readonly done: number;
  /** Absent when the end is not known. */
  readonly total?: number;
}
