import { Link } from "./link";
import { LinkBusy } from "./link-busy";
import { queryHref, type TableQuery } from "./table-query";

const count = (value: number): string => value.toLocaleString("zh-CN");
const step = "relative inline-flex min-h-6 items-center max-desk:min-h-11 max-desk:px-2";

/** 第 1–16 件，共 36 件, and links to the neighbours. `unit` is the measure word: 件, 条, 家, 行. */
export function Pager({ query, total, unit }: { query: TableQuery; total: number; unit: string }) {
  const { page, pageSize } = query;
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(total, page * pageSize);
  if (total === 0) return null;
  return (
    <nav aria-label="分页" className="flex flex-wrap items-center gap-x-4 py-2 text-ink-2 text-small">
      <span>{first > total ? `共 ${count(total)} ${unit}` : `第 ${count(first)}–${count(last)} ${unit}，共 ${count(total)} ${unit}`}</span>
      <span data-noprint className="ml-auto flex gap-4">
        {page > 1 ? (
          <Link className={step} href={queryHref(query, { page: String(Math.min(page - 1, pages)) })} rel="prev">
            上一页
            <LinkBusy />
          </Link>
        ) : null}
        {page < pages ? (
          <Link className={step} href={queryHref(query, { page: String(page + 1) })} rel="next">
            下一页
            <LinkBusy />
          </Link>
        ) : null}
      </span>
    </nav>
  );
}
