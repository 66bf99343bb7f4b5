/** What packing is given by other features; each does one thing and belongs to somebody else. */
import type { ScanReport, Weight } from '../../native-bridge/ports.ts';
import type { LabelView } from '../contract/packing.ts';
import type { Connection } from '../db/statement.ts';
import type { Transaction } from '../db/write.ts';
import type { LabelRequest } from '../domain/packing/label-request.ts';
import type { Label } from '../domain/packing/state.ts';
import type { Result } from '../domain/result.ts';

/** Who a label is for, in the log. */
export interface LabelledBy {
  readonly labelId: string;
  readonly user: string | null;
  readonly scanId: string | null;
}

/** Labels. `Rendered` is the label feature's own: bytes that were made and are not yet stored. */
export interface LabelPort<Rendered> {
  /** Makes the bytes before anything is written; a label that cannot be made refuses the decision that asks for it. */
  render(request: LabelRequest): Result<Rendered>;
  /** Stores bytes and `label_allocated` inside the decision's transaction. */
  allocate(transaction: Transaction, request: LabelRequest, rendered: Rendered, by: LabelledBy): void;
  /** Voids a label and stores a copy of it, which keeps its bytes: container labels only. */
  copy(transaction: Transaction, labelId: string, by: LabelledBy & { readonly reason: string }): void;
  /** After the commit: there is something to print. */
  kick(): void;
  state(db: Connection, labelId: string): Label | null;
  /** The label that carries these bytes, group separators kept; a void one only when no other does. */
  find(db: Connection, data: string): Label | null;
  /** The last labels of a work, newest first, for the screen. */
  recent(db: Connection, workId: string | null, limit: number): readonly LabelView[];
}

/** Numbers from leases, taken inside the transaction that uses them. */
export interface LeasePort {
  allocateSscc(
    transaction: Transaction,
  ): Result<{ readonly sscc: string; readonly leaseId: string }, 'no_lease' | 'lease_in_doubt'>;
  allocateSerial(
    transaction: Transaction,
    gtin: string,
  ): Result<{ readonly serial: string; readonly leaseId: string }, 'no_lease' | 'lease_in_doubt'>;
}

/** The second person of an act: checks the credential and records the co-signature over the hash of what is signed. */
export type SecondPersonPort = (request: {
  readonly credential: { readonly userId: string; readonly password: string };
  readonly firstUser: string;
  readonly payloadHash: string;
  readonly meaning: 'second_check';
  readonly subject: string;
}) => Promise<Result<{ readonly userId: string }>>;

/** A scan as the hub gives it. */
export type ScanIn = Pick<ScanReport, 'scanId' | 'aim' | 'bytes' | 'deviceId' | 'source' | 'trust'> & {
  readonly refusedCode?: string;
};

export type WeightIn = Pick<Weight, 'value' | 'unit' | 'stable' | 'mode' | 'deviceId'>;
