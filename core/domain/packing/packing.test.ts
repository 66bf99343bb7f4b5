import { describe, expect, test } from 'vitest';
import { awaitingProof, openContainers } from './state.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { batch, order, stentGtin } from './testing/goods.ts';
import { evolve } from './evolve.ts';
import { emptyState } from './state.ts';

describe('an order of serialised goods', () => {
  test('goes from scan to full carton, label, proof, next carton and the end of the order', () => {
    const at = bench();
    expect(at.start(order([{ gtin: stentGtin, quantity: 8 }]))).toMatchObject({ code: 'work_started' });
    expect(openContainers(at.state()).map(({ sscc }) => sscc)).toEqual([ssccOf(1)]);
    for (const serial of ['A1', 'A2', 'A3'])
      expect(at.unit(stentGtin, serial)).toMatchObject({ tone: 'accepted', code: 'unit_packed' });
    expect(at.unit(stentGtin, 'A4')).toMatchObject({ tone: 'accepted', code: 'container_filled' });
    expect(at.lastFacts().map(({ type }) => type)).toEqual([
      'unit_commissioned',
      'unit_packed',
      'container_closed',
      'container_opened',
    ]);
    expect(at.lastEffects()).toMatchObject([
      { kind: 'print_label', request: { sscc: ssccOf(1), lot: 'B1', count: 4, remainder: false } },
    ]);
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'accepted', code: 'label_proven' });
    for (const serial of ['B1', 'B2', 'B3', 'B4']) at.unit(stentGtin, serial);
    expect(awaitingProof(at.state()).map(({ sscc }) => sscc)).toEqual([ssccOf(2)]);
    expect(at.sscc(ssccOf(2))).toMatchObject({ tone: 'accepted', code: 'order_done' });
    expect(at.state().works.get('id-0') ?? [...at.state().works.values()][0]).toMatchObject({ state: 'completed' });
  });

  test('is replayed from its facts', () => {
    const at = bench();
    at.start(batch(stentGtin, 'B1', 5));
    for (const serial of ['A1', 'A2', 'A3', 'A4', 'A5', 'A5']) at.unit(stentGtin, serial);
    const replayed = at.facts().reduce((state, { fact, context }) => evolve(state, fact, context), emptyState);
    expect(replayed).toEqual(at.state());
  });
});
