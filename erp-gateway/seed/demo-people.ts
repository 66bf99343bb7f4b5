import { createHash, scryptSync } from 'node:crypto';
import type { Party, User } from '../../core/domain/master-data.ts';
import type { Role } from '../../core/domain/people.ts';
import { seededHex } from './seeded-random.ts';

/** What somebody needs to sign in to a station that runs on demo data. */
export interface DemoCredential {
  readonly userId: string;
  readonly printedName: string;
  readonly roles: readonly Role[];
  readonly password: string;
  /** Random token of the badge, as its barcode carries it. */
  readonly badge: string;
}

const staff: readonly { readonly userId: string; readonly printedName: string; readonly roles: readonly Role[] }[] = [
  { userId: 'op1', printedName: '陈晓燕', roles: ['operator'] },
  { userId: 'op2', printedName: '刘志强', roles: ['operator'] },
  { userId: 're1', printedName: '王丽萍', roles: ['re_checker'] },
  { userId: 'rc1', printedName: '赵建国', roles: ['receiver'] },
  { userId: 'in1', printedName: '孙敏', roles: ['inspector'] },
  { userId: 'qa1', printedName: '周文静', roles: ['qa_reviewer'] },
  { userId: 'rel1', printedName: '李海涛', roles: ['releaser'] },
  { userId: 'ta1', printedName: '何俊', roles: ['template_author'] },
  { userId: 'tp1', printedName: '郑雪梅', roles: ['template_approver'] },
  { userId: 'admin1', printedName: '吴磊', roles: ['system_administrator'] },
  { userId: 'aud1', printedName: '林芳', roles: ['auditor'] },
];

/**
 * The people of the demo with their passwords (`Demo-<user>-2026`) and badge tokens. DEMO DATA ONLY: they exist in no
 * installation that was not seeded with the demo.
 */
export function demoCredentials(seed: number): readonly DemoCredential[] {
  return staff.map((person) => ({
    ...person,
    password: `Demo-${person.userId}-2026`,
    badge: `BDG${seededHex(seed, `badge ${person.userId}`, 12).toUpperCase()}`,
  }));
}

/** The demo people as the centre issues them: verifiers, never passwords. */
export function demoUsers(seed: number, trainingUntil: string): readonly User[] {
  return demoCredentials(seed).map(({ userId, printedName, roles, password, badge }) => ({
    user_id: userId,
    printed_name: printedName,
    roles,
    active: true,
    training_until: trainingUntil,
    password: verifier(password, seededHex(seed, `salt ${userId}`, 16)),
    badge: createHash('sha256').update(badge, 'utf8').digest('hex'),
    must_change_password: false,
  }));
}

function verifier(password: string, salt: string): User['password'] {
  const cost = { N: 16_384, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
  const hash = scryptSync(password.normalize('NFKC'), Buffer.from(salt, 'hex'), 32, cost).toString('hex');
  return { scheme: 'scrypt', salt, hash, n: cost.N, r: cost.r, p: cost.p };
}

/** Consignees of the demo; the last one's licence has run out. `after` and `before` are dates in the future and past. */
export function demoParties(after: string, before: string): readonly Party[] {
  return [
    {
      code: 'H-SH-0031',
      name: { zh: '瑞康医院（上海）', en: 'Ruikang Hospital (Shanghai)' },
      address: '上海市浦东新区杨高南路 1288 号',
      gln: '6901234000016',
      licence_no: 'PDY10531231011531A1001',
      licence_until: after,
    },
    {
      code: 'H-HZ-0007',
      name: { zh: '杭州江南心血管病医院', en: 'Hangzhou Jiangnan Cardiovascular Hospital' },
      address: '浙江省杭州市滨江区滨盛路 366 号',
      gln: '6901234000023',
      licence_no: 'PDY20873333010812A1002',
      licence_until: after,
    },
    {
      code: 'H-NJ-0012',
      name: { zh: '南京明德人民医院', en: "Nanjing Mingde People's Hospital" },
      address: '江苏省南京市建邺区江东中路 98 号',
      gln: null,
      licence_no: 'PDY30215632010511A1001',
      licence_until: after,
    },
    {
      code: 'D-SZ-0102',
      name: { zh: '苏州恒济医疗器械有限公司', en: 'Suzhou Hengji Medical Devices Co., Ltd.' },
      address: '江苏省苏州市工业园区星湖街 218 号',
      gln: null,
      licence_no: '苏苏药监械经营许20230417号',
      licence_until: before,
    },
  ];
}
