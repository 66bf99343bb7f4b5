const paths = {
  check: ['M4.5 12.8 9.6 18 19.5 6'],
  cross: ['M6 6l12 12', 'M18 6 6 18'],
  ask: ['M12 4v10', 'M12 19v.6'],
  dot: ['M12 8.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z'],
  info: ['M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z', 'M12 11v5', 'M12 7.6v.4'],
  warning: ['M12 4 2.8 20h18.4z', 'M12 10v5', 'M12 17.6v.4'],
  unit: ['M6 8l6-3 6 3v8l-6 3-6-3z', 'M6 8l6 3 6-3', 'M12 11v8'],
  inner_box: ['M4 8h16v11H4z', 'M4 8l2-3h12l2 3', 'M10 12h4'],
  carton: ['M3 7h18v13H3z', 'M3 11h18', 'M10 11v4h4v-4'],
  pallet: ['M5 4h6v6H5z', 'M13 4h6v6h-6z', 'M3 13h18', 'M3 19h18', 'M5 13v6', 'M12 13v6', 'M19 13v6'],
  tray: ['M3 9h18l-2.5 10h-13z', 'M8 5h8', 'M12 5v0'],
  scanner: ['M4 6h11l3 3v3H4z', 'M7 12l-1 8h5l1-8', 'M21 7v4'],
  printer: ['M7 9V4h10v5', 'M4 9h16v8h-3', 'M7 17H4', 'M7 14h10v6H7z'],
  scale: ['M4 8h16', 'M6 8l1-3h10l1 3', 'M4 8v11h16V8', 'M9 13a3.5 3.5 0 0 1 6 0', 'M12 13v0'],
  sync: ['M4 12a8 8 0 0 1 13.7-5.6L20 9', 'M20 4v5h-5', 'M20 12a8 8 0 0 1-13.7 5.6L4 15', 'M4 20v-5h5'],
  lock: ['M6 11h12v9H6z', 'M8.5 11V8a3.5 3.5 0 0 1 7 0v3', 'M12 15v2'],
  user: ['M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8z', 'M4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5'],
  orders: ['M6 3h9l4 4v14H6z', 'M15 3v4h4', 'M9 12h6', 'M9 16h6'],
  tasks: ['M5 6l1.5 1.5L9 5', 'M5 12l1.5 1.5L9 11', 'M5 18l1.5 1.5L9 17', 'M12 6h7', 'M12 12h7', 'M12 18h7'],
  audit: ['M5 4h14v16H5z', 'M8 8h8', 'M8 12h8', 'M8 16h5'],
  devices: ['M3 5h12v9H3z', 'M7 18h5', 'M9 14v4', 'M17 9h4v10h-4z'],
  dock: ['M12 3v7', 'M9 5v5', 'M15 5v5', 'M7 10h10v3a5 5 0 0 1-10 0z', 'M12 18v3'],
  menu: ['M4 6h16', 'M4 12h16', 'M4 18h16'],
  label: ['M3 6h18v12H3z', 'M6 9v6', 'M8.5 9v6', 'M11 9v6', 'M14 9v6', 'M16 9v6', 'M18 9v6'],
  language: ['M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z', 'M3 12h18', 'M12 3c3 3 3 15 0 18', 'M12 3c-3 3-3 15 0 18'],
  clock: ['M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z', 'M12 7v5l3.5 2'],
  hand: [
    'M8 12V6.5a1.5 1.5 0 0 1 3 0V11',
    'M11 10V5a1.5 1.5 0 0 1 3 0v5',
    'M14 10.5V6.5a1.5 1.5 0 0 1 3 0V14c0 4-2 6.5-5.5 6.5S7 19 5.5 15.5L4.300 13c-.6-1.5 1.200-2.400 2.200-1.200L8 13.5',
  ],
  stop: ['M8.200 3.5h7.600l4.700 4.700v7.600l-4.700 4.700H8.200l-4.700-4.700V8.200z', 'M8.5 8.5l7 7', 'M15.5 8.5l-7 7'],
} as const;

export type IconName = keyof typeof paths;

/** A drawn sign. It never stands alone: the word beside it carries the meaning, so readers skip the picture. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {paths[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
