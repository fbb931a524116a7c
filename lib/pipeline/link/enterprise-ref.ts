/** 主体库 entry as far as linking needs it. */
export type EnterpriseRef = {
  readonly uscc: string;
  readonly name: string;
  readonly formerNames?: readonly string[];
  /** 15-digit registration number. */
  readonly legacyNumber?: string | null;
  readonly address?: string | null;
  /** 法定代表人 and 联系电话, masked as they rest. */
  readonly representative?: string | null;
  readonly phone?: string | null;
};
