import { z } from "zod";

const Answer = z.object({ uploadId: z.uuid(), duplicate: z.boolean().optional() });
const Failure = z.object({ error: z.object({ message: z.string() }) });

export type Sent = { readonly ok: true; readonly uploadId: string; readonly duplicate: boolean } | { readonly ok: false; readonly message: string };

const BROKEN: Sent = { ok: false, message: "文件没有传完，网络可能中断了。您选的内容都还在，请再传一次。" };

function read(text: string): Sent {
  try {
    const json: unknown = JSON.parse(text);
    const answer = Answer.safeParse(json);
    if (answer.success) return { ok: true, uploadId: answer.data.uploadId, duplicate: answer.data.duplicate ?? false };
    const failure = Failure.safeParse(json);
    return failure.success ? { ok: false, message: failure.data.error.message } : BROKEN;
  } catch {
    return BROKEN;
  }
}

/** Hex SHA-256 of the file where the browser offers it (a secure address); without it the length alone guards the transfer. */
async function digestOf(file: File): Promise<string | null> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) return null;
  const hash = new Uint8Array(await subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sends the raw file; `onProgress` hears the share sent, 0 to 1. XMLHttpRequest, because fetch does not tell how far an upload has come. */
export async function sendFile(file: File, about: { dataset: string; period: string }, onProgress: (share: number) => void): Promise<Sent> {
  const digest = await digestOf(file);
  const query = new URLSearchParams({ ...about, filename: file.name });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/uploads?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    if (digest) request.setRequestHeader("x-content-sha256", digest);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => resolve(read(request.responseText));
    request.onerror = () => resolve(BROKEN);
    request.send(file);
  });
}
