import Search from "lucide-react/icons/search";
import { useId } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";

/**
 * 查找: a search form that GETs `action?name=…`; `keep` carries the other parts of the query along. Works without script.
 * `hotkey` "/" lets HotkeyListener put the cursor here.
 */
export function SearchField({
  action,
  name = "q",
  label,
  placeholder,
  defaultValue,
  keep = {},
  hotkey,
  button,
  size = "normal",
  className,
}: {
  action: string;
  name?: string;
  label: string;
  placeholder?: string;
  defaultValue?: string | undefined;
  keep?: Readonly<Record<string, string | undefined>>;
  hotkey?: string;
  /** Text of a visible button, such as 查找; without it Enter submits. */
  button?: string;
  size?: "small" | "normal" | "big";
  className?: string;
}) {
  const id = useId();
  const height = { small: "min-h-8 max-desk:min-h-11", normal: "min-h-10 max-desk:min-h-12", big: "min-h-12" }[size];
  return (
    <search className={cn("block", className)}>
      <form action={action} method="get" className="flex gap-2">
        {Object.entries(keep).map(([key, value]) => (value ? <input key={key} type="hidden" name={key} value={value} /> : null))}
        <div data-box className={cn("flex min-w-0 flex-1 items-center gap-2 rounded-2 border border-line-2 bg-paper px-2.5", height)}>
          <Search aria-hidden="true" size={16} className="text-ink-3" />
          <label htmlFor={id} className="sr-only">
            {label}
          </label>
          <input
            id={id}
            type="search"
            name={name}
            placeholder={placeholder ?? label}
            defaultValue={defaultValue}
            enterKeyHint="search"
            autoComplete="off"
            data-hotkey={hotkey}
            className="h-full min-h-7 w-full min-w-0 flex-1 bg-transparent max-desk:min-h-11 max-desk:text-read [&::-webkit-search-cancel-button]:hidden"
          />
          {hotkey ? <Kbd>{hotkey}</Kbd> : null}
        </div>
        {button ? (
          <button type="submit" className={cn("rounded-2 bg-qing px-4 font-medium text-paper text-work hover:bg-qing-deep", height)}>
            {button}
          </button>
        ) : null}
      </form>
    </search>
  );
}
