import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface Parameter {
  /** Its name, or what it is taken apart into, as written. */
  name: string;
  /** As written; empty: told by its default. */
  type: string;
  /** May be left out. */
  optional: boolean;
}

/** A public method of a store, as its source declares it: what runs knows neither names nor types. */
export interface StoreMethod {
  store: string;
  /** `Store.method`. */
  name: string;
  parameters: Parameter[];
}

const SOURCES = join(__dirname, '../../src');

/** Every public method of every class in a `*.store.ts`. */
export function storeMethods(): StoreMethod[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.store.ts'),
  );
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(SOURCES, file), 'utf8');
    const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    return statements.filter(ts.isClassDeclaration).flatMap(methodsOf);
  });
}

function methodsOf(store: ts.ClassDeclaration): StoreMethod[] {
  const name = store.name?.text ?? '';
  return store.members
    .filter(ts.isMethodDeclaration)
    .filter(({ modifiers }) => !modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword))
    .map((method) => ({
      store: name,
      name: `${name}.${method.name.getText()}`,
      parameters: method.parameters.map((parameter) => ({
        name: parameter.name.getText(),
        type: parameter.type?.getText().replace(/\s+/g, ' ') ?? '',
        optional: parameter.questionToken !== undefined || parameter.initializer !== undefined,
      })),
    }));
}
