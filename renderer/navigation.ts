import type { Role } from '../core/domain/people.ts';
import type { ControlKey, Surface } from './keyboard/keyboard.ts';
import type { IconName } from './ui/icon.tsx';

/** The screens of a station. A plain union instead of addresses: a kiosk has no address bar and no history. */
export type Screen = 'packing' | 'orders' | 'audit' | 'tasks' | 'sync' | 'devices';

export interface Mode {
  readonly screen: Screen;
  readonly key: ControlKey;
  readonly icon: IconName;
  readonly surface: Surface;
  /** Who sees it in the rail; core decides what they may do. */
  readonly roles: readonly Role[] | 'everyone';
}

/** Modes in the order of the rail; a mode keeps its key in every role. */
export const modes: readonly Mode[] = [
  { screen: 'packing', key: 'F2', icon: 'carton', surface: 'station', roles: ['operator'] },
  {
    screen: 'orders',
    key: 'F3',
    icon: 'orders',
    surface: 'station',
    roles: ['operator', 're_checker', 'qa_reviewer', 'releaser'],
  },
  { screen: 'audit', key: 'F6', icon: 'audit', surface: 'desk', roles: 'everyone' },
  { screen: 'tasks', key: 'F7', icon: 'tasks', surface: 'desk', roles: 'everyone' },
  { screen: 'sync', key: 'F8', icon: 'sync', surface: 'desk', roles: 'everyone' },
  { screen: 'devices', key: 'F9', icon: 'devices', surface: 'desk', roles: 'everyone' },
];

/** The modes that somebody with these roles may use. */
export function modesFor(roles: readonly Role[]): readonly Mode[] {
  return modes.filter((mode) => mode.roles === 'everyone' || mode.roles.some((role) => roles.includes(role)));
}

/** Where somebody starts: at the work for those who pack, at the worklist for everybody else. */
export function firstScreen(roles: readonly Role[], workOpen: boolean): Screen {
  if (roles.includes('operator')) return workOpen ? 'packing' : 'orders';
  return 'tasks';
}

const storageKey = 'station.screen';

/** The screen that was in front when the page was left, if this role may still see it. */
export function storedScreen(storage: Pick<Storage, 'getItem'>, roles: readonly Role[]): Screen | null {
  const stored = storage.getItem(storageKey);
  return modesFor(roles).find((mode) => mode.screen === stored)?.screen ?? null;
}

/** Keeps the screen in front over a restart of the page. */
export function storeScreen(storage: Pick<Storage, 'setItem'>, screen: Screen): void {
  storage.setItem(storageKey, screen);
}
