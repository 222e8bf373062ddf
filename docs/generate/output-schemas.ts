import { fileURLToPath } from "node:url";
import ts from "typescript";
import { schemaFile } from "./schema-file.js";
import { type Schema, schemaOf } from "./type-schema.js";

const project = fileURLToPath(new URL("../..", import.meta.url));
const source = (path: string): string => `${project}cli/src/${path}`;
/** The table of all commands, and the files of what is printed beside results. */
const files = {
  program: source("program.ts"),
  failure: source("reporters/error.ts"),
  followed: source("ports/context.ts"),
  record: source("core/peek/record-reading.ts"),
  watched: source("core/connect/watched.ts"),
};

/** What one command prints with `--output json`. */
interface PrintedType {
  readonly file: string;
  readonly title: string;
  readonly type: ts.Type;
}

/**
 * File name to JSON Schema (2020-12) of what each command prints with `--output json`, from the types of the results. The
 * commands and their handlers are read from the calls of `command()` in program.ts, so that none can be forgotten.
 */
export function outputSchemas(): ReadonlyMap<string, Schema> {
  const program = ts.createProgram(Object.values(files), compilerOptions());
  const checker = program.getTypeChecker();
  const printed = [
    ...commandCalls(sourceFile(program, files.program)).flatMap((call) => printedBy(call, program)),
    {
      file: "error",
      title: "what a command prints that fails",
      type: exportedType(program, files.failure, "Failure"),
    },
  ];
  return new Map(
    printed.map(({ file, title, type }) => {
      const name = schemaFile(file.split(" "));
      const head = { $schema: "https://json-schema.org/draft/2020-12/schema", $id: name, title };
      return [name, { ...head, ...schemaOf(type, checker) }];
    }),
  );
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${project}tsconfig.json`, (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, project);
  return { ...options, incremental: false, noEmit: true };
}

function commandCalls(file: ts.SourceFile): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "command") calls.push(node);
    node.forEachChild(visit);
  };
  visit(file);
  return calls;
}

/** Of `command(definition, () => import(handler), ...)`: what `run` of the handler's module resolves to. */
function printedBy(call: ts.CallExpression, program: ts.Program): readonly PrintedType[] {
  const checker = program.getTypeChecker();
  const [definition, handler] = call.arguments;
  if (definition === undefined || handler === undefined) throw new Error(`no command: ${call.getText()}`);
  const known = checker.getTypeAtLocation(definition);
  const property = (type: ts.Type, name: string): ts.Type | undefined => {
    const symbol = checker.getPropertyOfType(type, name);
    return symbol && checker.getTypeOfSymbol(symbol);
  };
  const returned = (type: ts.Type | undefined): ts.Type => {
    const [signature] = type?.getCallSignatures() ?? [];
    const result = signature && checker.getAwaitedType(signature.getReturnType());
    if (result === undefined) throw new Error(`no handler: ${call.getText()}`);
    return result;
  };
  const words = checker
    .getTypeArguments(property(known, "words") as ts.TypeReference)
    .map((word) => (word as ts.StringLiteralType).value);
  const type = returned(property(returned(checker.getTypeAtLocation(handler)), "run"));
  const title = `what cassink ${words.join(" ")} prints`;
  const streamsWith = property(known, "streamsWith") as ts.StringLiteralType | undefined;
  const result = { file: words.join(" "), title, type };
  if (property(known, "streams") !== undefined) {
    const moment = exportedType(program, files.watched, "WatchedMoment");
    return [{ ...result, title: `each document that cassink ${words.join(" ")} prints`, type: moment }];
  }
  if (streamsWith === undefined) return [result];
  const streamed = [...words, streamsWith.value].join(" ");
  return [
    result,
    {
      file: streamed,
      title: `each document that cassink ${words.join(" ")} --${streamsWith.value} prints`,
      type:
        words[0] === "topic"
          ? exportedType(program, files.record, "ReadRecord")
          : exportedType(program, files.followed, "FollowedLine"),
    },
  ];
}

function exportedType(program: ts.Program, path: string, name: string): ts.Type {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(sourceFile(program, path));
  const found = module && checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
  if (found === undefined) throw new Error(`${path} exports no ${name}`);
  return checker.getDeclaredTypeOfSymbol(found);
}

function sourceFile(program: ts.Program, path: string): ts.SourceFile {
  const file = program.getSourceFile(path);
  if (file === undefined) throw new Error(`there is no ${path}`);
  return file;
}
