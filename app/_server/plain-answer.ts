import "server-only";

/** A refusal of a download as the browser shows it: one Chinese sentence, kept by nobody. */
export const plainAnswer = (status: number, text: string): Response =>
  new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } });
