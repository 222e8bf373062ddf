import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "**/target/", ".cache/", ".cassink/", "coverage/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: ["./test/tsconfig.json"], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    files: ["cli/src/{core,commands,reporters,ports,program}/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["process", "console", "fetch", "setTimeout", "setInterval"].map((name) => ({
          name,
          message: "only adapters and main.ts touch the system; take a port",
        })),
      ],
    },
  },
  {
    files: ["**/*.js", "**/*.cjs"],
    languageOptions: { globals: { process: "readonly", module: "writable", URL: "readonly" } },
  },
  prettier,
);
