import { describe, expect, test } from "vitest";
import { chooseJdk, installLines, majorVersion, releaseVersion } from "#cli/core/stack/jdk.js";

describe("the JDK", () => {
  test("tells its version in its release file", () => {
    expect(releaseVersion('IMPLEMENTOR="x"\nJAVA_VERSION="17.0.15"\nLIBC="gnu"\n')).toBe("17.0.15");
    expect(releaseVersion("nothing")).toBeUndefined();
  });

  test.each([
    ["17.0.15", 17],
    ["25", 25],
    ["1.8.0_412", 8],
    ["21-ea", 21],
  ])("%s is major %d", (version, major) => {
    expect(majorVersion(version)).toBe(major);
  });

  test("is 17 although a newer one comes first, and never a runtime without compiler", () => {
    const jdk = (home: string, version: string, compiler = true) => ({ home, version, compiler });
    const installed = [jdk("/jdk25", "25.0.3"), jdk("/jre17", "17.0.1", false), jdk("/jdk17", "17.0.15")];
    expect(chooseJdk(installed)?.home).toBe("/jdk17");
    expect(chooseJdk(installed.slice(0, 2))).toBeUndefined();
  });

  test("is installed by the platform's own tool", () => {
    expect(installLines("JDK", "linux")[0]).toBe("sudo apt-get install openjdk-17-jdk-headless");
    expect(installLines("JDK", "darwin")[0]).toBe("brew install openjdk@17");
    expect(installLines("Maven", "linux")[0]).toBe("sudo apt-get install maven");
  });
});
