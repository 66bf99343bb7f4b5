import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { dataFolder } from '../db/data-folder.ts';
import type { Refusal, Result } from '../domain/result.ts';
import { refused } from '../domain/result.ts';
import { codeParse } from './code-parse.ts';
import type { Answer } from './commands.ts';
import {
  backupCommand,
  placeOf,
  purgeCommand,
  rebuildCommand,
  statusCommand,
  traceCommand,
  verifyCommand,
} from './commands.ts';
import type { Language } from './words.ts';
import { help, languageOf, sentence } from './words.ts';

const options = {
  json: { type: 'boolean' },
  check: { type: 'boolean' },
  db: { type: 'string' },
  data: { type: 'string' },
  to: { type: 'string' },
  before: { type: 'string' },
  values: { type: 'string' },
  dpi: { type: 'string' },
  out: { type: 'string' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Where a command reads and writes; a test brings its own. */
export interface Streams {
  readonly input: AsyncIterable<string>;
  out(text: string): void;
  error(text: string): void;
}

/**
 * The command line of a station. Returns the exit code: 0 done, 1 something was found or refused, 2 the command line itself.
 */
export async function stationCommand(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  streams: Streams,
): Promise<number> {
  const parsed = readArguments(argv);
  if (!parsed.ok) return usage(languageOf(environment), parsed.refused, false, streams);
  const { values, positionals } = parsed.value;
  const language = values.lang === 'zh' || values.lang === 'en' ? values.lang : languageOf(environment);
  const json = values.json === true;
  const [command, argument, third] = positionals;
  if (command === undefined || command === 'help' || values.help === true) {
    streams.out(help[language]);
    return command === undefined && values.help !== true ? 2 : 0;
  }
  if (command === 'code' && argument === 'parse') {
    for await (const line of codeParse(streams.input, new Date())) streams.out(`${line}\n`);
    return 0;
  }
  if (command === 'label' && argument === 'render') {
    if (third === undefined) return usage(language, missing('TEMPLATE'), json, streams);
    if (values.out === undefined) return usage(language, missing('--out'), json, streams);
    // Only this command draws: the others do not load the library for it.
    const { labelRenderCommand } = await import('./label-render.ts');
    const label = { template: third, values: values.values, dpi: values.dpi, out: values.out };
    return tell(language, json, await labelRenderCommand(label), streams);
  }
  const place = placeOf(values.db, values.data ?? dataFolder(environment));
  switch (command) {
    case 'verify':
      return tell(language, json, verifyCommand(place), streams);
    case 'rebuild':
      return tell(language, json, rebuildCommand(place, values.check !== true), streams);
    case 'status':
      return tell(language, json, statusCommand(place), streams);
    case 'trace':
      if (argument === undefined) return usage(language, missing('SCAN-ID'), json, streams);
      return tell(language, json, traceCommand(place, argument), streams);
    case 'backup':
      if (values.to === undefined) return usage(language, missing('--to'), json, streams);
      return tell(language, json, await backupCommand(place, values.to), streams);
    case 'purge':
      if (values.before === undefined) return usage(language, missing('--before'), json, streams);
      if (!/^\d{4}-\d{2}-\d{2}$/.test(values.before)) {
        return usage(language, { code: 'argument_invalid', params: { name: '--before' } }, json, streams);
      }
      return tell(language, json, purgeCommand(place, values.before), streams);
    default:
      return usage(language, { code: 'command_unknown' }, json, streams);
  }
}

function readArguments(argv: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    return { ok: true as const, value: { values, positionals } };
  } catch (error) {
    const name = error instanceof Error ? error.message : String(error);
    return refused('argument_invalid', { params: { name } });
  }
}

function missing(name: string): Refusal {
  return { code: 'argument_missing', params: { name } };
}

function usage(language: Language, refusal: Refusal, json: boolean, streams: Streams): number {
  tell(language, json, { ok: false, refused: refusal }, streams);
  return 2;
}

function tell(language: Language, json: boolean, result: Result<Answer>, { out, error }: Streams): number {
  if (!result.ok) {
    const { code, params } = result.refused;
    if (json) out(`${JSON.stringify({ ok: false, refused: result.refused })}\n`);
    else error(`${sentence(language, code, params)}\n`);
    return 1;
  }
  const { facts, code, params, lines, exit } = result.value;
  if (json) {
    out(`${JSON.stringify(facts)}\n`);
    return exit;
  }
  for (const line of lines) out(`${line}\n`);
  if (code !== '') out(`${sentence(language, code, params)}\n`);
  return exit;
}

if (import.meta.main) {
  process.stdout.on('error', () => process.exit(0));
  process.exitCode = await stationCommand(process.argv.slice(2), process.env, {
    input: createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }),
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
  });
}
