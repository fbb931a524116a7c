"use client";

import { Toast as Base } from "@base-ui/react/toast";
import { Button } from "./button";

const manager = Base.createToastManager();

/**
 * 提示条: one sentence and at most one act, such as 撤回. Stays 10 s, or while it has focus or the pointer. Never the only place of an error.
 * Needs `ToastHost` in the shell.
 */
export function notify(text: string, act?: { label: string; onPress: () => void | Promise<void> }, seconds = 10): void {
  const id = manager.add({
    title: text,
    timeout: seconds * 1000,
    ...(act
      ? {
          actionProps: {
            children: act.label,
            onClick: () => {
              manager.close(id);
              void act.onPress();
            },
          },
        }
      : {}),
  });
}

function Strips() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className="rounded-2 bg-ink text-paper shadow-over transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <Base.Content className="flex min-h-12 items-center gap-4 pr-2 pl-4">
        <Base.Title className="py-2 text-work" />
        {toast.actionProps ? <Base.Action render={<Button tone="text" className="ml-auto text-[#9fd8e6]! hover:text-paper!" />} /> : null}
        <Base.Close
          render={<Button tone="text" size="small" className={toast.actionProps ? "text-paper! hover:text-paper!" : "ml-auto text-paper! hover:text-paper!"} />}
        >
          知道了
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}

/** Where toasts appear: bottom left on the desk, above the bottom bar on the phone. Once per shell. */
export function ToastHost() {
  return (
    <Base.Provider toastManager={manager} limit={2}>
      <Base.Portal>
        <Base.Viewport aria-label="提示" className="fixed bottom-6 left-6 z-40 grid w-[min(480px,calc(100vw-32px))] gap-2 max-desk:bottom-20 max-desk:left-4">
          <Strips />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}
