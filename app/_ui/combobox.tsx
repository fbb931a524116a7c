"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import ChevronDown from "lucide-react/icons/chevron-down";
import { type ReactNode, useId, useRef, useState, useTransition } from "react";
import { describe, Field, type FieldText } from "./field";

/** `hint` stands at the right (拼音 HR, a credit code); `search` is what else the typed text may match, such as pinyin initials. */
export type ComboboxItem = { value: string; label: string; hint?: string; search?: string };

type Props = FieldText & {
  name: string;
  items: readonly ComboboxItem[];
  defaultValue?: string | undefined;
  placeholder?: string;
  required?: boolean;
  /** 没有叫这个名字的企业 */
  emptyText: string;
  /** Asks the server for other items as the reader types; the old list stays until they come. */
  search?: (text: string) => Promise<readonly ComboboxItem[]>;
  onChange?: (value: string | null) => void;
};

const matches = (item: ComboboxItem, query: string): boolean => {
  const wanted = query.trim().toLowerCase();
  return [item.label, item.search ?? "", item.hint ?? ""].some((text) => text.toLowerCase().includes(wanted));
};

/** The label with the typed part in 青. */
function Marked({ text, part }: { text: string; part: string }): ReactNode {
  const at = part.trim() ? text.toLowerCase().indexOf(part.trim().toLowerCase()) : -1;
  if (at < 0) return text;
  const end = at + part.trim().length;
  return (
    <>
      {text.slice(0, at)}
      <mark className="bg-transparent font-medium text-qing">{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  );
}

/** Items as the reader types: filtered here, or fetched by `search` with late answers dropped. */
function useItems(items: readonly ComboboxItem[], search: Props["search"]) {
  const [found, setFound] = useState(items);
  const [pending, start] = useTransition();
  const turn = useRef(0);
  const ask = (text: string) => {
    if (!search) return;
    turn.current += 1;
    const mine = turn.current;
    start(async () => {
      const answer = await search(text);
      if (mine === turn.current) setFound(answer);
    });
  };
  return { shown: search ? found : items, pending, ask };
}

/** 联想: a text field with a list of matches; posts the value of the chosen item under `name`. */
export function Combobox({ label, hint, error, optional, hideLabel, name, items, defaultValue, placeholder, required, emptyText, search, onChange }: Props) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const { shown, pending, ask } = useItems(items, search);
  const first = items.find((item) => item.value === defaultValue) ?? null;
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional} required={required} hideLabel={hideLabel}>
      <Base.Root
        items={shown as ComboboxItem[]}
        name={name}
        defaultValue={first}
        required={required ?? false}
        autoHighlight
        locale="zh-CN"
        filter={search ? null : matches}
        itemToStringLabel={(item: ComboboxItem) => item.label}
        itemToStringValue={(item: ComboboxItem) => item.value}
        isItemEqualToValue={(item: ComboboxItem, value: ComboboxItem) => item.value === value.value}
        onValueChange={(item) => onChange?.((item as ComboboxItem | null)?.value ?? null)}
        onInputValueChange={(text, { reason }) => {
          setTyped(reason === "item-press" ? "" : text);
          if (reason !== "item-press") ask(text);
        }}
      >
        <div
          data-box
          className="flex min-h-10 w-full items-center gap-1 rounded-2 border border-line-2 bg-paper pr-1 pl-3 has-[[aria-invalid]]:border-2 has-[[aria-invalid]]:border-red max-desk:min-h-12"
        >
          <Base.Input
            id={id}
            placeholder={placeholder}
            {...describe(id, hint, error)}
            className="h-10 max-desk:h-[46px] w-full min-w-0 flex-1 bg-transparent max-desk:text-read"
          />
          <Base.Trigger aria-label="展开列表" className="grid size-8 shrink-0 place-items-center rounded-2 text-ink-2 max-desk:size-11">
            <ChevronDown aria-hidden="true" size={16} />
          </Base.Trigger>
        </div>
        <Base.Portal>
          <Base.Positioner sideOffset={4} className="z-40">
            <Base.Popup className="max-h-80 w-(--anchor-width) min-w-56 overflow-y-auto rounded-2 bg-paper py-1 text-work shadow-over">
              <Base.Status className="px-3 text-ink-3 text-small">{pending ? "正在查找…" : null}</Base.Status>
              <Base.Empty className="px-3 text-ink-2 not-empty:py-2">{pending ? null : emptyText}</Base.Empty>
              <Base.List>
                {(item: ComboboxItem) => (
                  <Base.Item
                    key={item.value}
                    value={item}
                    className="flex min-h-10 cursor-pointer items-center justify-between gap-3 px-3 py-1.5 data-highlighted:bg-qing-wash max-desk:min-h-11"
                  >
                    <span>
                      <Marked text={item.label} part={typed} />
                    </span>
                    {item.hint ? <span className="shrink-0 text-ink-3 text-note">{item.hint}</span> : null}
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  );
}
