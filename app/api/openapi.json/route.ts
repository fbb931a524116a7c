import { openApiDocument } from "./document";

export const dynamic = "force-dynamic";

/** GET /api/openapi.json: 接口说明. */
export function GET(request: Request): Response {
  const url = new URL(request.url);
  return Response.json(openApiDocument(`${url.protocol}//${request.headers.get("host") ?? url.host}`));
}
