import { ServiceError } from "../../errors.js";
import type { JavaRun } from "./process.js";

/** A class-data archive: classes of the classpath, parsed and verified, mapped by the next JVM. */
export interface ClassArchive {
  /** `write`: the JVM leaves it when it ends. */
  readonly use: "read" | "write";
  readonly file: string;
}

/** All arguments of `java` for a run, with the classpath that Maven resolved. */
export function javaArguments(
  run: JavaRun,
  classpath: readonly string[],
  archive?: ClassArchive,
): readonly string[] {
  // A JVM with agents writes no archive; it does read one.
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
  // Without a log level it lists each class that cannot be archived, and each archive that does not fit any more.
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
