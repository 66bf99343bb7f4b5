import type { Page } from 'playwright-core';
import type { Answer, ShiftConsole } from './console.ts';
import type { Symbol } from './goods.ts';
import { createHands } from './hands.ts';
import { paperOf } from './paper.ts';
import type { ScreenView } from './screen-view.ts';
import { readScreen } from './screen-view.ts';

export interface WindowConsoleOptions {
  readonly page: Page;
  /** Where the emulated printer leaves its labels. */
  readonly labelFolder: string;
  /** Keeps a picture of the window under this name. */
  readonly picture: (name: string) => Promise<unknown>;
}

/** The shift at the window of a station, by nothing but its keyboard. */
export interface WindowConsole extends ShiftConsole {
  /** Opens a mode by its key and waits until its screen is there. */
  go(key: 'F2' | 'F3' | 'F6' | 'F7' | 'F8' | 'F9', screen: string): Promise<void>;
  /** Presses one key, alone in time. */
  press(key: string): Promise<void>;
  /** Opens the menu and does what stands there under this name. */
  menu(item: string): Promise<void>;
  view(): ScreenView;
  until(what: string, fits: (view: ScreenView) => boolean): Promise<ScreenView>;
}

const patienceMs = 30_000;
/** Longer than the time in which a repeat counts as the reader's doing. */
const doubleReadMs = 1_600;

/** A console on the page of a station that is there and connected. */
export async function windowConsole({ page, labelFolder, picture }: WindowConsoleOptions): Promise<WindowConsole> {
  const hands = await createHands(page);
  const paper = paperOf(labelFolder);
  let latest: ScreenView | null = null;

  async function until(what: string, fits: (view: ScreenView) => boolean): Promise<ScreenView> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      latest = (await readScreen(page)) ?? latest;
      if (latest !== null && fits(latest)) return latest;
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`waited ${patienceMs / 1000} s for ${what}; ${await saidBy(page, latest)}`);
      await changed(page, latest?.revision ?? 0, left);
    }
  }

  async function answered(what: string, before: string | null, act: () => Promise<void>): Promise<Answer> {
    await act();
    const view = await until(what, ({ answer }) => answer !== null && answer.answerId !== before);
    if (view.answer === null) throw new Error(`no answer to ${what}`);
    return view.answer;
  }

  async function scan(symbol: Symbol): Promise<Answer> {
    const before = (await readScreen(page))?.answer?.answerId ?? null;
    return answered(`an answer to ${symbol.data}`, before, () => hands.wedge(symbol));
  }

  async function go(key: string, screen: string): Promise<void> {
    await hands.press(key);
    await page.waitForSelector(`[data-screen="${screen}"]`);
  }

  /** Walks a list until what `wanted` selects stands in front. */
  async function walkTo(list: string, wanted: string): Promise<void> {
    await page.waitForSelector(`${list}${wanted}`);
    const steps = await page.evaluate(
      ([all, one]) => {
        const rows = [...document.querySelectorAll(all)];
        const from = rows.findIndex((row) => row.getAttribute('aria-selected') === 'true');
        return rows.findIndex((row) => row.matches(one)) - from;
      },
      [list, wanted] as const,
    );
    for (let step = 0; step < Math.abs(steps); step += 1) await hands.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
    await page.waitForSelector(`${list}${wanted}[aria-selected="true"]`);
  }

  async function start(name: string): Promise<void> {
    await go('F3', 'orders');
    await walkTo('[data-work]', `[data-work="${name}"]`);
    await hands.press('ArrowRight');
    await page.waitForSelector('[data-screen="packing"]');
    await until(`work ${name}`, (view) => view.workName === name);
  }

  async function menu(item: string): Promise<void> {
    await hands.press('F1');
    await walkTo('[data-menu]', `[data-menu="${item}"]`);
    await hands.press('ArrowRight');
    await page.waitForSelector('[data-dialog="menu"]', { state: 'detached' });
  }

  return {
    press: hands.press,
    go,
    menu,
    async signIn(userId, password) {
      await page.waitForSelector('[data-screen="lock"], [data-screen="sign-in"]');
      if ((await page.locator('[data-screen="lock"]').count()) > 0) {
        await hands.press('ArrowRight');
        await page.waitForSelector('[data-dialog="unlock"]');
      }
      await page.waitForSelector('input[name="userId"]:focus');
      await hands.fill(userId);
      await hands.press('Enter');
      await page.waitForSelector('input[name="password"]:focus');
      await hands.fill(password);
      await hands.press('Enter');
      await page.waitForSelector(`[data-user="${userId}"]`, { timeout: patienceMs });
      await page.waitForSelector('[data-screen="lock"]', { state: 'detached' });
      if ((await page.locator('[data-dialog="takeover"]').count()) > 0) {
        await hands.press('ArrowRight');
        await page.waitForSelector('[data-dialog="takeover"]', { state: 'detached' });
      }
      latest = await readScreen(page);
    },
    async lock() {
      await menu('lock');
      await page.waitForSelector('[data-screen="lock"]');
    },
    startOrder: start,
    startLot: (_gtin, lot) => start(lot),
    async suspend() {
      await menu('suspend');
      await until('the work to be put down', (view) => view.work === null);
    },
    scan,
    async scanWhileLocked(symbol) {
      const answer = await scan(symbol);
      if (answer.code !== 'station_locked') throw new Error(`a locked station answered ${answer.code}`);
      await page.waitForSelector('[data-screen="lock"] [role="alert"]');
    },
    async command(command, reason) {
      const key = { remainder: 'F10', undo: 'F11', cancel: 'F12' }[command];
      const before = (await readScreen(page))?.answer?.answerId ?? null;
      return answered(command, before, async () => {
        await hands.press(key);
        if (reason === null) return;
        await page.waitForSelector('[data-dialog="reason"]');
        await hands.press('ArrowRight');
      });
    },
    async number(value) {
      await page.waitForSelector('[data-entry="number"]');
      await hands.digits(String(value));
      await page.waitForSelector(`[data-entry="number"][data-value="${value}"]`);
      const before = (await readScreen(page))?.answer?.answerId ?? null;
      return answered(`number ${value}`, before, () => hands.press('ArrowRight'));
    },
    view() {
      if (latest === null) throw new Error('the packing screen was never in front');
      return latest;
    },
    until,
    readPaper: (elementString) => paper.read(elementString),
    afterDoubleRead: () => new Promise((resolve) => setTimeout(resolve, doubleReadMs)),
    async moment(name) {
      await picture(name);
    },
  };
}

/** Resolves when the packing screen says something else, or at the latest after `timeout`. */
async function changed(page: Page, revision: number, timeout: number): Promise<void> {
  await page
    .evaluate(
      ([known, patience]) =>
        new Promise<void>((resolve) => {
          const root = document.querySelector<HTMLElement>('[data-screen="packing"]') ?? document.body;
          if (root.dataset['revision'] !== known) return resolve();
          const observer = new MutationObserver(() => done());
          const timer = setTimeout(() => done(), Math.min(patience, 500));
          const done = (): void => {
            clearTimeout(timer);
            observer.disconnect();
            resolve();
          };
          observer.observe(root, { attributes: true, childList: true, subtree: true });
        }),
      [String(revision), timeout] as const,
    )
    .catch(() => undefined);
}

async function saidBy(page: Page, view: ScreenView | null): Promise<string> {
  const sentence = await page.evaluate(() => document.querySelector('.sentence')?.textContent ?? document.title);
  return `the screen says “${sentence}”, expects ${view?.expecting ?? 'nothing'}, last answer ${view?.answer?.code ?? 'none'}`;
}
