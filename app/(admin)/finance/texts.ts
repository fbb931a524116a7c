import type { VerifyRefusal } from "@/db/accounts";
import type { ExportRefusal, ImportRefusal } from "@/db/bank-exchange";
import type { BatchRow, OrderRow } from "@/db/disbursement-views";
import type { PrepareRefusal } from "@/db/disbursements";
import type { LedgerAccount } from "@/lib/disbursement/ledger";
import type { ReleaseRefusal } from "@/lib/disbursement/orders";

export const PREPARE_REFUSAL: Readonly<Record<PrepareRefusal, string>> = {
  notPaymentMaker: "只有在岗的财政制单人可以制单。请联系安全管理员核对任职。",
  nothingChosen: "还没有选办件。请先勾选要付的办件。",
};

export const RELEASE_REFUSAL: Readonly<Record<ReleaseRefusal | "notFound", string>> = {
  notFound: "没有找到这个批次，请回到批次清单重新打开。",
  roleMissing: "只有在岗的财政审核人可以放行。",
  makerReleases: "制单和放行不能是同一个人，请另一位财政审核人办理。",
  tookPart: "您审核或签发过其中的办件，请另一位财政审核人放行。",
  alreadyReleased: "这个批次已经放行过了，刷新后可以看到。",
  emptyBatch: "批次里没有支付指令，不能放行。",
  batchChanged: "制单之后批次内容变了，和交来的不一致。请退回制单人查明。",
};

const FILE_FAULT = "支付文件没有生成：";
export const EXPORT_REFUSAL: Readonly<Record<ExportRefusal, string>> = {
  notFound: "没有找到这个批次，请回到批次清单重新打开。",
  notFinance: "只有在岗的财政人员可以导出支付文件。",
  notReleased: "批次还没有放行，放行后才能导出。",
  alreadyExported: "支付文件已经生成过一次，请直接下载，不会再生成第二份。",
  emptyBatch: `${FILE_FAULT}批次里没有支付指令。`,
  mixedFunds: `${FILE_FAULT}混进了别的资金来源的指令，请查明后重新制单。`,
  totalsDiffer: `${FILE_FAULT}合计和逐笔相加不一致，请查明后重新制单。`,
  orderNumberInvalid: `${FILE_FAULT}有一笔指令号不合规则。`,
  orderTwice: `${FILE_FAULT}同一指令号出现了两次。`,
  claimTwice: `${FILE_FAULT}同一办件出现了两次。`,
  amountNotPositive: `${FILE_FAULT}有一笔金额不大于 0。`,
  accountInvalid: `${FILE_FAULT}有账户的账号或联行号不完整，请先在“账户变更”里补齐。`,
  unsafeText: `${FILE_FAULT}有收款人名称或附言含银行不收的字符。`,
};

export const IMPORT_REFUSAL: Readonly<Record<ImportRefusal, string>> = {
  notFinance: "只有在岗的财政人员可以导入回单。",
  batchUnknown: "回单里的批次号在系统里没有，请核对是不是别的单位的回单。",
  otherBatch: "这是另一个批次的回单，请到那个批次导入。",
  batchNotSent: "这个批次还没有发给银行，不能导入回单。",
  headInvalid: "回单的开头认不出来，请确认是银行给的原文件，没有用表格软件另存过。",
  lineInvalid: "回单里有一行认不出来，整份没有导入。请向银行重新要一份。",
  trailerMissing: "回单没有结尾行，可能没有下载完整。请重新下载。",
  countDiffers: "回单写的笔数和实际行数不一致，整份没有导入。",
  sumDiffers: "回单写的合计和逐笔相加不一致，整份没有导入。",
  hashDiffers: "回单的校验码对不上，内容可能被改动过。请向银行重新要一份。",
  hashMissing: "回单没有校验码，不能确认完整。请向银行重新要一份。",
};

export const VERIFY_REFUSAL: Readonly<Record<VerifyRefusal, string>> = {
  notFound: "没有找到这个账户变更，可能企业已经重新填过。请刷新。",
  notFinance: "只有在岗的财政人员可以复核账户。",
  enteredBySame: "录入和复核不能是同一个人。",
  alreadyDecided: "这个变更已经有人复核过了，请刷新。",
  cnapsInvalid: "联行号应为 12 位数字，请向开户行核对。",
};

export const BATCH_STATES: Readonly<Record<BatchRow["state"], string>> = { prepared: "待放行", released: "待发送", exported: "待回单", reconciled: "已对平" };
export const ORDER_STATES: Readonly<Record<OrderRow["state"], string>> = {
  prepared: "已制单",
  sent: "已发送",
  paid: "已到账",
  returned: "已退票",
  cancelled: "已撤销",
};

export const ACCOUNT_NAMES: Readonly<Record<LedgerAccount, string>> = {
  appropriation: "预算指标",
  available: "可用指标",
  reserved: "已冻结",
  spent: "已列支",
  bank: "银行存款",
  inTransit: "在途资金",
  granted: "已发补贴",
  receivable: "应收追回",
  recovered: "追回待缴库",
};
export const LEDGER_ACCOUNTS = Object.keys(ACCOUNT_NAMES) as LedgerAccount[];

/** 用途 of a reading of account numbers. */
export const FILE_PURPOSES = ["交银行办理", "核对账目", "存档备查"] as const;
