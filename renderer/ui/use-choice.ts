import { useState } from 'react';
import type { Level } from '../keyboard/keyboard.ts';
import { useKeys } from '../keyboard/use-keys.ts';

/**
 * A list that is walked with ArrowUp and ArrowDown and acted on with ArrowRight: keys no scanner profile of this station
 * sends alone. Returns the index in front and how to move it by touch.
 */
export function useChoice(
  length: number,
  act: (index: number) => void,
  options: { readonly active?: boolean; readonly level?: Level } = {},
): { readonly index: number; readonly choose: (index: number) => void } {
  const [wanted, setWanted] = useState(0);
  const index = Math.max(0, Math.min(wanted, length - 1));
  useKeys(
    {
      ArrowUp: () => setWanted(Math.max(0, index - 1)),
      ArrowDown: () => setWanted(Math.min(Math.max(0, length - 1), index + 1)),
      ArrowRight: () => {
        if (length > 0) act(index);
      },
    },
    { active: options.active ?? true, level: options.level ?? 'screen' },
  );
  return { index, choose: setWanted };
}
