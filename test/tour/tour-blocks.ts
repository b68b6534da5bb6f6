import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import path from 'node:path';

/** A block of commands in the tour, with the lines that stand under it. */
export interface TourBlock {
  commands: string;
  /** `…` stands for anything. */
  answers: string[];
}

/** Every ```sh block of a Markdown text, in order, each with the ```text block that follows it. */
export function tourBlocks(markdown: string): TourBlock[] {
  const fences = [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  const blocks: TourBlock[] = [];
  for (const [, language, content = ''] of fences) {
    if (language === 'sh') blocks.push({ commands: content, answers: [] });
    else blocks.at(-1)?.answers.push(...content.trimEnd().split('\n'));
  }
  return blocks;
}

/**
 * Runs the blocks in one bash that ends at the first command that fails.
 * @returns what each block printed; undefined for those it did not get to
 */
export async function runInOneShell(blocks: TourBlock[], directory: string): Promise<(string | undefined)[]> {
  const mark = (index: number) => `--- block ${index} ---\n`;
  const lines = blocks.map(({ commands }, index) => `printf -- '${mark(index).trimEnd()}\\n'\n${commands}`);
  const script = path.join(directory, 'tour.sh');
  fs.writeFileSync(script, ['exec 2>&1', ...lines].join('\n'));
  const { PATH, HOME } = process.env;
  const shell = spawn('bash', ['-e', script], { env: { PATH, HOME }, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  shell.stdout.on('data', (text: Buffer) => (output += text.toString()));
  await once(shell, 'close');
  return blocks.map((_, index) => output.split(mark(index))[1]?.split(mark(index + 1))[0]);
}

/** The first promised line that doesn't come, in its order, in an output; undefined when all do. */
export function firstMissing({ answers }: TourBlock, output: string): string | undefined {
  const lines = output.split(/\r?\n/);
  let next = 0;
  return answers.find((answer) => {
    const found = lines.slice(next).findIndex((line) => isAnswer(answer).test(line));
    next += found + 1;
    return found < 0;
  });
}

function isAnswer(answer: string): RegExp {
  const parts = answer.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
