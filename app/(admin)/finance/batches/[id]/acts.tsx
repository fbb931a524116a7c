import { buttonClass } from "@/app/_ui/button";
import { Message } from "@/app/_ui/message";
import { Panel } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import type { BatchDetail } from "@/db/disbursement-views";
import { may } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import { BANK_FORMAT_WORDS, BANK_FORMATS } from "@/lib/disbursement/bank-file";
import { formatYuan } from "@/lib/kernel/fen";
import { ActFile, ActForm, ActSelect, ConfirmAct } from "../../../admin/_parts/act-form";
import { FILE_PURPOSES } from "../../texts";
import { exportFile, importFile, release, simulateReturn } from "./actions";

type Props = { batch: BatchDetail; roles: readonly Role[]; personId: string; demo: boolean };

const sumOf = ({ orderCount, totalFen }: BatchDetail): string => `${orderCount} 笔，共 ${formatYuan(totalFen)}元`;

function Release({ batch, roles, personId }: Props) {
  if (!may(roles, "payment.release")) return <Message title="等财政审核人放行">制单和放行由两个人办。</Message>;
  if (batch.makerId === personId)
    return (
      <Message tone="amber" title="这一批是您制的单">
        请另一位财政审核人放行。
      </Message>
    );
  return (
    <ConfirmAct
      open="审核放行"
      openTone="go"
      size="normal"
      title={`放行 ${sumOf(batch)}`}
      description="放行后可以导出支付文件交银行，不能再撤回。放行前会核对批次内容和制单时是否一致。"
      action={release}
      hidden={{ batchId: batch.id }}
      submit={`放行 ${batch.orderCount} 笔`}
      busyText="正在核对…"
    />
  );
}

function Export({ batch, roles }: Props) {
  if (!may(roles, "payment.accountReview")) return <Message title="等财政人员导出支付文件" />;
  return (
    <ConfirmAct
      open="导出银行文件"
      openTone="go"
      size="normal"
      title={`生成支付文件：${sumOf(batch)}`}
      description="支付文件只生成一次，生成后指令记为已发送。文件含完整账号，导出和每次下载都留下记录。"
      action={exportFile}
      hidden={{ batchId: batch.id }}
      submit="生成支付文件"
      busyText="正在生成…"
    >
      <ActSelect
        label="文件格式"
        name="format"
        required
        hint="按开户银行要求选"
        options={BANK_FORMATS.map((value) => ({ value, label: BANK_FORMAT_WORDS[value] }))}
      />
    </ConfirmAct>
  );
}

/** A plain form that GETs the file: the reading is recorded with its purpose before the bytes leave. */
function Download({ batch }: { batch: BatchDetail }) {
  return (
    <form action={`/api/finance/batches/${batch.id}/file`} method="get" className="grid max-w-[560px] gap-3">
      <Select
        label="下载支付文件的用途"
        name="purpose"
        hint="文件含完整账号，每次下载都留下记录。"
        options={FILE_PURPOSES.map((text) => ({ value: text, label: text }))}
      />
      <div>
        <button type="submit" className={buttonClass({ tone: "plain" })}>
          下载支付文件
        </button>
      </div>
    </form>
  );
}

function Simulate({ batch }: { batch: BatchDetail }) {
  const sent = batch.orders.filter((order) => order.state === "sent");
  if (sent.length === 0) return null;
  const options = [
    { value: "", label: "全部到账" },
    ...sent.map((order) => ({ value: order.account.slice(-4), label: `退回 ${order.enterpriseName}（尾号 ${order.account.slice(-4)}）` })),
  ];
  return (
    <Panel label="演示" className="max-w-[592px]">
      <p className="mb-3 text-ink-2">演示县没有真银行，可以模拟一份回单。</p>
      <ActForm action={simulateReturn} hidden={{ batchId: batch.id }} submit="模拟银行回单" tone="plain" busyText="正在生成回单…">
        <ActSelect label="回单结果" name="bounce" options={options} />
      </ActForm>
    </Panel>
  );
}

function Returns({ batch, roles, demo }: Props) {
  const mayImport = may(roles, "payment.reconcile");
  return (
    <div className="grid gap-6">
      {mayImport ? (
        <ActForm action={importFile} hidden={{ batchId: batch.id }} submit="导入回单" busyText="正在对账…">
          <ActFile
            label="银行回单文件"
            name="file"
            hint="县财政回盘（CSV）或 ISO 20022 的 camt.054、pain.002，银行给的原文件，不超过 2 MB。"
            accept=".csv,.txt,.xml"
            required
          />
        </ActForm>
      ) : (
        <Message title="等财政制单人导入银行回单" />
      )}
      {may(roles, "payment.accountReview") ? <Download batch={batch} /> : null}
      {demo && mayImport ? <Simulate batch={batch} /> : null}
    </div>
  );
}

/** 下一步 of a batch: what can be done now, by whom. */
export function BatchActs(props: Props) {
  const { batch, roles } = props;
  if (batch.state === "prepared") return <Release {...props} />;
  if (batch.state === "released") return <Export {...props} />;
  if (batch.state === "exported") return <Returns {...props} />;
  return (
    <div className="grid gap-4">
      <Message tone="green" title="已和银行回单对平" />
      {may(roles, "payment.accountReview") ? <Download batch={batch} /> : null}
    </div>
  );
}
