/** 短信验证码 of a registration: good for ten minutes and five tries. */
export const CODE_MINUTES = 10;
export const CODE_TRIES = 5;

export type Try = { readonly failures: number; readonly expiresAt: Date; readonly completedAt: unknown };

/** May a code still be tried at this wall time? */
export const isOpen = ({ failures, expiresAt, completedAt }: Try, wall: Date): boolean => completedAt === null && failures < CODE_TRIES && wall < expiresAt;

export const codeEnds = (wall: Date): Date => new Date(wall.getTime() + CODE_MINUTES * 60_000);

/** Names as people type them: full-width letters, blanks and the middle dot of minority names make no difference. */
export const sameName = (typed: string, registered: string): boolean => {
  const plain = (name: string) => name.normalize("NFKC").replace(/[\s·•・.]/g, "");
  return plain(typed) !== "" && plain(typed) === plain(registered);
};

/** Enterprises that no longer stand take no new sign-in. */
const STANDING: ReadonlySet<string> = new Set(["active", "suspended", "revoked", "liquidating"]);
export const mayRegister = (regStatus: string): boolean => STANDING.has(regStatus);

/** 登录名 of an enterprise's representative: its credit code, with a number behind it where that is taken. */
export function firstFreeName(uscc: string, taken: ReadonlySet<string>): string {
  const base = uscc.toLowerCase();
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(name)) return name;
  }
}
