import { freshness } from '../trace/store.ts';
import type { Freshness } from '../trace/shapes.ts';
import type { Gateway } from './gateway.ts';

export interface GatewayStatus extends Freshness {
  readonly version: string;
  readonly database: string;
  readonly events: number;
  readonly masterDataVersion: number;
  readonly parked: number;
  readonly exceptions: readonly {
    readonly code: string;
    readonly subject: string;
    readonly severity: string;
    readonly station: string;
    readonly seq: number;
  }[];
}

/** What the status page shows. */
export async function readStatus(gateway: Gateway): Promise<GatewayStatus> {
  const { pool } = gateway.database;
  const counts = await pool.query<{ events: number; version: number; parked: number }>(
    `SELECT (SELECT next - 1 FROM central_counter) AS events, (SELECT coalesce(max(version), 0) FROM change) AS version,
       (SELECT count(*) FROM projection_error) AS parked`,
  );
  const exceptions = await pool.query<GatewayStatus['exceptions'][number]>(
    `SELECT x.code, x.subject, x.severity, s.id AS station, x.seq FROM exception x JOIN station s ON s.no = x.station_no
     ORDER BY x.central_seq DESC LIMIT 100`,
  );
  const [count] = counts.rows;
  return {
    ...(await freshness(pool, gateway.now())),
    version: gateway.version,
    database: gateway.database.description,
    events: count?.events ?? 0,
    masterDataVersion: count?.version ?? 0,
    parked: count?.parked ?? 0,
    exceptions: exceptions.rows,
  };
}

const words = {
  zh: {
    title: '追溯网关',
    stations: '工作站',
    station: '工作站',
    lastContact: '最后联系',
    head: '已接收至',
    unsent: '未上传（自报）',
    clock: '时钟偏差',
    exceptions: '异常',
    code: '代码',
    subject: '对象',
    severity: '严重度',
    where: '来源',
    events: '事件',
    masterData: '主数据版本',
    parked: '待重算事件',
    never: '从未',
    none: '无',
  },
  en: {
    title: 'Trace gateway',
    stations: 'Stations',
    station: 'Station',
    lastContact: 'Last contact',
    head: 'Received up to',
    unsent: 'Unsent (as claimed)',
    clock: 'Clock offset',
    exceptions: 'Exceptions',
    code: 'Code',
    subject: 'Subject',
    severity: 'Severity',
    where: 'From',
    events: 'Events',
    masterData: 'Master data version',
    parked: 'Events waiting for a rebuild',
    never: 'never',
    none: 'none',
  },
} as const;

/** A page without scripts: stations, heads, last contact, exceptions. */
export function statusPage(status: GatewayStatus, language: 'zh' | 'en'): string {
  const word = words[language];
  const stations = status.stations.map((one) => [
    one.station,
    one.lastContactAt ?? word.never,
    String(one.headSeq),
    one.unsentClaimed === null ? '' : String(one.unsentClaimed),
    one.clockOffsetMs === null ? '' : `${(one.clockOffsetMs / 1000).toFixed(1)} s`,
  ]);
  const exceptions = status.exceptions.map((one) => [
    one.code,
    one.subject,
    one.severity,
    `${one.station} · ${one.seq}`,
  ]);
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><title>${word.title}</title>
<style>body{font:15px system-ui,sans-serif;margin:2rem;color:#1b2430}table{border-collapse:collapse;margin:.5rem 0 1.5rem}
td,th{border:1px solid #c8d0da;padding:.3rem .7rem;text-align:left}th{background:#f0f3f7}dt{color:#566}dd{margin:0 0 .5rem}</style></head>
<body><h1>${word.title}</h1>
<p>${escape(status.at)} · ${word.events} ${status.events} · ${word.masterData} ${status.masterDataVersion} · ${word.parked} ${status.parked} · ${escape(status.database)} · ${escape(status.version)}</p>
<h2>${word.stations}</h2>${table([word.station, word.lastContact, word.head, word.unsent, word.clock], stations, word.none)}
<h2>${word.exceptions}</h2>${table([word.code, word.subject, word.severity, word.where], exceptions, word.none)}
</body></html>
`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  if (rows.length === 0) return `<p>${none}</p>`;
  const head = heads.map((text) => `<th>${escape(text)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((text) => `<td>${escape(text)}</td>`).join('')}</tr>`).join('');
  return `<table><tr>${head}</tr>${body}</table>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
