/** 税款入库 as a file: a register of enterprises and as many payments of theirs, about 200 bytes each, every tenth one in need of a correction. */
import { makeUscc } from "@/lib/standards/uscc";

const REGISTER = "统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码";
const PAYMENTS = "纳税人识别号,纳税人名称,税票号码,征收项目,税款所属期,实缴金额,欠税余额,入库日期,备注";
const NOTE = "备注".repeat(16);
const FIRMS = 1000;

const firms = Array.from({ length: FIRMS }, (_, i) => [makeUscc(`91529901MADE2${String(i).padStart(4, "0")}`), `青禾县第${i}号食品有限公司`] as const);

function written(count: number, head: string, line: (i: number) => string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * 240 + 1000);
  const encoder = new TextEncoder();
  let at = encoder.encodeInto(`${head}\n`, bytes).written;
  for (let i = 0; i < count; i += 1) at += encoder.encodeInto(`${line(i)}\n`, bytes.subarray(at, at + 400)).written;
  return bytes.slice(0, at);
}

export const registerFile = () => written(FIRMS, REGISTER, (i) => `${firms[i]?.join(",")},存续,2018-06-01,有限责任公司,529901,1392`);

export const paymentsFile = (count: number) =>
  written(count, PAYMENTS, (i) => {
    const date = i % 10 === 0 ? "2025年4月10日" : "2025-04-10";
    return `${firms[i % FIRMS]?.join(",")},${i},增值税,2025-03,"1,0${i % 90}",0,${date},${NOTE}`;
  });
