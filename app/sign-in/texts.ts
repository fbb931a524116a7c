import type { ProviderRefusal } from "@/db/provider-sign-in";
import type { SignInRefusal } from "@/db/sign-in";

const REFUSALS: Readonly<Record<SignInRefusal, string>> = {
  unknown: "用户名或密码不对。连错 5 次会锁定 15 分钟。",
  locked: "这个账号连错 5 次，已锁定。请 15 分钟后再试，或打惠企热线。",
  codeNeeded: "这个账号绑定了动态验证码，请把验证码也填上。",
  disabled: "这个账号已停用。请联系本单位的系统管理员。",
};
/** In the second step: which of the three was wrong is not told. */
export const CODE_WRONG = "密码或验证码不对。同一个验证码只能用一次，请等下一个；密码也可能填错了。连错 5 次会锁定 15 分钟。";
/** Why somebody whom the provincial service has proven does not get in. */
const PROVIDER: Readonly<Record<Exclude<ProviderRefusal, "disabled">, string>> = {
  unbound: "省统一身份认证通过了，但它没有说明您在本平台是谁。请先用密码登录，或到政务服务中心开通。",
  contradictory: "省统一身份认证同时给了工作人员和企业两种身份，不能一起用。请联系省平台改正，或先用密码登录。",
  staffUnknown: "省统一身份认证给的工号在本平台还没有开户。请联系本单位的系统管理员。",
  boundOtherwise: "这个工号已经绑定了另一个省统一身份认证账号。请联系本单位的系统管理员。",
  enterpriseUnknown: "省统一身份认证通过了，但您名下的企业不在本县登记名录里。刚登记的企业，请过一个工作日再试。",
  notEntitled: "省统一身份认证通过了，但您名下没有企业。企业请由法定代表人登录，经办人请用密码登录。",
};
const FAULT = "没有登录上，不是您填错了。请再试一次；还不行，请打惠企热线。";

/** What next-auth hands on as an error, in words. */
export function signInError(error: string): string {
  if (error === "CredentialsSignin") return REFUSALS.unknown;
  if (error === "AccessDenied") return PROVIDER.unbound;
  if (error === "Callback") return "省统一身份认证没有完成，可能是您在那边取消了。可以再试一次，或者用密码登录。";
  if (Object.hasOwn(PROVIDER, error)) return PROVIDER[error as keyof typeof PROVIDER];
  return Object.hasOwn(REFUSALS, error) ? REFUSALS[error as SignInRefusal] : FAULT;
}
