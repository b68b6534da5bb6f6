import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestApplicationOptions, Type } from '@nestjs/common';
import { ModulesContainer, NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../src/app.module';
import { Clock } from '../src/platform/clock';
import { POLICIES, type DeclaredRoute, type Policy, type PolicyRule, declaredRoutes } from '../src/identity';
import { Addresses, allSettings, loadConfig } from '../src/platform/config';
import { ReactionInfo, allFacts, reactionOf } from '../src/platform/events';
import { allProblems, openApi } from '../src/platform/http';

/** This runs from dist/scripts. */
const ROOT = join(__dirname, '../..');
const PRINTED = 'Printed from the code by `npm run print-docs`; not to be edited.';

/** The application's wiring without its parts: nothing is connected to, and nothing is made. */
async function wiring(): Promise<NestFastifyApplication> {
  const module = AppModule.with(loadConfig({}), new Addresses(), new Clock());
  const options: Pick<NestApplicationOptions, 'preview' | 'logger'> = { preview: true, logger: ['error'] };
  return NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), options);
}

function reactionsIn(app: NestFastifyApplication): ReactionInfo[] {
  const reflector = new Reflector();
  const providers = [...app.get(ModulesContainer).values()].flatMap(({ providers }) => [...providers.values()]);
  const found = providers.flatMap(({ metatype }) => (metatype ? [reactionOf(reflector, metatype)] : []));
  return found.filter((info) => info !== undefined);
}

function eventsMd(app: NestFastifyApplication): string {
  const reactions = reactionsIn(app);
  const facts = allFacts().toSorted(byKey(({ name }) => name));
  const chapters = facts.map(({ name, about, fields }) => {
    const payload = Object.entries(fields).map(([field, text]) => `- \`${field}\`: ${text}`);
    const followers = reactions
      .filter(({ fact }) => fact === name)
      .toSorted(byKey((reaction) => reaction.name))
      .map((reaction) => `- [\`${reaction.name}\`](../${fileOf(reaction)}): ${reaction.about}`);
    return [
      `## ${name}`,
      about,
      `Payload:\n\n${payload.length > 0 ? payload.join('\n') : '- nothing'}`,
      `Reactions:\n\n${followers.length > 0 ? followers.join('\n') : '- none'}`,
    ].join('\n\n');
  });
  return ['# Facts and what follows from them', PRINTED, ...chapters].join('\n\n') + '\n';
}

/** `meetings.on-appointment-booked` stands in src/meetings/on-appointment-booked.ts. */
const fileOf = ({ name }: ReactionInfo) => `src/${name.replace('.', '/')}.ts`;

function problemsMd(): string {
  const rows = allProblems()
    .toSorted(byKey(({ slug }) => slug))
    .map(({ slug, status, title }) => [`\`${slug}\``, String(status), title]);
  return [
    '# Problems',
    PRINTED,
    'Refusals are `application/problem+json` (RFC 9457); `type` is `/problems/` and the slug; a GET there says what it means.',
    table(['slug', 'status', 'title'], rows),
  ].join('\n\n');
}

function policiesMd(app: NestFastifyApplication): string {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype));
  const routes = declaredRoutes([...new Set(controllers as Type[])]);
  const rows = Object.entries<PolicyRule>(POLICIES).map(([policy, { about, roles, byKey, actingAs }]) => [
    ...[`\`${policy}\``, about, roles.join(', '), byKey ? 'yes' : 'no', actingAs ? 'yes' : 'no'],
    routesFor(routes, policy as Policy),
  ]);
  return [
    '# Policies',
    PRINTED,
    [
      'Who may do what: whose role allows it, whether an API key may be given it as a scope, whether it stays open under Login As',
      'User, and which routes need it. A policy without a route is asked for by acts, where what is needed depends on the input.',
      'More: [permissions.md](permissions.md).',
    ].join('\n'),
    table(['policy', 'allows to', 'roles', 'API key', 'in the name of another', 'routes'], rows),
  ].join('\n\n');
}

function routesFor(routes: DeclaredRoute[], policy: Policy): string {
  const titles = routes.filter((route) => route.policy === policy).map(({ method, path }) => `\`${method} ${path}\``);
  return titles.toSorted().join('<br>');
}

function configurationMd(): string {
  const rows = allSettings().map(({ env, fallback, about }) => [`\`${env}\``, fallback && `\`${fallback}\``, about]);
  return ['# Configuration', PRINTED, table(['variable', 'default', 'what it does'], rows)].join('\n\n');
}

function envExample(): string {
  const settings = allSettings().map(({ env, fallback, about }) => `# ${about}\n# ${env}=${fallback}`);
  return [`# ${PRINTED}`, ...settings].join('\n\n') + '\n';
}

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n') + '\n';
}

function byKey<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : 1);
}

async function main(): Promise<void> {
  const app = await wiring();
  const printed: Record<string, string> = {
    'docs/events.md': eventsMd(app),
    'docs/problems.md': problemsMd(),
    'docs/policies.md': policiesMd(app),
    'docs/configuration.md': configurationMd(),
    '.env.example': envExample(),
    'openapi.json': `${JSON.stringify(openApi(app), null, 2)}\n`,
  };
  const stale = Object.entries(printed).filter(([file, text]) => textOf(file) !== text);
  if (!process.argv.includes('--check')) {
    for (const [file, text] of stale) writeFileSync(join(ROOT, file), text);
    return;
  }
  for (const [file] of stale) console.error(`${file} is stale: run npm run print-docs`);
  if (stale.length > 0) process.exitCode = 1;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(join(ROOT, file), 'utf8');
  } catch {
    return null;
  }
}

void main();
