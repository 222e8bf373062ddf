import { describe, expect, it } from "vitest";
import { lockOf, manifestOf } from "#packaging/manifest.js";

const checkout = {
  name: "cassink",
  version: "1.2.3",
  private: true,
  type: "module",
  engines: { node: ">=20" },
  imports: { "#package": "./package.json", "#test/*.js": "./test/*.ts" },
  bin: { cassink: "cli/bin/cassink.js", cli: "cli/bin/cassink.js" },
  scripts: { prepare: "npm run build" },
  dependencies: { yaml: "2.0.0" },
  devDependencies: { vitest: "4.0.0" },
};

describe("the package's manifest", () => {
  it("has one bin, no scripts and no tools of development", () => {
    expect(manifestOf(checkout)).toEqual({
      name: "cassink",
      version: "1.2.3",
      type: "module",
      engines: { node: ">=20" },
      bin: { cassink: "cli/bin/cassink.js" },
      man: ["docs/cassink.1"],
      imports: { "#package": "./package.json" },
      dependencies: { yaml: "2.0.0" },
    });
  });

  it("is locked to the versions of the checkout, without those of development", () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        "": { name: "cassink" },
        "node_modules/yaml": { version: "2.0.0", integrity: "sha512-a" },
        "node_modules/vitest": { version: "4.0.0", dev: true },
      },
    };
    expect(lockOf(lock, manifestOf(checkout))["packages"]).toEqual({
      "": expect.objectContaining({ name: "cassink", dependencies: { yaml: "2.0.0" } }) as object,
      "node_modules/yaml": { version: "2.0.0", integrity: "sha512-a" },
    });
  });
});
