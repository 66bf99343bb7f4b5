import type { broadcasts, contract } from '../../core/contract/index.ts';
import type { Client } from '../../core/contract/client.ts';
import type { DockState } from '../../core/contract/dock.ts';
import type { PackingView } from '../../core/contract/packing.ts';
import type { Refusal } from '../../core/domain/result.ts';
import type { Answer, ShiftConsole } from './console.ts';
import type { Symbol } from './goods.ts';
import { readLabel } from './read-label.ts';

type StationClient = Client<typeof contract, typeof broadcasts>;

/** Longer than the time in which a repeat counts as the reader's doing. */
const doubleReadMs = 1_600;
const patienceMs = 30_000;

/** The shift at a station without a window: the contract for what hands do, the dock for what devices do. */
export async function headlessConsole(client: StationClient): Promise<ShiftConsole> {
  let view = valueOf(await client.call('packingView', {}).catch(() => emptyAnswer()), null);
  const waiting = new Set<() => void>();
  const take = (next: PackingView): void => {
    view = next;
    for (const look of [...waiting]) look();
  };
  client.on('packingChanged', take);

  function until(what: string, fits: (now: PackingView) => boolean): Promise<PackingView> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(
          new Error(
            `waited ${patienceMs / 1000} s for ${what}; the station expects ${view?.expecting ?? 'nothing'}, last answer ${view?.answer?.code ?? 'none'}`,
          ),
        );
      }, patienceMs);
      const look = (): void => {
        if (view === null || !fits(view)) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(view);
      };
      waiting.add(look);
      look();
    });
  }

  async function scan({ aim, data }: Symbol): Promise<Answer> {
    const before = view?.answer?.answerId ?? null;
    must(await client.call('dockScan', { aim, hex: Buffer.from(data, 'latin1').toString('hex') }));
    const after = await until(
      `an answer to ${data}`,
      (now) => now.answer !== null && now.answer.answerId !== before && now.answer.scanId !== null,
    );
    return answerOf(after);
  }

  return {
    async signIn(userId, password) {
      must(await client.call('signIn', { userId, password }));
      take(must(await client.call('packingView', {})));
    },
    async lock() {
      must(await client.call('lock', {}));
    },
    async startOrder(orderNo) {
      take(must(await client.call('startWork', { mode: 'order', orderNo })));
    },
    async startLot(gtin, lot) {
      take(must(await client.call('startWork', { mode: 'batch', gtin, lot })));
    },
    async suspend() {
      take(must(await client.call('suspendWork', {})));
    },
    scan,
    async scanWhileLocked(symbol) {
      const answer = await scan(symbol);
      if (answer.code !== 'station_locked') throw new Error(`a locked station answered ${answer.code}`);
    },
    async command(command, reason) {
      const done = must(await client.call('command', { command, reason }));
      take(done.view);
      return done.answer;
    },
    async number(value) {
      const done = must(await client.call('enterNumber', { value }));
      take(done.view);
      return done.answer;
    },
    view: () => {
      if (view === null) throw new Error('nobody is signed in');
      return view;
    },
    until,
    async readPaper(elementString) {
      const index = await paperWith(client, elementString);
      const { png } = must(await client.call('dockLabel', { index }));
      return readLabel(Buffer.from(png, 'base64'), elementString);
    },
    afterDoubleRead: () => new Promise((resolve) => setTimeout(resolve, doubleReadMs)),
    moment: () => Promise.resolve(),
  };
}

/** Number of the newest paper with this label: the printer has said it is out a moment before it is drawn. */
async function paperWith(client: StationClient, elementString: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no paper with ${elementString} came out`)), patienceMs);
    const look = (dock: DockState): void => {
      const printed = dock.printed.findLast((label) => label.elementString === elementString);
      if (printed === undefined) return;
      clearTimeout(timer);
      stop();
      resolve(printed.index);
    };
    const stop = client.on('dockChanged', look);
    void client.call('dockState', {}).then((state) => look(must(state)), reject);
  });
}

function answerOf(view: PackingView): Answer {
  if (view.answer === null) throw new Error('the station did not answer');
  return view.answer;
}

function must<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refused: Refusal },
): T {
  if (!result.ok) throw new Error(`refused: ${result.refused.code} ${JSON.stringify(result.refused.params ?? {})}`);
  return result.value;
}

function valueOf<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false },
  otherwise: null,
): T | null {
  return result.ok ? result.value : otherwise;
}

function emptyAnswer(): { readonly ok: false } {
  return { ok: false };
}
