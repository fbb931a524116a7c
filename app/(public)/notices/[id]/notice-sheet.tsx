import { PLATFORM } from "@/app/_ui/shells/office";
import type { PublicLine, PublicNotice } from "@/db/public-notices";
import { formatYuan } from "@/lib/kernel/fen";
import { formatDay } from "@/lib/kernel/plain-date";
import { uppercaseYuan } from "@/lib/kernel/uppercase-rmb";
import { checkCode } from "./notice-aside";
import css from "./sheet.module.css";

/** What the paper must say of a line that no longer stands. */
const MARK: Readonly<Record<PublicLine["state"], string>> = {
  listed: "",
  held: "（有异议，核实中）",
  withdrawn: "（已撤回）",
  corrected: "（已更正）",
  cancelled: "（已取消）",
};

/** 公示 on paper: the same public fields as the screen and nothing more. */
export function NoticeSheet({ notice, basis }: { notice: PublicNotice; basis: string }) {
  const office = `青禾县${notice.departmentName}`;
  const period = `${formatDay(notice.startsOn)}至${formatDay(notice.endsOn)}，共 ${notice.workingDays} 个工作日`;
  return (
    <article className={css["sheet"]} aria-hidden="true">
      <p className={css["red"]}>{office}</p>
      <p className={css["number"]}>{notice.number}</p>
      <hr className={css["rule"]} />
      <p className={css["title"]}>{notice.title}</p>
      <p className={css["body"]}>
        {`根据${basis}，经部门数据核对和复核，拟对下列 ${notice.lineCount} 家次企业兑付补贴 ${formatYuan(notice.totalFen)}元（大写：${uppercaseYuan(notice.totalFen)}）。现予公示，公示期为 ${period}。`}
      </p>
      <table className={css["table"]}>
        <thead>
          <tr>
            <th className={css["whole"]}>序号</th>
            <th>企业名称</th>
            <th>统一社会信用代码</th>
            <th>依据</th>
            <th>金额（元）</th>
          </tr>
        </thead>
        <tbody>
          {notice.lines.map((line) => (
            <tr key={line.id}>
              <td className={css["money"]}>{line.lineNo}</td>
              <td>{`${line.enterpriseName}${MARK[line.state]}`}</td>
              <td className={css["whole"]}>{line.uscc}</td>
              <td>{line.basis}</td>
              <td className={css["money"]}>{formatYuan(line.amountFen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css["body"]}>{`公示期内如有异议，请实名向我局提出。电话：${notice.phone}；地址：${notice.address}。`}</p>
      <p className={css["sign"]}>
        {office}
        <br />
        {formatDay(notice.startsOn)}
      </p>
      <p className={css["foot"]}>{`名单校验码 ${checkCode(notice.contentHash)}　　可在${PLATFORM}核对`}</p>
    </article>
  );
}
