/** 全角转半角 and other compatibility forms, for codes, numbers and dates. The plain ASCII case, by far the commonest, costs one test. */
export const halfWidth = (text: string): string => (isAscii(text) ? text : text.normalize("NFKC"));

// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole ASCII range is meant.
const ASCII = /^[\x00-\x7f]*$/;
export const isAscii = (text: string): boolean => ASCII.test(text);

/** Blanks of every kind (U+3000, U+00A0, tabs, breaks) and invisible characters. */
const BLANKS = /[\s\p{Cf}]+/gu;
export const withoutBlanks = (text: string): string => text.replace(BLANKS, "");

/** Full-width letters, digits and the ideographic space only; Chinese punctuation and brackets stay as registered. */
export const halfWidthLetters = (text: string): string =>
  isAscii(text) ? text : text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/[\u3000\u00a0]/g, " ");

const PLACEHOLDER =
  /^(?:[/\\]+|[-–—−_]+|无|暂无|没有|空|缺|不详|未填|未知|待补|null|none|nil|nan|n\/?a|#n\/a|#value!|#ref!|#div\/0!|#name\?|#num!|#null!|\\n|0{4,})$/i;
/** 缺失占位: what people and systems write where nothing is known. It is never zero. */
export const isPlaceholder = (text: string): boolean => text.length <= 8 && PLACEHOLDER.test(text);

/** A character that the source could not print: ? □ ■ ▯ and the replacement character. */
const LOST_CHARACTER = /[?？□■▯\uFFFD\uE000-\uF8FF]/;
export const hasLostCharacter = (text: string): boolean => LOST_CHARACTER.test(text);

const BRACKET_PAIRS: Readonly<Record<string, string>> = {
  "（": "(",
  "）": ")",
  "﹙": "(",
  "﹚": ")",
  "【": "(",
  "】": ")",
  "［": "(",
  "］": ")",
  "[": "(",
  "]": ")",
  "〔": "(",
  "〕": ")",
};
/** Brackets of any shape as ASCII parentheses; for keys, never for display. */
export const plainBrackets = (text: string): string => text.replace(/[（）﹙﹚【】［］[\]〔〕]/g, (char) => BRACKET_PAIRS[char] ?? char);

/** A wording reduced for comparison: half-width, no blanks, one kind of bracket, lower case. */
export const wordKey = (text: string): string => plainBrackets(withoutBlanks(halfWidth(text))).toLowerCase();
