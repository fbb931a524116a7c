/** Control characters but tab and line breaks: no keyboard types them and no text column takes a NUL. */
const CONTROL = /(?![\t\n\r])\p{Cc}/gu;

/** What a person typed, without characters that nobody types. */
export const typedText = (text: string): string => text.replace(CONTROL, "");

/** A part of an address, decoded; as it stands where its escapes are broken. */
export function decodedText(text: string): string {
  try {
    return typedText(decodeURIComponent(text));
  } catch {
    return typedText(text);
  }
}
