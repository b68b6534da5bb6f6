// A program of its own: prints what this process, in its own zone, answers. See properties.spec.ts.
import { answerForAnyServer } from './any-server.fixtures';

process.stdout.write(
  JSON.stringify({
    zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    offset: new Date(2026, 10, 23).getTimezoneOffset(),
    answer: answerForAnyServer(),
  }),
);
