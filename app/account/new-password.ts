import { z } from "zod";
import { PASSWORD_LEAST } from "./password-words";

/** 新密码 wherever one is chosen. */
export const NewPassword = z
  .string()
  .min(PASSWORD_LEAST, `新密码至少 ${PASSWORD_LEAST} 位。`)
  .max(200)
  .regex(/[A-Za-z]/, "新密码里要有字母。")
  .regex(/\d/, "新密码里要有数字。");
export const PASSWORDS_DIFFER = "两次填的新密码不一样，请再填一次。";
