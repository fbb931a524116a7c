import { type NextRequest, NextResponse } from "next/server";

const PLAIN = { "content-type": "text/plain; charset=utf-8" };

/** 安全头 with a nonce per request. Pages only: uploads and the API must not pass here, where bodies are cut at 10 MiB. */
export function proxy(request: NextRequest) {
  // No text column takes a NUL, and no browser types one: the address is refused before a page reads it.
  if (/%00/.test(request.nextUrl.pathname + request.nextUrl.search))
    return new NextResponse("地址里有不能识别的字符，请从首页重新进入。", { status: 400, headers: PLAIN });
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const development = process.env.NODE_ENV === "development";
  const policy = [
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
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = { matcher: [{ source: "/((?!api/|_next/|icon|manifest|favicon|templates/).*)" }] };
