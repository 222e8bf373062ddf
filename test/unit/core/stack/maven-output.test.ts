import { expect, test } from "vitest";
import { downloadedBytes, downloadedFile, mavenErrors } from "#cli/core/stack/maven-output.js";

const line =
  "Downloaded from central: https://repository.example/maven2/org/x/kafka_2.13/4.3.1/kafka_2.13-4.3.1.jar (6.2 MB at 4.1 MB/s)";

test("a download is recognised with its size", () => {
  expect(downloadedFile(line)).toBe("kafka_2.13-4.3.1.jar");
  expect(downloadedBytes(line)).toBe(6_200_000);
  expect(downloadedBytes("Downloaded from central: https://a/b.pom (812 B at 9.0 kB/s)")).toBe(812);
  expect(downloadedBytes("Downloaded from central: https://a/b.pom (11 kB at 9.0 kB/s)")).toBe(11_000);
});

test("a download that only begins counts nothing", () => {
  expect(downloadedFile("Downloading from central: https://a/b.jar")).toBeUndefined();
  expect(downloadedBytes("[INFO] BUILD SUCCESS")).toBe(0);
});

test("of a failed build the causes are kept, each once, without Maven's advice", () => {
  expect(
    mavenErrors([
      "[INFO] Scanning",
      "[ERROR] Could not resolve org.x:y:1",
      "[ERROR] Could not resolve org.x:y:1",
      "[ERROR] ",
      "[ERROR] Re-run Maven using the -X switch to enable full debug logging.",
      "[ERROR] [Help 1] http://cwiki.apache.org/",
    ]),
  ).toEqual(["Could not resolve org.x:y:1"]);
});
