import "server-only";
import path from "node:path";
import { z } from "zod";
import { CHANNELS, type Channel } from "@/lib/messages/channels";

const DEMO_SIZES = "DEMO_SIZE 必须是 40 到 20000 的整数";

/** Configuration by environment, read once and refused with a clear sentence. The README's table lists every variable. */
const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "DATABASE_URL 必须是 postgres:// 开头的地址；不设则用内嵌数据库" }).optional(),
  DATABASE_DRIVER: z.enum(["pg", "neon"], { error: "DATABASE_DRIVER 只能是 pg 或 neon" }).optional(),
  NEON_WS_PROXY: z.string().optional(),
  DATA_DIR: z.string().optional(),
  DEMO: z.enum(["on", "off"], { error: "DEMO 只能是 on 或 off" }).default("on"),
  DEMO_SIZE: z.coerce.number({ error: DEMO_SIZES }).int(DEMO_SIZES).min(40, DEMO_SIZES).max(20_000, DEMO_SIZES).default(1200),
  BUSINESS_DATE: z.iso.date({ error: "BUSINESS_DATE 必须是日期，如 2026-07-15" }).optional(),
  PAYMENT_CHANNEL: z.enum(["file", "bank"], { error: "PAYMENT_CHANNEL 只能是 file（银行文件）或 bank（真实通道）" }).default("file"),
  AUTH_SECRET: z.string().min(32, "AUTH_SECRET 至少 32 个字符；npm start 会自动生成").optional(),
  DATA_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}=?$/, "DATA_KEY 必须是 32 字节的 base64url；npm start 会自动生成")
    .optional(),
  STAFF_SECOND_FACTOR: z.enum(["optional", "required"], { error: "STAFF_SECOND_FACTOR 只能是 optional（自愿）或 required（必须）" }).default("optional"),
  OIDC_ISSUER: z.url({ error: "OIDC_ISSUER 必须是网址" }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_SCOPE: z
    .string()
    .regex(/\bopenid\b/, "OIDC_SCOPE 必须包含 openid")
    .default("openid profile"),
  OIDC_ENTITLEMENT_CLAIM: z.string().default("entitlement"),
  SMS_GATEWAY_URL: z.url({ protocol: /^https?$/, error: "SMS_GATEWAY_URL 必须是网址" }).optional(),
  SMS_GATEWAY_SECRET: z.string().min(16, "SMS_GATEWAY_SECRET 至少 16 个字符").optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "SMTP_URL 必须是 smtp:// 或 smtps:// 开头的地址，如 smtps://用户名:密码@mail.example.cn:465" }).optional(),
  SMTP_FROM: z.email({ error: "SMTP_FROM 必须是一个邮箱地址" }).optional(),
  DINGTALK_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: "DINGTALK_WEBHOOK_URL 必须是网址" }).optional(),
  DINGTALK_SECRET: z.string().min(16, "DINGTALK_SECRET 至少 16 个字符（机器人安全设置里的“加签”密钥）").optional(),
  WECOM_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: "WECOM_WEBHOOK_URL 必须是网址" }).optional(),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/, error: "NEXTAUTH_URL 必须是网址" }).optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_DEV: z.string().optional(),
  VERCEL: z.string().optional(),
});

/** 统一身份认证: a generic OpenID Connect provider; `entitlementClaim` names whose account its bearer is here. */
export type Oidc = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly entitlementClaim: string;
};

/** 短信通道: a gateway by configuration; in a demo county a place that a tester can see; else none, and whoever needs one is told so. */
export type MessageChannel =
  | { readonly kind: "gateway"; readonly url: string; readonly secret: string }
  | { readonly kind: "demo" }
  | { readonly kind: "none" };

/** 对外通道 by configuration; null: not configured, and nothing is queued for it. */
export type Outlets = {
  readonly email: { readonly url: string; readonly from: string } | null;
  readonly sms: Extract<MessageChannel, { kind: "gateway" }> | null;
  readonly dingtalk: { readonly url: string; readonly secret: string } | null;
  readonly wecom: { readonly url: string } | null;
};

export type Config = {
  readonly database: { kind: "pglite"; dataDir: string } | { kind: "pg"; url: string } | { kind: "neon"; url: string; wsProxy: string | undefined };
  readonly dataDir: string;
  readonly demo: boolean;
  readonly demoSize: number;
  readonly businessDate: string | undefined;
  readonly paymentChannel: "file" | "bank";
  readonly authSecret: string | undefined;
  readonly dataKey: string | undefined;
  /** 工作人员必须绑定动态验证码. */
  readonly staffSecondFactor: boolean;
  readonly oidc: Oidc | null;
  readonly messages: MessageChannel;
  readonly outlets: Outlets;
  /** 公开地址 of the platform, for links in mails and groups. */
  readonly publicAddress: string | undefined;
  readonly embeddedRunner: boolean;
};

type Env = Readonly<Record<string, string | undefined>>;

function databaseOf(env: z.output<typeof Environment>, dataDir: string): Config["database"] {
  if (!env.DATABASE_URL) return { kind: "pglite", dataDir: path.join(dataDir, "pglite") };
  const neon = env.DATABASE_DRIVER ? env.DATABASE_DRIVER === "neon" : /\.neon\.tech$/.test(new URL(env.DATABASE_URL).hostname);
  return neon ? { kind: "neon", url: env.DATABASE_URL, wsProxy: env.NEON_WS_PROXY } : { kind: "pg", url: env.DATABASE_URL };
}

function oidcOf(env: z.output<typeof Environment>): Oidc | null {
  if (!env.OIDC_ISSUER) return null;
  return {
    issuer: env.OIDC_ISSUER.replace(/\/$/, ""),
    clientId: env.OIDC_CLIENT_ID ?? "",
    clientSecret: env.OIDC_CLIENT_SECRET ?? "",
    scope: env.OIDC_SCOPE,
    entitlementClaim: env.OIDC_ENTITLEMENT_CLAIM,
  };
}

function messagesOf(env: z.output<typeof Environment>): MessageChannel {
  if (env.SMS_GATEWAY_URL && env.SMS_GATEWAY_SECRET) return { kind: "gateway", url: env.SMS_GATEWAY_URL, secret: env.SMS_GATEWAY_SECRET };
  return { kind: env.DEMO === "on" ? "demo" : "none" };
}

function outletsOf(env: z.output<typeof Environment>): Outlets {
  const messages = messagesOf(env);
  return {
    email: env.SMTP_URL && env.SMTP_FROM ? { url: env.SMTP_URL, from: env.SMTP_FROM } : null,
    sms: messages.kind === "gateway" ? messages : null,
    dingtalk: env.DINGTALK_WEBHOOK_URL && env.DINGTALK_SECRET ? { url: env.DINGTALK_WEBHOOK_URL, secret: env.DINGTALK_SECRET } : null,
    wecom: env.WECOM_WEBHOOK_URL ? { url: env.WECOM_WEBHOOK_URL } : null,
  };
}

/** What each channel cannot be without. A county without any asks nothing more, however many messages it writes. */
const OUTLET_VARIABLES = { email: "SMTP_URL", sms: "SMS_GATEWAY_URL", dingtalk: "DINGTALK_WEBHOOK_URL", wecom: "WECOM_WEBHOOK_URL" } as const;

/** Channels that are configured, without reading the rest of the configuration. */
export const configuredChannels = (source: Env = process.env): Channel[] => CHANNELS.filter((channel) => (source[OUTLET_VARIABLES[channel]] ?? "") !== "");

const PAIRS = [
  ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"],
  ["SMS_GATEWAY_URL", "SMS_GATEWAY_SECRET"],
  ["SMTP_URL", "SMTP_FROM"],
  ["DINGTALK_WEBHOOK_URL", "DINGTALK_SECRET"],
] as const;

/** Combinations that a county must never run with. */
function contradictions(env: z.output<typeof Environment>, embeddedRunner: boolean): string[] {
  const found: string[] = [];
  if (env.BUSINESS_DATE && env.PAYMENT_CHANNEL === "bank") found.push("配置了真实支付通道（PAYMENT_CHANNEL=bank），不能再用 BUSINESS_DATE 固定业务日期");
  if (env.DEMO === "on" && env.PAYMENT_CHANNEL === "bank") found.push("演示县（DEMO=on）不能配置真实支付通道；正式使用请设 DEMO=off");
  if (env.VERCEL && embeddedRunner) found.push("无服务器环境里没有常驻进程，必须配置 INNGEST_EVENT_KEY 和 INNGEST_SIGNING_KEY");
  if (env.VERCEL && !env.DATABASE_URL) found.push("无服务器环境里没有磁盘，必须配置 DATABASE_URL");
  if (env.OIDC_ISSUER && !(env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET)) found.push("设置了 OIDC_ISSUER，还需要 OIDC_CLIENT_ID 和 OIDC_CLIENT_SECRET");
  return [...found, ...PAIRS.filter(([one, other]) => Boolean(env[one]) !== Boolean(env[other])).map((pair) => `${pair.join(" 与 ")} 必须同时设置`)];
}

/** Parses the environment; throws one error that names every variable at fault. Empty strings count as not set. */
export function readConfig(source: Env = process.env): Config {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) throw new Error(`配置有误：\n${parsed.error.issues.map((issue) => `  ${issue.path.join(".")}：${issue.message}`).join("\n")}`);
  const env = parsed.data;
  const embeddedRunner = !(env.INNGEST_EVENT_KEY || env.INNGEST_SIGNING_KEY || env.INNGEST_DEV);
  const found = contradictions(env, embeddedRunner);
  if (found.length > 0) throw new Error(`配置有误：\n${found.map((text) => `  ${text}`).join("\n")}`);
  const dataDir = path.resolve(/* turbopackIgnore: true */ env.DATA_DIR ?? ".data");
  return {
    database: databaseOf(env, dataDir),
    dataDir,
    demo: env.DEMO === "on",
    demoSize: env.DEMO_SIZE,
    businessDate: env.BUSINESS_DATE,
    paymentChannel: env.PAYMENT_CHANNEL,
    authSecret: env.AUTH_SECRET,
    dataKey: env.DATA_KEY,
    staffSecondFactor: env.STAFF_SECOND_FACTOR === "required",
    oidc: oidcOf(env),
    messages: messagesOf(env),
    outlets: outletsOf(env),
    publicAddress: env.NEXTAUTH_URL?.replace(/\/$/, ""),
    embeddedRunner,
  };
}
