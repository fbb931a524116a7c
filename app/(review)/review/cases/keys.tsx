import { Kbd } from "@/app/_ui/kbd";

const KEYS = [
  ["J", "下一行"],
  ["K", "上一行"],
  ["X", "选中"],
  ["⇧X", "连选"],
  ["空格", "预览"],
  ["回车", "打开"],
  ["/", "查找"],
] as const;
const HANDLER_KEYS = [
  ["A", "同意"],
  ["R", "不同意"],
  ["S", "补正"],
] as const;
const CHECKER_KEYS = [["⇧A", "批量同意"]] as const;

/** Keys of the queue, said below it; on the phone there are none. */
export function QueueKeys({ canHandle, canCheck }: { canHandle: boolean; canCheck: boolean }) {
  const keys = [...KEYS, ...(canHandle ? HANDLER_KEYS : []), ...(canCheck ? CHECKER_KEYS : [])];
  return (
    <p data-noprint className="flex flex-wrap gap-x-4 gap-y-1.5 py-3 text-ink-2 text-note max-desk:hidden">
      {keys.map(([key, does]) => (
        <span key={key} className="inline-flex items-center gap-1">
          <Kbd>{key}</Kbd>
          {does}
        </span>
      ))}
    </p>
  );
}
