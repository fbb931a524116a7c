import { type NextRequest, NextResponse } from "next/server";

const BROKEN = { error: { code: "addressBroken", message: "地址里有不能识别的字符，请核对后重新请求。" } } as const;

/** 坏地址: an escape that nothing decodes, which the router would answer with a bare 500, or a NUL, which no text column takes and no browser types. */
function isBroken({ pathname, search }: { readonly pathname: string; readonly search: string }): boolean {
  try {
    return decodeURIComponent(pathname).includes("\0") || search.includes("%00");
  } catch {
    return true;
  }
}

function securityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** 安全头 with a nonce per request, for pages; a broken address is told as one, on a page or, to programs, as JSON. */
export function proxy(request: NextRequest) {
  const broken = isBroken(request.nextUrl);
  if (request.nextUrl.pathname.startsWith("/api/")) return broken ? NextResponse.json(BROKEN, { status: 400 }) : NextResponse.next();
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = securityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const init = { request: { headers } };
  // No page is there, so that the answer is the page for what is not found
  const response = broken ? NextResponse.rewrite(new URL("/broken-address", request.nextUrl), init) : NextResponse.next(init);
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Uploads and the API must not pass here, where bodies are cut at 10 MiB: of theirs only addresses with an escape, which none of their own has. */
export const config = { matcher: [{ source: "/((?!api/|_next/|icon|manifest|favicon|templates/).*)" }, { source: "/(api/.*%.*)" }] };
