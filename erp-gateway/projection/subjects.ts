import type { GoodsEvent } from './decode.ts';

/** The things a run of events speaks of, to be loaded together. */
export interface Subjects {
  readonly units: Map<string, { readonly gtin: string; readonly serial: string }>;
  readonly containers: Set<string>;
  readonly lots: Map<string, { readonly gtin: string; readonly lot: string }>;
  readonly works: Set<string>;
}

/** Everything that `applyEvent` will ask the working state for. */
export function subjectsOf(events: readonly GoodsEvent[]): Subjects {
  const subjects: Subjects = {
    units: new Map(),
    containers: new Set(),
    lots: new Map(),
    works: new Set(),
  };
  for (const event of events) collect(subjects, event);
  return subjects;
}

function collect(subjects: Subjects, event: GoodsEvent): void {
  switch (event.type) {
    case 'work_started':
      subjects.works.add(event.payload.work_id);
      return;
    case 'unit_commissioned':
      addUnit(subjects, event.payload);
      return;
    case 'unit_packed':
    case 'unit_unpacked':
    case 'unit_disputed':
      addUnit(subjects, event.payload);
      subjects.containers.add(event.payload.sscc);
      return;
    case 'unit_moved':
      addUnit(subjects, event.payload);
      subjects.containers.add(event.payload.from_sscc).add(event.payload.to_sscc);
      return;
    case 'unit_set_aside': {
      const { gtin, serial } = event.payload;
      if (gtin !== undefined && serial !== undefined) addUnit(subjects, { gtin, serial });
      return;
    }
    case 'unit_voided':
      addUnit(subjects, event.payload);
      return;
    case 'quantity_packed':
    case 'quantity_unpacked':
      addLot(subjects, event.payload.gtin, event.payload.lot);
      subjects.containers.add(event.payload.sscc);
      return;
    case 'container_opened':
      subjects.works.add(event.payload.work_id);
      subjects.containers.add(event.payload.sscc);
      return;
    case 'container_packed':
    case 'container_unpacked':
      subjects.containers.add(event.payload.sscc).add(event.payload.parent_sscc);
      return;
    case 'container_retired':
      subjects.containers.add(event.payload.sscc);
      if (event.payload.replaced_by_sscc !== undefined) subjects.containers.add(event.payload.replaced_by_sscc);
      return;
    case 'container_allotted':
    case 'container_allotment_undone':
    case 'container_closed':
    case 'container_label_applied':
    case 'container_held':
    case 'container_released_from_hold':
    case 'container_remainder':
    case 'container_count_confirmed':
    case 'container_content_checked':
    case 'container_recounted':
      subjects.containers.add(event.payload.sscc);
      return;
    case 'label_allocated':
    case 'weight_observed':
    case 'weight_disagreed':
      if (event.payload.sscc !== undefined) subjects.containers.add(event.payload.sscc);
      return;
  }
}

function addUnit(
  subjects: Subjects,
  payload: { readonly gtin: string; readonly serial: string; readonly lot?: string },
): void {
  subjects.units.set(`${payload.gtin}|${payload.serial}`, { gtin: payload.gtin, serial: payload.serial });
  if (payload.lot !== undefined) addLot(subjects, payload.gtin, payload.lot);
}

function addLot(subjects: Subjects, gtin: string, lot: string): void {
  subjects.lots.set(`${gtin}|${lot}`, { gtin, lot });
}
