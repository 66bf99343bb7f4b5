import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { demoCredentials } from '../../erp-gateway/seed/demo.ts';
import { electronCommand } from '../../e2e/harness.ts';
import { buildAll } from '../build.ts';
import type { ShiftStationOptions } from './station.ts';
import { trainingArguments } from './window-station.ts';

/** At this pace one sees the label come out. */
const labelMs = 300;

/**
 * Opens a training station on demo data in a window on the display that is there, says who can sign in, and resolves when
 * the window has been closed.
 */
export async function openStationWindow(
  options: Omit<ShiftStationOptions, 'screens'> & { readonly seed: number },
): Promise<void> {
  await buildAll('test');
  await mkdir(options.directory, { recursive: true });
  await mkdir(options.labelFolder, { recursive: true });
  const { command, args } = await electronCommand(
    { root: options.directory, data: options.directory, home: options.directory },
    { name: process.env['DISPLAY'] ?? '', stop: () => Promise.resolve() },
    { gateway: options.gateway.url, coreArguments: trainingArguments({ ...options, labelMs }) },
  );
  for (const { userId, printedName, roles, password } of demoCredentials(options.seed))
    console.log(`  ${userId.padEnd(8)} ${password.padEnd(18)} ${printedName}  ${roles.join(', ')}`);
  console.log('Sign in with one of these, choose an order with F3, open the dock with F4 and scan its suggestions.');
  // Chromium complains a lot; what core says of an unexpected end stands there too.
  const log = join(options.directory, 'window.log');
  const output = openSync(log, 'w');
  const window = spawn(command, args, { stdio: ['ignore', output, output] });
  const stop = (): void => void window.kill('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const [code] = await once(window, 'exit');
  closeSync(output);
  if (code !== 0 && code !== null) console.error(`the window ended with code ${code}; see ${log}`);
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
}
