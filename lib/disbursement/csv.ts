/** Quoted CSV records of the bank files: every text field in double quotes, CRLF at the end of each line. No line breaks inside fields. */

const CONTROL = /\p{Cc}/u;

/** May this text stand in a bank file? No control characters, and nothing a spreadsheet would take for a formula. */
export const isSafeField = (text: string): boolean => text.trim() !== "" && !CONTROL.test(text) && !/^[=+\-@]/.test(text.trim());

export const csvLine = (fields: readonly (string | number)[]): string => `${fields.map((field) => `"${String(field).replaceAll('"', '""')}"`).join(",")}\r\n`;

const FIELD = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

/** Fields of one line, null when quotes do not match. */
export function csvFields(line: string): readonly string[] | null {
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  for (;;) {
    const match = FIELD.exec(line);
    if (!match) return null;
    const [, quoted, bare = "", separator] = match;
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (separator !== ",") return FIELD.lastIndex === line.length || line.length === 0 ? fields : null;
  }
}

/** Lines of a file with CRLF or LF; a byte order mark and blank lines at the end are nobody's fault. */
export const csvLines = (text: string): readonly string[] =>
  text
    .replace(/^\uFEFF/, "")
    .replace(/[\r\n]+$/, "")
    .split(/\r?\n/);
