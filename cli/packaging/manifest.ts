type Json = Readonly<Record<string, unknown>>;

/** What the installed program needs of the checkout's package.json; the bin `cli` is the checkout's alone. */
export function manifestOf(checkout: Json): Json {
  const { name, version, description, license, type, engines, dependencies, bin } = checkout;
  const { cassink } = bin as Json;
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin: { cassink },
    man: ["docs/cassink.1"],
    imports: { "#package": "./package.json" },
    dependencies,
  };
}

/** The checkout's package-lock.json without what only development needs. */
export function lockOf(checkout: Json, manifest: Json): Json {
  const packages = Object.entries(checkout["packages"] as Readonly<Record<string, Json>>).filter(
    ([path, entry]) => path !== "" && entry["dev"] !== true,
  );
  const { name, version, license, dependencies, bin, engines } = manifest;
  return {
    name,
    version,
    lockfileVersion: checkout["lockfileVersion"],
    requires: true,
    packages: { "": { name, version, license, dependencies, bin, engines }, ...Object.fromEntries(packages) },
  };
}
