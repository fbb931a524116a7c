import { randomInt } from "node:crypto";

/** Without characters that are taken for one another. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** 一次性口令 of three groups, easy to read out over the telephone; about 59 bits. */
export const oneTimePassword = (): string =>
  Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join("")).join("-");
