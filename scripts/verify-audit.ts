import 'reflect-metadata';
import { type Finding, type Head, type Verdict, auditVerifier, signAudit } from '../src/audit';
import { ConfigError, loadConfig } from '../src/platform/config';
import { Secrets, loadSecretKeys } from '../src/platform/crypto';
import { withDatabase } from '../src/platform/database';
import { openDatabase } from '../src/start-stack';

const log = (line: string) => process.stdout.write(`${line}\n`);

const USAGE = `npm run verify-audit [-- [--sign] <account>:<number>:<hash> …]
Each argument is a head that was noted elsewhere, as this command and GET /v1/audit/head show them.
--sign signs the chains where they end now, for when the keys that signed them are lost.`;

/** Says whether the audit is as it was written. Ends with 1 when it is not. docs/audit.md says what that proves. */
async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const noted = given.filter((argument) => argument !== '--sign').map(headOf);
  const config = loadConfig();
  const database = await openDatabase(config, log);
  try {
    const secrets = new Secrets(loadSecretKeys(config));
    await withDatabase(database.url, async (db) => {
      if (given.includes('--sign')) log(`signed ${(await signAudit(db, secrets, true)).signed} ends of chains`);
      report(await auditVerifier(db, secrets).run(noted));
    });
  } finally {
    await database.stop();
  }
}

function report({ findings, heads, entries, unsealed }: Verdict): void {
  log(`${entries} entries in ${heads.length} chains; ${unsealed} of them wait for their seal.`);
  for (const { accountId, number, hash } of heads) log(`head ${accountId}:${number}:${hash}`);
  for (const finding of findings) log(`FOUND ${lineOf(finding)}`);
  log(findings.length === 0 ? 'Nothing was tampered with.' : `${findings.length} findings.`);
  if (findings.length > 0) process.exitCode = 1;
}

function lineOf({ accountId, number, entryId, what }: Finding): string {
  const where = [
    ...(accountId === null ? [] : [`account ${accountId}`]),
    ...(number === null ? [] : [`number ${number}`]),
    ...(entryId === null ? [] : [`entry ${entryId}`]),
  ];
  return [...where, what].join(', ');
}

function headOf(text: string): Head {
  const [, accountId, number, hash] = /^([0-9a-f-]{36}):(\d+):([\w-]*)$/.exec(text) ?? [];
  if (accountId === undefined || number === undefined || hash === undefined) throw new ConfigError(USAGE);
  return { accountId, number: Number(number), hash };
}

main().catch((error: unknown) => {
  log(error instanceof ConfigError ? error.message : String((error as Error).stack ?? error));
  process.exitCode = 2;
});
