import type { Metadata } from "next";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";

export const metadata: Metadata = { title: "开放数据" };

const FEEDS = [
  { id: "policies", name: "政策库", address: "/api/v1/policies", how: "全部现行政策、类别、专题、数据项目录和资质代码" },
  { id: "policy", name: "一项政策", address: "/api/v1/policies/编号", how: "条文、条件、金额算法和材料，和平台自己用的是同一份" },
  { id: "dmn", name: "一项政策的决策模型", address: "/api/v1/policies/编号/dmn", how: "DMN 1.3 文件，可放进别的规则引擎里运行，结论和平台一致" },
  { id: "calculations", name: "政策计算", address: "/api/v1/calculations", how: "用 POST 送来数据，一次答复全部政策" },
  { id: "openapi", name: "接口说明", address: "/api/openapi.json", how: "全部公开地址的请求和答复格式，OpenAPI 3.1" },
  { id: "rss", name: "公示订阅", address: "/api/notices/rss", how: "最新公示，可以用订阅软件看" },
] as const;

/** Addresses that can be opened as they stand. */
const PLAIN: ReadonlySet<string> = new Set(["policies", "openapi", "rss"]);

const EXAMPLE = `{
  "asOf": "2026-07-15",
  "fullYear": 2025,
  "facts": {
    "enterpriseScale": "small",
    "newHireContract12mCount": 12,
    "annualRevenue": { "2025": 40000000, "2024": 36000000 },
    "taxCreditGrade": null
  },
  "priorGrants": { "srdiLadder": 50000 }
}`;

export default function OpenDataPage() {
  return (
    <>
      <PageHead title="开放数据" note="不用申请，不用密钥。" />
      <PlainTable
        caption="开放接口"
        rows={FEEDS}
        rowKey={(feed) => feed.id}
        empty="还没有开放接口。"
        columns={[
          { id: "name", head: "数据", spot: "title", cell: (feed) => feed.name },
          {
            id: "address",
            head: "地址",
            cell: (feed) =>
              PLAIN.has(feed.id) ? (
                <a href={feed.address} className="inline-flex min-h-6 items-center max-desk:min-h-11">
                  <code>{feed.address}</code>
                </a>
              ) : (
                <code>{feed.address}</code>
              ),
          },
          { id: "how", head: "内容", cell: (feed) => feed.how },
        ]}
      />
      <Section title="政策计算怎么问" className="mt-8">
        <ul className="mb-3 grid gap-1">
          <li>金额用元，比例用 0 到 1 的小数，日期写成 2026-07-15。</li>
          <li>不知道的不写；不适用的写空值；没有的写 0。接口不替您补任何数。</li>
          <li>按年的数据可以写成年度对照；只写一个数，就是上一完整年度的。</li>
          <li>不写判定日和年度，就用业务日和它的上一年。每分钟最多 6,000 次。</li>
        </ul>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must take the keyboard */}
        <section tabIndex={0} aria-label="请求示例" className="overflow-x-auto rounded-2 bg-moon p-4 text-small">
          <pre translate="no">
            <code>{EXAMPLE}</code>
          </pre>
        </section>
      </Section>
      <Section title="答复" className="mt-8">
        <p>
          每项政策一条：结论（符合、不符合、还不能判断）、金额（分）、去向（自动或人工），以及每一个条件的条文、结果、您的数和要求的数。数据有误时，答复写明是哪一项、怎么改。
        </p>
      </Section>
    </>
  );
}
