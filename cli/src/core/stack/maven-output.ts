const downloaded = /Downloaded from \S+: (\S+) \((\d+(?:\.\d+)?) ([kM]?B)/;
const unitBytes: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6 };

/** The name of the downloaded file when the line of Maven's output reports a download. */
export function downloadedFile(line: string): string | undefined {
  return downloaded.exec(line)?.[1]?.split("/").at(-1);
}

/** Its size in bytes, rounded as Maven prints it (`1.2 MB`); 0 for any other line. */
export function downloadedBytes(line: string): number {
  const match = downloaded.exec(line);
  return match === null ? 0 : Number(match[2]) * (unitBytes[match[3] ?? ""] ?? 0);
}

/** The first 12 lines that say why a build failed, without the general advice that Maven prints at each failure. */
export function mavenErrors(lines: readonly string[]): readonly string[] {
  const errors = lines
    .filter((line) => line.startsWith("[ERROR]"))
    .map((line) => line.slice("[ERROR]".length).trim())
    .filter(
      (line) => line !== "" && !/^(To see the full|Re-run Maven|For more information|\[Help)/.test(line),
    );
  return [...new Set(errors)].slice(0, 12);
}
