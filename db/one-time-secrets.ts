import "server-only";
import { randomInt } from "node:crypto";

/** Letters and digits that nobody confuses when they are read out: no 0 O 1 l i. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const GROUP_LENGTH = 4;

const groups = (count: number): string =>
  Array.from({ length: count }, () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")).join("-");

/** 一次性密码 of three groups: about 59 bits, shown once and never stored; the first sign-in asks for a new one. */
export const oneTimePassword = (): string => groups(3);

/** 备用码 of three groups, for the day without the telephone. */
export const recoveryCode = (): string => groups(3);

/** 短信验证码: six digits, good for some minutes and few tries. */
export const messageCode = (): string => String(randomInt(1_000_000)).padStart(6, "0");
