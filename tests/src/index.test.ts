import path from 'node:path';
import ts from 'typescript';

const src = path.join(__dirname, '../../src');
const door = path.join(src, 'index.ts');

/** `dialogue: Script` for each type of ours that a signature names and that the door does not export. */
function missing(): string[] {
  // Types of packages take seconds to read, and none of them is asked for.
  const options = { strict: true, module: ts.ModuleKind.CommonJS, noLib: true, types: [] };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([door], options, {
    ...host,
    getSourceFile: (file, ...how) => (file.startsWith(src) ? host.getSourceFile(file, ...how) : undefined),
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(door);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${door} cannot be read.`);
  const resolved = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const exported = checker.getExportsOfModule(module).map(resolved);
  expect(exported.length).toBeGreaterThan(60);
  const known = new Set(exported);
  const found = new Set<string>();

  const visit = (node: ts.Node, of: string): void => {
    // What stands in a body is no part of a signature, and neither is what is private.
    if (ts.isBlock(node) || (ts.isPropertyDeclaration(node) && ts.isPrivateIdentifier(node.name))) return;
    if (ts.isTypeReferenceNode(node)) {
      const symbol = checker.getSymbolAtLocation(node.typeName);
      const named = symbol && resolved(symbol);
      const isOurs = named?.declarations?.some((each) => each.getSourceFile().fileName.startsWith(src));
      const isParameter = named && (named.flags & ts.SymbolFlags.TypeParameter) !== 0;
      if (named && isOurs && !isParameter && !known.has(named)) found.add(`${of}: ${named.name}`);
    }
    ts.forEachChild(node, (child) => {
      visit(child, of);
    });
  };
  for (const symbol of exported) {
    for (const declaration of symbol.declarations ?? []) {
      if (!ts.isVariableDeclaration(declaration)) visit(declaration, symbol.name);
    }
  }
  return [...found];
}

test('each type that a signature names can be imported by its author', () => {
  expect(missing()).toStrictEqual([]);
});
