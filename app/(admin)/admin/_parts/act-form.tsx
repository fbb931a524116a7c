"use client";

import { type ComponentProps, createContext, type ReactNode, useActionState, useContext, useState } from "react";
import { Button, type ButtonTone } from "@/app/_ui/button";
import { AlertDialog } from "@/app/_ui/dialog";
import { DateField, NumberField, TextArea, TextField } from "@/app/_ui/field";
import { FileField } from "@/app/_ui/file-field";
import { type FormState, IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { notify } from "@/app/_ui/toast";

export type ServerAct = (previous: FormState, form: FormData) => Promise<FormState>;

const Sent = createContext<FormState>(IDLE);

/** What the last try said about one field: its error, and what was typed. */
function useSent(name: string): { error?: string; defaultValue?: string } {
  const state = useContext(Sent);
  const error = state.fieldErrors?.[name]?.join("；");
  const typed = state.status === "refused" ? state.values?.[name] : undefined;
  return { ...(error && { error }), ...(typed !== undefined && { defaultValue: typed }) };
}

export const ActText = (props: ComponentProps<typeof TextField>) => <TextField {...props} {...useSent(props.name)} />;
export const ActNumber = (props: ComponentProps<typeof NumberField>) => <NumberField {...props} {...useSent(props.name)} />;
export const ActDate = (props: ComponentProps<typeof DateField>) => <DateField {...props} {...useSent(props.name)} />;
export const ActArea = (props: ComponentProps<typeof TextArea>) => <TextArea {...props} {...useSent(props.name)} />;
export function ActFile(props: ComponentProps<typeof FileField>) {
  const { error } = useSent(props.name);
  return <FileField {...props} error={error} />;
}
/** The key makes the browser take over what was chosen before. */
export function ActSelect(props: ComponentProps<typeof Select>) {
  const sent = useSent(props.name);
  return <Select key={sent.defaultValue} {...props} {...sent} />;
}

const Hidden = ({ values }: { values: Readonly<Record<string, string>> }) =>
  Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);

/** Values that a finished act hands out once, such as a password, each under its name. */
export type Reveal = readonly (readonly [key: string, label: string])[];

function Revealed({ state, reveal }: { state: FormState; reveal: Reveal }) {
  const shown = reveal.flatMap(([key, label]) => {
    const value = state.values?.[key];
    return value === undefined ? [] : [{ label, value }];
  });
  if (state.status !== "done" || shown.length === 0) return null;
  return (
    <dl className="mt-2 grid gap-1">
      {shown.map(({ label, value }) => (
        <div key={label}>
          <dt className="text-ink-3 text-small">{label}</dt>
          <dd className="select-all break-all font-medium text-h3 text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Outcome({ state, reveal = [] }: { state: FormState; reveal?: Reveal | undefined }) {
  if (state.status === "idle" || !state.message) return null;
  const done = state.status === "done";
  return (
    <Message tone={done ? "green" : "red"} title={state.message} live={done ? "status" : "alert"} className="mt-3">
      <Revealed state={state} reveal={reveal} />
    </Message>
  );
}

export type ActFormProps = {
  action: ServerAct;
  /** Fields that the reader does not see. */
  hidden?: Readonly<Record<string, string>>;
  /** The act by its name and size: 发放密钥. */
  submit: string;
  busyText?: string;
  tone?: ButtonTone;
  reveal?: Reveal;
  children?: ReactNode;
};

/** 表单 in the page: fields, one button, and below it what came of it. */
export function ActForm({ action, hidden = {}, submit, busyText, tone = "go", reveal, children }: ActFormProps) {
  const [state, send] = useActionState(action, IDLE);
  return (
    <Sent value={state}>
      <form action={send} className="grid max-w-[560px] gap-4">
        <Hidden values={hidden} />
        {children}
        <div>
          <SubmitButton tone={tone} {...(busyText !== undefined && { busyText })}>
            {submit}
          </SubmitButton>
        </div>
        <Outcome state={state} reveal={reveal} />
      </form>
    </Sent>
  );
}

/** 再看一眼 before an act that cannot be taken back: a button, then title, fields and two verbs. Closes when done, unless it hands something out. */
export function ConfirmAct({
  open: opener,
  title,
  description,
  size = "small",
  openTone = "plain",
  action,
  hidden = {},
  submit,
  busyText,
  tone = "go",
  reveal,
  children,
}: ActFormProps & { open: string; title: string; description?: ReactNode; size?: "small" | "normal"; openTone?: ButtonTone }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size={size} tone={openTone} onClick={() => setOpen(true)}>
        {opener}
      </Button>
      <AlertDialog open={open} onOpenChange={setOpen} title={title} description={description}>
        <DialogForm action={action} hidden={hidden} submit={submit} busyText={busyText} tone={tone} reveal={reveal} close={() => setOpen(false)}>
          {children}
        </DialogForm>
      </AlertDialog>
    </>
  );
}

type DialogFormProps = {
  action: ServerAct;
  hidden: Readonly<Record<string, string>>;
  submit: string;
  busyText: string | undefined;
  tone: ButtonTone;
  reveal: Reveal | undefined;
  close: () => void;
  children: ReactNode;
};

function DialogForm({ action, hidden, submit, busyText, tone, reveal, close, children }: DialogFormProps) {
  const act: ServerAct = async (previous, form) => {
    const next = await action(previous, form);
    if (next.status === "done" && reveal === undefined) {
      close();
      if (next.message) notify(next.message);
    }
    return next;
  };
  const [state, send] = useActionState(act, IDLE);
  const handedOut = state.status === "done" && reveal !== undefined;
  return (
    <Sent value={state}>
      <form action={send} className="mt-4 grid gap-4">
        <Hidden values={hidden} />
        {handedOut ? null : children}
        <Outcome state={state} reveal={reveal} />
        <div className="flex justify-end gap-2">
          <Button onClick={close}>{handedOut ? "已经记下" : "再看看"}</Button>
          {handedOut ? null : (
            <SubmitButton tone={tone} {...(busyText !== undefined && { busyText })}>
              {submit}
            </SubmitButton>
          )}
        </div>
      </form>
    </Sent>
  );
}
