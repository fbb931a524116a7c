import "server-only";
import { refuse } from "./calculations/answer";

/** 请求方法不对: handlers for the methods that an address does not have, so that a program is told which it has instead of an empty answer. */
export function otherMethods(...allowed: readonly string[]) {
  const allow = allowed.includes("GET") ? ["HEAD", "OPTIONS", ...allowed] : ["OPTIONS", ...allowed];
  const headers = { allow: [...allow].sort().join(", ") };
  const refusal = () => refuse(405, "methodNotAllowed", `这个地址只接受 ${allowed.join("、")} 请求，请改用后重新发送。`, [], headers);
  return { GET: refusal, POST: refusal, PUT: refusal, PATCH: refusal, DELETE: refusal, OPTIONS: () => new Response(null, { status: 204, headers }) };
}
