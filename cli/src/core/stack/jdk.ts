/** Cassandra 5.0 runs on Java 11 and 17, Kafka 4 on 17 and later, so 17 is the only version for both. */
export const javaMajor = 17;

export interface InstalledJdk {
  /** Absolute folder that holds bin/java. */
  readonly home: string;
  /** From the JDK's `release` file: `17.0.15`. */
  readonly version: string;
  /** False for a JRE, which lacks bin/javac and cannot build the plugins. */
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

/** The first JDK of the wanted version that has a compiler, in the order of the list. */
export function chooseJdk(installed: readonly InstalledJdk[]): InstalledJdk | undefined {
  return installed.find((jdk) => jdk.compiler && majorVersion(jdk.version) === javaMajor);
}

/** Commands that install it, one for each usual package manager of the platform (`process.platform`). */
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
