/** Cassandra 5.0 runs on Java 11 and 17, Kafka 4 on 17 and later: 17 is the one that both run on. */
export const javaMajor = 17;

export interface InstalledJdk {
  /** Absolute folder that holds bin/java. */
  readonly home: string;
  /** As the JDK writes it: `17.0.15`. */
  readonly version: string;
  /** False for a runtime without bin/javac, which cannot build the plugins. */
  readonly compiler: boolean;
}

/** `JAVA_VERSION` of a JDK's `release` file; undefined when there is none. */
export function releaseVersion(release: string): string | undefined {
  return /^JAVA_VERSION="([^"]+)"/m.exec(release)?.[1];
}

/** 17 for `17.0.15` and 8 for `1.8.0_412`. */
export function majorVersion(version: string): number {
  const [first, second] = version.split(/[._+-]/);
  return Number(first === "1" ? second : first);
}

/** The first whole JDK of the wanted version, in the order they were looked for. */
export function chooseJdk(installed: readonly InstalledJdk[]): InstalledJdk | undefined {
  return installed.find((jdk) => jdk.compiler && majorVersion(jdk.version) === javaMajor);
}

/** The line that installs it, one for each usual way on the platform (Node's names). */
export function installLines(what: "JDK" | "Maven", platform: string): readonly string[] {
  const [apt, brew, sdkman] =
    what === "JDK"
      ? [`openjdk-${javaMajor}-jdk-headless`, `openjdk@${javaMajor}`, `java ${javaMajor}.0.15-tem`]
      : ["maven", "maven", "maven"];
  const lines = {
    apt: `sudo apt-get install ${apt}`,
    brew: `brew install ${brew}`,
    sdkman: `sdk install ${sdkman}`,
  };
  return platform === "darwin" ? [lines.brew, lines.sdkman] : [lines.apt, lines.sdkman];
}
