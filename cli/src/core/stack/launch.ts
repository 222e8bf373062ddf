import { ServiceError } from "../../errors.js";
import type { JavaRun } from "./process.js";

/** A class-data archive: parsed and verified classes, which the next JVM maps (docs/decisions/class-data-sharing.md). */
export interface ClassArchive {
  /** `write`: the JVM writes it when it exits. */
  readonly use: "read" | "write";
  readonly file: string;
}

/** All arguments of `java` for a run, with the classpath that Maven resolved. */
export function javaArguments(
  run: JavaRun,
  classpath: readonly string[],
  archive?: ClassArchive,
): readonly string[] {
  // A JVM with agents cannot write an archive, but can read one.
  const agents = archive?.use === "write" ? [] : run.agents;
  return [
    ...run.jvmArguments,
    ...(archive === undefined ? [] : archiveArguments(archive)),
    ...agents.map((artifact) => `-javaagent:${jarOf(artifact, classpath)}`),
    "-classpath",
    classpath.join(":"),
    run.mainClass,
    ...run.arguments,
  ];
}

function archiveArguments({ use, file }: ClassArchive): readonly string[] {
  const option = use === "read" ? "SharedArchiveFile" : "ArchiveClassesAtExit";
  // Otherwise the JVM logs each class that it cannot archive and each archive that no longer fits.
  return [`-XX:${option}=${file}`, "-Xlog:cds=error", "-Xlog:class+path=error"];
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
