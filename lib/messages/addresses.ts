import { z } from "zod";
import { maskPhone } from "../standards/mask";
import type { PersonChannel } from "./channels";

const Email = z.email().max(120);
const MOBILE = /^1[3-9]\d{9}$/;

/** 地址 as typed, in its plain form; null when it is none. Full-width letters and blanks are put right. */
export function readAddress(channel: PersonChannel, typed: string): string | null {
  const plain = typed.normalize("NFKC").replace(/\s/g, "");
  if (channel === "sms") {
    const number = plain.replace(/-/g, "").replace(/^(\+|00)86/, "");
    return MOBILE.test(number) ? number : null;
  }
  const [name = "", domain = ""] = plain.split("@");
  return Email.safeParse(plain).success ? `${name}@${domain.toLowerCase()}` : null;
}

/** 邮箱掩码: the first letter and the domain, z***@example.cn, whatever the length. */
const maskEmail = (address: string): string => `${[...address][0] ?? ""}***@${address.split("@").at(-1) ?? ""}`;

export const maskAddress = (channel: PersonChannel, address: string): string => (channel === "email" ? maskEmail(address) : maskPhone(address));
