const ENTITY: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

/** Characters that no XML 1.0 document may hold: controls, non-characters, half surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** Text for an element or an attribute of an XML document. */
export const xmlText = (text: string): string => text.replace(FORBIDDEN, "").replace(/[&<>"'\n\r\t]/g, (sign) => ENTITY[sign] ?? sign);
