"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { AlertDialog, DialogClose } from "@/app/_ui/dialog";
import { DateField, TextField } from "@/app/_ui/field";
import { errorOf, type FormState, IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { Disclosure } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import { AGENT_RIGHTS, type AgentRight } from "@/lib/access/agent-rights";
import { appoint, changeRights, revoke } from "./actions";
import { RIGHT_WORDS } from "./texts";

/** Unticked beforehand: each right is left on purpose. */
function Rights({ held, error }: { held: readonly string[]; error?: string | undefined }) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">让他办什么</legend>
      {AGENT_RIGHTS.map((right) => (
        <Checkbox key={right} name={right} value="yes" label={RIGHT_WORDS[right][0]} hint={RIGHT_WORDS[right][1]} defaultChecked={held.includes(right)} />
      ))}
      {error ? <p className="mt-1 font-medium text-red text-work leading-5">{error}</p> : null}
    </fieldset>
  );
}

function Outcome({ state }: { state: FormState }) {
  if (state.status === "idle" || !state.message) return null;
  const { username, password } = state.status === "done" ? (state.values ?? {}) : {};
  return (
    <Message tone={state.status === "done" ? "green" : "red"} title={state.message} live={state.status === "done" ? "status" : "alert"}>
      {password === undefined ? null : (
        <dl className="mt-1 grid gap-1">
          <div>
            <dt className="text-ink-3 text-small">用户名</dt>
            <dd className="select-all break-all font-medium text-ink">{username}</dd>
          </div>
          <div>
            <dt className="text-ink-3 text-small">一次性密码，第一次登录要改</dt>
            <dd className="select-all font-medium text-h3 text-ink">{password}</dd>
          </div>
        </dl>
      )}
    </Message>
  );
}

/** 指定经办人. */
export function AppointForm() {
  const [state, send] = useActionState(appoint, IDLE);
  const typed = state.status === "refused" ? (state.values ?? {}) : {};
  return (
    <form action={send} noValidate className="grid max-w-[480px] gap-5">
      <TextField
        name="displayName"
        label="经办人姓名"
        required
        maxLength={40}
        autoComplete="off"
        defaultValue={typed["displayName"]}
        error={errorOf(state, "displayName")}
      />
      <TextField
        name="username"
        label="给他的用户名"
        hint="6 位以上的小写字母、数字和短横。已经替别的企业经办的，填他原来的用户名"
        required
        maxLength={40}
        autoComplete="off"
        defaultValue={typed["username"]}
        error={errorOf(state, "username")}
      />
      <Rights held={AGENT_RIGHTS.filter((right) => typed[right] === "yes")} error={errorOf(state, "rights")} />
      <DateField
        name="validTo"
        label="到哪天为止"
        hint="从这一天起不能再办。不定期请空着"
        optional
        defaultValue={typed["validTo"]}
        error={errorOf(state, "validTo")}
      />
      <div>
        <SubmitButton busyText="正在指定…">指定这位经办人</SubmitButton>
      </div>
      <Outcome state={state} />
    </form>
  );
}

/** 调整权限, folded under the agent. */
export function RightsForm({ membershipId, rights }: { membershipId: string; rights: readonly AgentRight[] }) {
  const [state, send] = useActionState(changeRights, IDLE);
  return (
    <Disclosure summary="调整权限" open={state.status === "refused"}>
      <form key={rights.join()} action={send} className="grid gap-3 py-3">
        <input type="hidden" name="membershipId" value={membershipId} />
        <Rights held={rights} />
        <div>
          <SubmitButton tone="plain" size="small" busyText="正在保存…">
            保存权限
          </SubmitButton>
        </div>
        <Outcome state={state} />
      </form>
    </Disclosure>
  );
}

/** 收回经办: says what it stops. */
export function RevokeDialog({ membershipId, name }: { membershipId: string; name: string }) {
  const [state, send] = useActionState(revoke, IDLE);
  return (
    <AlertDialog
      title={`收回 ${name} 的经办？`}
      description="今天起他不能再替本企业办事，已登录的立刻失效。他办过的事都还在。"
      trigger={
        <Button tone="text" size="small">
          收回
        </Button>
      }
    >
      <form action={send} className="mt-4 grid gap-4">
        <input type="hidden" name="membershipId" value={membershipId} />
        {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
        <div className="flex flex-wrap gap-2">
          <SubmitButton tone="stop" busyText="正在收回…">
            收回经办
          </SubmitButton>
          <DialogClose>
            <Button>不收回</Button>
          </DialogClose>
        </div>
      </form>
    </AlertDialog>
  );
}
