import { refuse } from "../calculations/answer";

export const dynamic = "force-dynamic";

/** No such address of the API: told to a program as every other error, not as a page. */
const unknown = () => refuse(404, "addressUnknown", "没有这个接口地址。全部接口见 /api/openapi.json。");

export { unknown as DELETE, unknown as GET, unknown as PATCH, unknown as POST, unknown as PUT };
