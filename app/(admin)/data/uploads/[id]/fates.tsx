import { ShareBar, Stat, Stats } from "@/app/_ui/stat";
import type { UploadInScope } from "@/db/upload-queries";
import { countText, shareText } from "../../texts";

type Upload = UploadInScope["upload"];

/** 五种去向 of the rows, as a bar and as figures that add up to the whole. */
export function Fates({ upload, open, enterprises, hrefOf }: { upload: Upload; open: number; enterprises: number; hrefOf: (fate: string) => string }) {
  const { totalRows, acceptedRows, correctedRows, quarantinedRows, duplicateRows, ignoredRows } = upload;
  return (
    <section aria-label="行去向" className="mb-8">
      <ShareBar
        height={28}
        total={totalRows}
        parts={[
          { value: acceptedRows, tone: "now" },
          { value: correctedRows, tone: "third" },
          { value: quarantinedRows, tone: "yellow" },
        ]}
      />
      <div className="mt-3">
        <Stats label="行去向" columns={5} rule={false}>
          <Stat label="直接采用" value={countText(acceptedRows)} unit="行" basis={`÷ ${countText(totalRows)} = ${shareText(acceptedRows, totalRows)}`} />
          <Stat label="更正后采用" value={countText(correctedRows)} unit="行" basis="原值都留着" href={correctedRows > 0 ? hrefOf("corrected") : undefined} />
          <Stat
            label="问题数据"
            value={countText(quarantinedRows)}
            unit="行"
            basis={open > 0 ? `${countText(open)} 行等回答，不影响其他行` : "都已处理"}
            href={quarantinedRows > 0 ? hrefOf("quarantined") : undefined}
          />
          <Stat label="重复" value={countText(duplicateRows)} unit="行" basis="不再计入" href={duplicateRows > 0 ? hrefOf("duplicate") : undefined} />
          <Stat label="非数据行" value={countText(ignoredRows)} unit="行" basis={`标题、表头、合计。对上 ${countText(enterprises)} 家企业`} />
        </Stats>
      </div>
    </section>
  );
}
