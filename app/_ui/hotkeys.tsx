"use client";

import { useEffect, useState } from "react";

const SWITCH = "hotkeys";

/** A key never acts while something takes text, a list is open, or the reader has switched single keys off. */
const isFree = (event: KeyboardEvent): boolean => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  if (window.localStorage.getItem(SWITCH) === "off") return false;
  const at = event.target instanceof Element ? event.target : null;
  return !at?.closest(
    "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=listbox], [popover]",
  );
};

/** "⇧A" for Shift+A, "A", "/", "空格", "回车". */
const keyName = (event: KeyboardEvent): string => {
  if (event.key === " ") return "空格";
  if (event.key === "Enter") return "回车";
  if (/^[a-z]$/i.test(event.key)) return `${event.shiftKey ? "⇧" : ""}${event.key.toUpperCase()}`;
  return event.key;
};

/** Calls the handler named by the pressed key; a handler that returns false lets the key pass. */
export function useHotkeys(keys: Readonly<Record<string, (event: KeyboardEvent) => unknown>>) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = isFree(event) ? keys[keyName(event)] : undefined;
      if (act && act(event) !== false) event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [keys]);
}

/** Presses what carries `data-hotkey` of the key: buttons and links are clicked, fields get the cursor. Once per shell. */
export function HotkeyListener() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isFree(event)) return;
      const all = [...document.querySelectorAll<HTMLElement>("[data-hotkey]")];
      const target = all.find((element) => element.dataset["hotkey"] === keyName(event) && element.checkVisibility());
      if (!target) return;
      event.preventDefault();
      if (target.matches("input, textarea, select")) target.focus();
      else target.click();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return null;
}

/** 单键快捷键 on or off, kept in this browser (WCAG 2.1.4). */
export function HotkeySwitch() {
  const [on, setOn] = useState(true);
  useEffect(() => setOn(window.localStorage.getItem(SWITCH) !== "off"), []);
  return (
    <label className="flex min-h-8 items-center gap-2.5 max-desk:min-h-11">
      <input
        type="checkbox"
        checked={on}
        className="size-[18px] accent-qing"
        onChange={(event) => {
          window.localStorage.setItem(SWITCH, event.target.checked ? "on" : "off");
          setOn(event.target.checked);
        }}
      />
      用单个字母键操作清单
    </label>
  );
}
