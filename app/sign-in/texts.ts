import type { SignInRefusal } from "@/db/sign-in";

const REFUSALS: Readonly<Record<SignInRefusal, string>> = {
  unknown: "用户名或密码不对。连错 5 次会锁定 15 分钟。",
  locked: "这个账号连错 5 次，已锁定。请 15 分钟后再试，或打惠企热线。",
  codeNeeded: "这个账号绑定了动态验证码，请把验证码也填上。",
  disabled: "这个账号已停用。请联系本单位的系统管理员。",
};
/** In the second step: which of the three was wrong is not told. */
export const CODE_WRONG = "密码或验证码不对。同一个验证码只能用一次，请等下一个；密码也可能填错了。连错 5 次会锁定 15 分钟。";
const UNBOUND = "省统一身份认证通过了，但还没有绑定本平台账号。请先用密码登录，或到政务服务中心开通。";
const FAULT = "没有登录上，不是您填错了。请再试一次；还不行，请打惠企热线。";

/** What next-auth hands on as an error, in words. */
export function signInError(error: string): string {
  if (error === "CredentialsSignin") return REFUSALS.unknown;
  if (error === "unbound" || error === "AccessDenied") return UNBOUND;
  return error in REFUSALS ? REFUSALS[error as SignInRefusal] : FAULT;
}
