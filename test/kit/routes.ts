import type { Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { type DeclaredRoute, declaredRoutes } from '../../src/identity/declared-routes';
import { openApi } from '../../src/platform/http';
import { TUESDAY_10 } from './booking';
import { anEmail } from './identity';
import type { TestApp } from './test-app';

/** What OpenAPI says of a value; what it may say more of is not looked at. */
interface Schema {
  $ref?: string;
  allOf?: Schema[];
  type?: string;
  format?: string;
  example?: unknown;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** A route of the running application, and what it takes. */
export interface TestRoute extends DeclaredRoute {
  /** Names of the path's parameters. */
  parameters: string[];
  takesBody: boolean;
  /** What may stand in the body or, where it takes none, in the query; references resolved. */
  fields: Record<string, Schema>;
}

/** All of them: those the controllers declare, with what OpenAPI tells of them. */
export function routesOf({ app }: TestApp): TestRoute[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype));
  const document = openApi(app) as unknown as Document;
  return declaredRoutes([...new Set(controllers as Type[])]).map((route) => ({
    ...route,
    parameters: [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? ''),
    ...fieldsOf(document, route),
  }));
}

interface Operation {
  parameters?: { in: string; name: string; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

function fieldsOf(document: Document, { method, path }: DeclaredRoute): Pick<TestRoute, 'takesBody' | 'fields'> {
  const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  const resolve = (schema: Schema): Schema => {
    const named =
      schema.$ref === undefined ? schema.allOf?.[0] : document.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
    if (named) return resolve(named);
    return {
      ...schema,
      ...(schema.items && { items: resolve(schema.items) }),
      ...(schema.properties && { properties: eachOf(schema.properties, resolve) }),
    };
  };
  const body = Object.values(operation?.requestBody?.content ?? {})[0]?.schema;
  if (body) return { takesBody: true, fields: resolve(body).properties ?? {} };
  const query = operation?.parameters?.filter((parameter) => parameter.in === 'query') ?? [];
  return {
    takesBody: false,
    fields: Object.fromEntries(query.map(({ name, schema }) => [name, resolve(schema ?? {})])),
  };
}

function eachOf<From, To>(fields: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value)]));
}

/** Dotted paths of the fields that hold IDs, `[]` for each of a list. */
export function idFieldsOf({ fields }: TestRoute): string[] {
  const within = (schema: Schema, path: string): string[] => {
    if (schema.type === 'array') return within(schema.items ?? {}, `${path}[]`);
    if (schema.format === 'uuid') return [path];
    return Object.entries(schema.properties ?? {}).flatMap(([key, child]) => within(child, `${path}.${key}`));
  };
  return Object.entries(fields).flatMap(([key, schema]) => within(schema, key));
}

/** A value the field takes. @param rowOf the ID of a row, by the name of the field that points to it */
function sample(name: string, schema: Schema, rowOf: (field: string) => string): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array') return [sample(name, schema.items ?? {}, rowOf)];
  if (schema.properties) {
    const required = Object.entries(schema.properties).filter(([key]) => schema.required?.includes(key));
    return Object.fromEntries(required.map(([key, child]) => [key, sample(key, child, rowOf)]));
  }
  if (schema.format === 'uuid') return rowOf(name);
  if (schema.format === 'email') return anEmail();
  if (schema.format === 'date-time') return TUESDAY_10;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'number' || schema.type === 'integer') return 1;
  return { from: '2026-11-24', to: '2026-11-25', timezone: 'UTC' }[name] ?? 'text';
}

export interface Answer {
  status: number;
  /** The end of the problem's type, or nothing. */
  slug: string;
  text: string;
}

/** One request; of an answer that never ends no more than its status. */
export async function ask(
  { url }: TestApp,
  { method, takesBody }: TestRoute,
  path: string,
  token: string | null,
  fields: object = {},
): Promise<Answer> {
  const query = takesBody ? '' : `?${new URLSearchParams(fields as Record<string, string>).toString()}`;
  const abort = new AbortController();
  const response = await fetch(`${url}${path}${query}`, {
    method,
    redirect: 'manual',
    signal: abort.signal,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(takesBody && { 'content-type': 'application/json' }),
    },
    ...(takesBody && { body: JSON.stringify(fields) }),
  });
  const endless = response.headers.get('content-type')?.startsWith('text/event-stream');
  const text = endless ? '' : await response.text();
  abort.abort();
  const problem = response.headers.get('content-type')?.startsWith('application/problem+json');
  const { type = '' } = problem ? (JSON.parse(text) as { type?: string }) : {};
  return { status: response.status, slug: type.split('/').at(-1) ?? '', text };
}

/** Asks again with whatever the answer says is missing, until it is about something else. */
export async function askWhole(
  slotlink: TestApp,
  route: TestRoute,
  path: string,
  token: string | null,
  rowOf: (field: string) => string,
  given: object = {},
): Promise<Answer> {
  const fields: Record<string, unknown> = { ...given };
  for (;;) {
    const answer = await ask(slotlink, route, path, token, fields);
    if (answer.slug !== 'invalid') return answer;
    const { errors = [] } = JSON.parse(answer.text) as { errors?: { pointer: string }[] };
    const missing = errors.map(({ pointer }) => pointer.split('/')[1] ?? '').filter((name) => !(name in fields));
    if (missing.length === 0) return answer;
    for (const name of missing) fields[name] = sample(name, route.fields[name] ?? {}, rowOf);
  }
}
