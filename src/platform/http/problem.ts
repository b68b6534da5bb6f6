/** One fault of the input: a JSON pointer into the body, or the name of a query parameter. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export interface ProblemExtras {
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** Members of its own, beside the standard ones. */
  members?: Record<string, unknown>;
}

export interface ProblemDefinition {
  /** The stable end of the `type` URI. */
  readonly slug: string;
  readonly status: number;
  readonly title: string;
}

/** A refusal, answered as RFC 9457 problem+json. */
export class Problem extends Error {
  constructor(
    readonly definition: ProblemDefinition,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(`${definition.slug}: ${detail}`);
  }

  /** Whether this is the refusal of that kind. */
  is(factory: ProblemFactory): boolean {
    return this.definition === factory.definition;
  }
}

export type ProblemFactory = ((detail: string, extras?: ProblemExtras) => Problem) & {
  readonly definition: ProblemDefinition;
};

const defined = new Map<string, ProblemDefinition>();

/** Declares a refusal; docs/problems.md is printed from these. */
export function defineProblem(slug: string, status: number, title: string): ProblemFactory {
  if (defined.has(slug)) throw new Error(`The problem ${slug} is defined twice`);
  const definition = { slug, status, title };
  defined.set(slug, definition);
  return Object.assign((detail: string, extras?: ProblemExtras) => new Problem(definition, detail, extras), {
    definition,
  });
}

/** The `type` of a refusal: where this server explains it. */
export const typeOf = (slug: string) => `/problems/${slug}`;

export function allProblems(): readonly ProblemDefinition[] {
  return [...defined.values()];
}
