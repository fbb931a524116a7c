import "server-only";

/** 错误答复 of the public API: a code for programs and a Chinese sentence that names the field. */
export function refuse(status: number, code: string, message: string, details: readonly string[] = [], headers: Record<string, string> = {}): Response {
  return Response.json({ error: { code, message, ...(details.length > 1 && { details }) } }, { status, headers });
}

/** The nearest address: what the last proxy has seen. What a client writes in front of it does not count. */
export function addressOf(request: Request): string {
  return request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "local";
}
