import { decodedText } from "@/app/_server/typed-text";

/** The file's name from Content-Disposition (`filename*` before `filename`) or from X-Filename (percent-encoded UTF-8); else `fallback`. */
export function filenameOf(headers: Headers, fallback: string): string {
  const disposition = headers.get("content-disposition") ?? "";
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition);
  const named = extended ?? plain?.[1] ?? plain?.[2] ?? headers.get("x-filename") ?? "";
  return decodedText(named).trim() || fallback;
}
