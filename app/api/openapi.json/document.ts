import { z } from "zod";
import { CalculationAnswer, CalculationRequest, ErrorAnswer, PolicyAnswer, PolicyList, UploadReceived, UploadRow, UploadState } from "./schemas";

const SCHEMAS = { ErrorAnswer, CalculationRequest, CalculationAnswer, PolicyList, PolicyAnswer, UploadReceived, UploadState, UploadRow } as const;
type SchemaName = keyof typeof SCHEMAS;

const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: SchemaName) => ({ "application/json": { schema: ref(name) } });
const says = (description: string, name: SchemaName) => ({ description, content: json(name) });
const file = (description: string, type: string) => ({ description, content: { [type]: {} } });
const refused = (...codes: readonly (readonly [code: string, description: string])[]) =>
  Object.fromEntries(codes.map(([code, description]) => [code, says(description, "ErrorAnswer")]));
const inPath = (name: string, description: string) => ({ name, in: "path", required: true, description, schema: { type: "string" } });

const SIGNED = [{ signature: [] }];
const SIGNED_ERRORS = [
  ["401", "签名头缺失、写法不对、时间超出或签名不符"],
  ["409", "随机数用过，或结果还没处理完"],
  ["429", "请求太密：每分钟最多报送 120 份、查询 1200 次，过 Retry-After 秒再发"],
] as const;

const paths = {
  "/api/v1/calculations": {
    post: {
      summary: "政策计算：一次问，全部政策一起答",
      requestBody: { required: true, content: json("CalculationRequest") },
      responses: {
        "200": says("每项政策的结论、金额和条件", "CalculationAnswer"),
        ...refused(["400", "数据有误"], ["413", "请求体超过 64 KB"], ["429", "请求太密"]),
      },
    },
  },
  "/api/v1/policies": { get: { summary: "政策库、指标目录和资质代码", responses: { "200": says("现行政策", "PolicyList") } } },
  "/api/v1/policies/{code}": {
    get: {
      summary: "一项政策的条文、规则、金额算法和材料",
      parameters: [inPath("code", "政策编号")],
      responses: { "200": says("政策", "PolicyAnswer"), ...refused(["404", "没有这项政策"]) },
    },
  },
  "/api/v1/policies/{code}/dmn": {
    get: {
      summary: "一项现行政策的决策模型，DMN 1.3，可放进别的规则引擎里运行",
      parameters: [inPath("code", "政策编号")],
      responses: { "200": file("DMN 1.3 文件", "application/xml"), ...refused(["404", "没有这项政策"]) },
    },
  },
  "/api/v1/uploads/{target}": {
    post: {
      summary: "部门报送：target 为数据集编号",
      security: SIGNED,
      parameters: [
        inPath("target", "数据集编号"),
        { name: "period", in: "query", required: true, description: "2025、2025Q3、2025-07、2025-07-15 或 snapshot", schema: { type: "string" } },
      ],
      requestBody: { required: true, content: { "application/octet-stream": {} } },
      responses: {
        "202": says("收下，随后处理", "UploadReceived"),
        "200": says("同一文件已经收过，什么都不变", "UploadReceived"),
        ...refused(["400", "期间、文件或正文有误"], ["403", "不是本部门的数据集"], ["404", "没有这个数据集"], ["413", "文件太大"], ...SIGNED_ERRORS),
      },
    },
    get: {
      summary: "处理状态和行数：target 为上传编号",
      security: SIGNED,
      parameters: [inPath("target", "上传编号")],
      responses: { "200": says("状态", "UploadState"), ...refused(["404", "没有这个上传"], ...SIGNED_ERRORS) },
    },
  },
  "/api/v1/uploads/{target}/rows": {
    get: {
      summary: "逐行结果，NDJSON，一行对应来源文件的一行",
      security: SIGNED,
      parameters: [inPath("target", "上传编号")],
      responses: {
        "200": { description: "逐行结果", content: { "application/x-ndjson": { schema: ref("UploadRow") } } },
        ...refused(["404", "没有这个上传"], ...SIGNED_ERRORS),
      },
    },
  },
  "/api/notices/rss": { get: { summary: "公示订阅，RSS 2.0", responses: { "200": file("最新公示", "application/rss+xml") } } },
  "/api/notices/{id}": {
    get: {
      summary: "公示名单，XLSX",
      parameters: [inPath("id", "公示编号")],
      responses: {
        "200": file("名单", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ...refused(["404", "没有这个公示，或已下线"]),
      },
    },
  },
  "/api/openapi.json": { get: { summary: "本说明", responses: { "200": file("OpenAPI 3.1", "application/json") } } },
  "/api/health": { get: { summary: "健康检查", responses: { "200": file("数据库有应答", "application/json") } } },
};

/** 接口说明: every public address of the platform as OpenAPI 3.1, its schemas made from the same zod objects that the tests hold against the handlers. */
export function openApiDocument(server: string) {
  const schemas = Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const { $schema: _dialect, ...rest } = z.toJSONSchema(schema);
      return [name, rest];
    }),
  );
  return {
    openapi: "3.1.0",
    info: {
      title: "企业服务平台开放接口",
      version: "1",
      description: "政策库、政策计算和公示不用申请。部门报送用密钥签名，算法见 docs/departments.md。",
    },
    servers: [{ url: server }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        signature: {
          type: "apiKey",
          in: "header",
          name: "X-Signature",
          description: "另带 X-Key-Id、X-Timestamp、X-Nonce、X-Content-SHA256；签名为 HMAC-SHA256 十六进制",
        },
      },
    },
  };
}
