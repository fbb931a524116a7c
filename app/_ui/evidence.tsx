import type { ReactNode } from "react";
import { DownloadLink } from "./button";
import { Link } from "./link";
import { Tag } from "./tag";

export type EvidenceItem = {
  /** 租金发票 12 张 */
  name: string;
  /** 税务局, 企业提供 */
  source: string;
  /** 第 1 行至第 12 行, 6 页 */
  extent?: ReactNode;
  /** 截至 6月10日 */
  asOf?: string | undefined;
  href?: string | undefined;
  /** 看原件, 看原行 */
  linkText?: string;
  download?: boolean;
  /** The file's fingerprint or a masked-field note. */
  note?: ReactNode;
};

/** 证据: one thing that can be picked up. Opening it is recorded, and the list says so. */
export function Evidence({ name, source, extent, asOf, href, linkText = "看原件", download = false, note }: EvidenceItem) {
  return (
    <li data-whole className="rounded-3 border border-line p-4 text-work">
      <div className="flex flex-wrap items-center gap-2">
        <b>{name}</b>
        <Tag>{source}</Tag>
        {asOf ? <span className="ml-auto text-ink-3 text-note">截至 {asOf}</span> : null}
      </div>
      {extent ? <p className="mt-1 text-ink-2">{extent}</p> : null}
      {note ? <p className="mt-1 text-ink-3 text-note">{note}</p> : null}
      {href ? (
        <p className="mt-2">
          {download ? (
            <DownloadLink href={href} tone="text" size="small" className="-ml-2">
              {linkText}
            </DownloadLink>
          ) : (
            <Link href={href} className="inline-flex min-h-6 items-center max-desk:min-h-11 max-desk:min-w-11">
              {linkText}
            </Link>
          )}
        </p>
      ) : null}
    </li>
  );
}

/** Evidence side by side, one column on the phone. */
export function EvidenceList({ items }: { items: readonly EvidenceItem[] }) {
  return (
    <ul className="grid gap-4 desk:grid-cols-[repeat(auto-fill,minmax(240px,1fr))]">
      {items.map((item) => (
        <Evidence key={`${item.name}${item.source}`} {...item} />
      ))}
    </ul>
  );
}
