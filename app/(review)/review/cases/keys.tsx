"use client";

import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { HotkeySwitch } from "@/app/_ui/hotkeys";
import { Kbd } from "@/app/_ui/kbd";

type Key = readonly [key: string, does: string];

const MOVING: readonly Key[] = [
  ["J", "下一行"],
  ["K", "上一行"],
  ["空格", "右侧预览"],
  ["回车", "打开办件"],
];
const SHOWING: readonly Key[] = [
  ["1", "超期"],
  ["2", "临期"],
  ["3", "正常"],
  ["4", "暂停"],
  ["0", "全部灯色"],
  ["/", "查找"],
];
const HANDLER: readonly Key[] = [
  ["A", "同意"],
  ["R", "不同意"],
  ["S", "补正"],
];
const CHECKER: readonly Key[] = [
  ["X", "选中"],
  ["⇧X", "连选"],
  ["⇧A", "批量同意选中的"],
];
const UNDOING: readonly Key[] = [["U", "撤回自己刚写的意见，10 分钟内"]];
const CLOSING: readonly Key[] = [
  ["?", "全部快捷键"],
  ["Esc", "关闭，回到这一行"],
];

function Keys({ keys }: { keys: readonly Key[] }) {
  return keys.map(([key, does]) => (
    <span key={key} className="inline-flex items-center gap-1">
      <Kbd>{key}</Kbd>
      {does}
    </span>
  ));
}

const cursorRow = (): HTMLElement | null => document.querySelector<HTMLElement>("tbody [data-cursor] a");

/** Keys of the queue: the daily ones below it, all of them behind ?; on the phone there are none. */
export function QueueKeys({ canHandle, canCheck, canSign }: { canHandle: boolean; canCheck: boolean; canSign: boolean }) {
  const acts = [...(canHandle ? HANDLER : []), ...(canCheck ? CHECKER : []), ...(canHandle || canSign ? UNDOING : [])];
  return (
    <div data-noprint className="flex flex-wrap items-center gap-x-4 gap-y-1.5 py-3 text-ink-2 text-note max-desk:hidden">
      <Keys keys={[...MOVING, ...acts.slice(0, 3)]} />
      <Dialog
        title="全部快捷键"
        description="光标在输入框里时，单键不起作用。"
        finalFocus={cursorRow}
        trigger={
          <Button size="small" tone="text" hotkey="?">
            全部快捷键
          </Button>
        }
      >
        <dl className="mt-4 grid grid-cols-[max-content_1fr] items-center gap-x-4 gap-y-1.5">
          {[...MOVING, ...SHOWING, ...acts, ...CLOSING].map(([key, does]) => (
            <div key={key} className="contents">
              <dt>
                <Kbd>{key}</Kbd>
                <span className="sr-only">{key}</span>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        {/* The way out comes first for the keyboard: the space bar that opened a preview must not switch the keys off. */}
        <div className="mt-4 flex flex-row-reverse flex-wrap items-center justify-between gap-2 border-line border-t pt-3">
          <DialogClose>
            <Button>关闭</Button>
          </DialogClose>
          <HotkeySwitch />
        </div>
      </Dialog>
    </div>
  );
}
