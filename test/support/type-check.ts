import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  types: ['node'],
  skipLibCheck: true,
};

/**
 * What the compiler has against each file.
 * @param paths of the files to check.
 * @param sources of files that are not on disk, by their paths.
 */
export function compileErrors(
  paths: readonly string[],
  sources: ReadonlyMap<string, string>,
): Map<string, string[]> {
  const host = ts.createCompilerHost(OPTIONS, true);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  const program = ts.createProgram(paths, OPTIONS, host);
  return new Map(
    paths.map((path) => {
      const diagnostics = ts.getPreEmitDiagnostics(program, program.getSourceFile(path));
      return [path, diagnostics.map(textOf)];
    }),
  );
}

function textOf({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, '\n');
}
