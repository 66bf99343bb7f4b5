import { existsSync, mkdirSync, openSync, closeSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { AppLog } from './context.ts';

const fileBytes = 10 * 1024 * 1024;
const filesKept = 10;

/**
 * The application log of a station: `logs/station.log` in its data folder, ten files of 10 MB. It is for support and
 * holds no serials and no secrets; what happened to goods is in the event log.
 */
export function openAppLog(directory: string): AppLog & { readonly close: () => void } {
  const folder = join(directory, 'logs');
  mkdirSync(folder, { recursive: true });
  const file = (index: number) => join(folder, index === 0 ? 'station.log' : `station.${index}.log`);
  let descriptor = openSync(file(0), 'a');
  let size = statSync(file(0)).size;

  function rotate(): void {
    closeSync(descriptor);
    rmSync(file(filesKept - 1), { force: true });
    for (let index = filesKept - 2; index >= 0; index -= 1) {
      if (existsSync(file(index))) renameSync(file(index), file(index + 1));
    }
    descriptor = openSync(file(0), 'a');
    size = 0;
  }

  const logger = pino(
    { base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    {
      write(line: string) {
        if (size > fileBytes) rotate();
        size += writeSync(descriptor, line);
      },
    },
  );
  return {
    info: (message, facts) => logger.info(facts ?? {}, message),
    warn: (message, facts) => logger.warn(facts ?? {}, message),
    error: (message, facts) => logger.error(facts ?? {}, message),
    close: () => closeSync(descriptor),
  };
}
