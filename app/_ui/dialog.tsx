"use client";

import { AlertDialog as BaseAlert } from "@base-ui/react/alert-dialog";
import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import type { ReactElement, ReactNode } from "react";

type Props = {
  /** What will happen, with number and sum: 批量同意 6 件，共 438,660.00元. */
  title: ReactNode;
  description?: ReactNode;
  /** A `Button` that opens it; or drive it with `open` and `onOpenChange`. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Where the focus goes on closing; the trigger unless told otherwise. */
  finalFocus?: () => HTMLElement | null;
  /** Fields and the two buttons, each named by its verb; wrap a plain way out in `DialogClose`. */
  children: ReactNode;
};

const SHADE = "fixed inset-0 z-30 bg-ink/40 transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0";
const POPUP =
  "fixed top-1/2 left-1/2 z-30 max-h-[calc(100vh-32px)] w-[min(480px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-3 bg-paper p-6 text-work text-ink shadow-over transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0";
const TITLE = "font-medium text-read leading-[1.625rem]";

const control = ({ open, onOpenChange }: Props) => ({
  ...(open === undefined ? {} : { open }),
  ...(onOpenChange ? { onOpenChange: (next: boolean) => onOpenChange(next) } : {}),
});

/** 对话框 for a second look or a short form. Escape and a press outside close it. */
export function Dialog(props: Props) {
  return (
    <BaseDialog.Root {...control(props)}>
      {props.trigger ? <BaseDialog.Trigger render={props.trigger} /> : null}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={SHADE} />
        <BaseDialog.Popup className={POPUP} {...(props.finalFocus && { finalFocus: props.finalFocus })}>
          <BaseDialog.Title className={TITLE}>{props.title}</BaseDialog.Title>
          {props.description ? <BaseDialog.Description className="mt-2 text-ink-2">{props.description}</BaseDialog.Description> : null}
          {props.children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** For what cannot be undone: only its buttons (or Escape) close it. Otherwise do the thing and offer 撤回 in a toast. */
export function AlertDialog(props: Props) {
  return (
    <BaseAlert.Root {...control(props)}>
      {props.trigger ? <BaseAlert.Trigger render={props.trigger} /> : null}
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className={SHADE} />
        <BaseAlert.Popup className={POPUP}>
          <BaseAlert.Title className={TITLE}>{props.title}</BaseAlert.Title>
          {props.description ? <BaseAlert.Description className="mt-2 text-ink-2">{props.description}</BaseAlert.Description> : null}
          {props.children}
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  );
}

/** The way out: wraps a `Button` such as 再看看. */
export function DialogClose({ children }: { children: ReactElement }) {
  return <BaseDialog.Close render={children} />;
}
