/**
 * Master data as versions: the centre owns them, a station holds the newest effective version of each row and pins the
 * version its open work was begun with. Nothing is deleted; a row ends by `withdrawn`.
 */
import type { Role } from './people.ts';

export interface Name {
  readonly zh: string;
  readonly en: string;
}

export type LevelKind = 'unit' | 'inner_box' | 'carton' | 'pallet';

/** One level of a product's packaging hierarchy; each level that is a trade item has its own DI (YY/T 1879). */
export interface PackagingLevel {
  readonly level: number;
  readonly kind: LevelKind;
  readonly gtin: string | null;
  /** How many pieces of the next lower level fill it; 1 for the unit itself. */
  readonly quantity: number;
  /** Name of the label template; `null` where this level carries no label of its own. */
  readonly template: string | null;
  readonly single_lot: boolean;
}

export interface Product {
  /** DI of the lowest level: the key of the product. */
  readonly gtin: string;
  readonly name: Name;
  readonly model: string;
  readonly specification: string;
  readonly device_class: 'I' | 'II' | 'III';
  readonly registration_no: string;
  readonly registrant: string;
  readonly manufacturer: string;
  readonly label_owner: string;
  readonly tracking: 'serialised' | 'lot_managed';
  /** What the production identifier on the label carries (NMPA record). */
  readonly pi: { readonly lot: boolean; readonly serial: boolean; readonly mfg: boolean; readonly expiry: boolean };
  /** Whether a serial that the master data do not know becomes a unit by its first scan. */
  readonly commission_on_first_scan: boolean;
  readonly implant: boolean;
  readonly storage: { readonly min_milli_c: number; readonly max_milli_c: number } | null;
  /** Decimal text, grams; `null` where weight is not a witness for this product. */
  readonly unit_weight_g: string | null;
  readonly weight_tolerance_g: string | null;
  readonly levels: readonly PackagingLevel[];
}

export type LotStatus = 'planned' | 'in_production' | 'awaiting_release' | 'released' | 'rejected';

export interface LotComponent {
  readonly component: string;
  readonly supplier: string;
  readonly supplier_lot: string;
  readonly quantity: string;
  readonly receipt_no: string;
}

export interface Lot {
  readonly gtin: string;
  readonly lot: string;
  readonly mfg_date: string;
  readonly expiry_date: string;
  readonly planned_quantity: number;
  readonly status: LotStatus;
  readonly holds: readonly { readonly code: string; readonly reason: string }[];
  readonly recalled: boolean;
  readonly components: readonly LotComponent[];
}

/** A unit the centre knows of: commissioned elsewhere, shipped, void. Keyed by gtin and serial. */
export interface KnownUnit {
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string | null;
  readonly expiry: string | null;
  readonly state: 'commissioned' | 'packed' | 'shipped' | 'void' | 'recalled' | 'held';
  readonly sscc: string | null;
}

export interface OrderLine {
  readonly line: number;
  readonly gtin: string;
  readonly quantity: number;
  readonly lot: string | null;
  readonly min_shelf_life_days: number | null;
}

export interface Order {
  readonly order_no: string;
  readonly consignee: string;
  readonly due_date: string | null;
  readonly lines: readonly OrderLine[];
  /** Whether cartons of this order stand on pallets, and how many per pallet. */
  readonly pallet: { readonly cartons: number } | null;
}

export interface Party {
  readonly code: string;
  readonly name: Name;
  readonly address: string;
  readonly gln: string | null;
  readonly licence_no: string;
  readonly licence_until: string | null;
}

/** A user as the centre issues it. `password` is a scrypt verifier, `badge` the SHA-256 of a random token; never in the log. */
export interface User {
  readonly user_id: string;
  readonly printed_name: string;
  readonly roles: readonly Role[];
  readonly active: boolean;
  readonly training_until: string | null;
  readonly password: {
    readonly scheme: 'scrypt';
    readonly salt: string;
    readonly hash: string;
    readonly n: number;
    readonly r: number;
    readonly p: number;
  };
  readonly badge: string | null;
  readonly must_change_password: boolean;
}

/** The compliance profile of a site, a signed configuration: no number of these stands in code. */
export interface Profile {
  readonly profile_id: string;
  readonly jurisdictions: readonly ('CN' | 'EU' | 'US')[];
  readonly site_role: 'registrant' | 'contract_maker' | 'distributor' | 'third_party_logistics' | 'hospital';
  /** IANA zone of the site: the day of an expiry ends here, never in the zone of the computer. */
  readonly site_zone: string;
  readonly label_owner: string;
  readonly idle_lock_minutes: number;
  readonly failed_attempts: number;
  readonly password_min_length: number;
  readonly password_history: number;
  readonly cosignature_seconds: number;
  /** How long after a password sign-in a badge may switch to that user. */
  readonly badge_shift_hours: number;
  readonly applied_proof: 'sscc_then_child' | 'sscc';
  /** Containers whose label may await proof while the next one fills; never more than two. */
  readonly max_unproven_containers: number;
  /** At the pallet one in N containers is asked for a random child; 0 = never. */
  readonly random_child_every: number;
  readonly remainder_needs_cosignature: boolean;
  readonly near_expiry_days: number;
  readonly fefo: 'off' | 'reason';
  readonly clock_skew_warning_ms: number;
  readonly clock_jump_limit_ms: number;
  readonly retention: {
    readonly distribution_years_after_expiry: number;
    readonly without_expiry_years: number;
    readonly implants_permanent: boolean;
  };
  readonly number_reserve_days: number;
}

export interface Lease {
  readonly lease_id: string;
  readonly station: string;
  /** Epoch of the station's log it was given to: a new life of the log burns what the old one held. */
  readonly epoch: string;
  readonly kind: 'sscc' | 'serial';
  /** For serials the product; for SSCC `null`. */
  readonly gtin: string | null;
  readonly extension_digit: string | null;
  readonly company_prefix: string | null;
  readonly first: string;
  readonly last: string;
  /** The block in use, and the one that follows it. */
  readonly position: 'current' | 'next';
}

export interface RecallNotice {
  readonly notice_id: string;
  readonly gtin: string;
  readonly lot: string | null;
  readonly serials: readonly string[];
  readonly recall_class: 'I' | 'II' | 'III';
  readonly reason: string;
  readonly closed: boolean;
}

export interface MasterDataRows {
  readonly products: Product;
  readonly lots: Lot;
  readonly units: KnownUnit;
  readonly orders: Order;
  readonly parties: Party;
  readonly users: User;
  readonly profile: Profile;
  readonly leases: Lease;
  readonly recalls: RecallNotice;
}

export type MasterDataScope = keyof MasterDataRows;

export const masterDataScopes = [
  'recalls',
  'profile',
  'users',
  'products',
  'lots',
  'units',
  'parties',
  'orders',
  'leases',
] as const satisfies readonly MasterDataScope[];

const keys: { readonly [S in MasterDataScope]: (row: MasterDataRows[S]) => string } = {
  products: (row) => row.gtin,
  lots: (row) => `${row.gtin}|${row.lot}`,
  units: (row) => `${row.gtin}|${row.serial}`,
  orders: (row) => row.order_no,
  parties: (row) => row.code,
  users: (row) => row.user_id,
  profile: (row) => row.profile_id,
  leases: (row) => row.lease_id,
  recalls: (row) => row.notice_id,
};

/** The key of a row within its scope; parts are joined by `|`, which no GS1 value contains. */
export function masterDataKey<S extends MasterDataScope>(scope: S, row: MasterDataRows[S]): string {
  return keys[scope](row);
}
