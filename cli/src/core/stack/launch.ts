import type { JavaRun } from "./process.js";
import { ServiceError } from "../../errors.js";

/** All arguments of `java` for a run, with the classpath that Maven resolved. */
export function javaArguments(run: JavaRun, classpath: readonly string[]): readonly string[] {
  return [
    ...run.jvmArguments,
    ...run.agents.map((artifact) => `-javaagent:${jarOf(artifact, classpath)}`),
    "-classpath",
    classpath.join(":"),
    run.mainClass,
    ...run.arguments,
  ];
}

function jarOf(artifact: string, classpath: readonly string[]): string {
  const jar = classpath.find((path) => new RegExp(`/${artifact}-\\d[^/]*\\.jar$`).test(path));
  if (jar === undefined) {
    throw new ServiceError("Maven", `the resolved classpath holds no ${artifact}`, {
      hint: "run `mvn -f connectors package -DskipTests` and start again",
    });
  }
  return jar;
}
