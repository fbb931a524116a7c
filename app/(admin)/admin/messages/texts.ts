import type { DeliveryFault } from "@/lib/messages/delivery-rules";

/** Why a message did not go out, for whoever can put it right. */
export const FAULTS: Readonly<Record<DeliveryFault, string>> = {
  unreachable: "连不上对方服务器",
  timeout: "对方 5 秒没有回应",
  rateLimited: "对方要求稍后再发",
  badCredentials: "账号、密钥或签名不对，请核对配置",
  badAddress: "对方说没有这个地址",
  providerRefused: "对方拒收",
  notConfigured: "通道没有配置",
  noAddress: "收件人已停用地址",
  interrupted: "发送中断，没有等到结果",
};
