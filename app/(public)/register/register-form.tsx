"use client";

import { startTransition, useActionState } from "react";
import { Button, ButtonLink } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { Message } from "@/app/_ui/message";
import { PasswordField } from "@/app/_ui/password-field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { PASSWORD_HINT } from "@/app/account/password-words";
import type { Completed } from "@/db/registrations";
import { begin, finish, type RegisterState } from "./actions";

const START: RegisterState = { step: "facts" };
const NOTHING: Readonly<Record<string, string | undefined>> = {};

const DONE: Readonly<Record<Completed["outcome"], readonly [title: string, text: string]>> = {
  opened: ["已经开通，可以登录了", "登录后能看到可以拿的补贴。要让别人经办，在“企业信息”里指定经办人。"],
  added: ["这家企业已经加到您原来的账号里", "用原来的密码登录。刚才填的新密码没有用上。"],
  alreadyOpen: ["这家企业您已经开通过", "用原来的密码登录，刚才填的新密码没有用上。忘记密码请打惠企热线。"],
};

function Done({ completed: { outcome, username } }: { completed: Completed }) {
  const [title, text] = DONE[outcome];
  return (
    <Message
      tone="green"
      live="status"
      title={title}
      actions={
        <ButtonLink tone="go" href="/sign-in">
          去登录
        </ButtonLink>
      }
    >
      <p>
        {"用户名 "}
        <b className="break-all">{username}</b>
      </p>
      <p>{text}</p>
    </Message>
  );
}

/** Second step: the same words for everybody, whatever was typed before. */
function CodeStep({ started, demo, again }: { started: RegisterState; demo: boolean; again: () => void }) {
  const [state, send] = useActionState(finish, started);
  if (state.step === "done" && state.completed) return <Done completed={state.completed} />;
  const errors = state.fieldErrors ?? NOTHING;
  const over = state.step === "facts";
  return (
    <form action={send} noValidate className="grid gap-5">
      {state.message ? <Message tone="red" title={state.message} live="alert" /> : null}
      {over ? null : (
        <>
          <Message title="填的内容和登记一致的，验证码已经发到登记的电话" live="status">
            10 分钟内有效。没有收到，说明有一项和登记不一致，或者登记的电话已经换了。
            {demo ? "（演示县不发短信：验证码在系统管理员的“企业注册”页，也在服务的运行日志里。）" : null}
          </Message>
          <TextField
            name="code"
            label="短信验证码"
            hint="六位数字"
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={20}
            error={errors["code"]}
          />
          <PasswordField
            name="password"
            label="设一个登录密码"
            hint={PASSWORD_HINT}
            required
            autoComplete="new-password"
            maxLength={200}
            error={errors["password"]}
          />
          <PasswordField name="again" label="再填一次密码" required autoComplete="new-password" maxLength={200} error={errors["again"]} />
        </>
      )}
      <div className="flex flex-wrap gap-3">
        {over ? null : (
          <SubmitButton size="big" busyText="正在核对…">
            核对验证码并开通
          </SubmitButton>
        )}
        <Button size="big" onClick={again}>
          重填上一步
        </Button>
      </div>
    </form>
  );
}

function FactsStep({ state, send }: { state: RegisterState; send: (form: FormData) => void }) {
  const errors = state.fieldErrors ?? NOTHING;
  const values = state.values ?? NOTHING;
  return (
    <form action={send} noValidate className="grid gap-5">
      {state.message ? <Message tone="red" title={state.message} live="alert" /> : null}
      <TextField
        name="creditCode"
        label="统一社会信用代码"
        hint="营业执照上的 18 位代码"
        required
        autoComplete="off"
        maxLength={40}
        defaultValue={values["creditCode"]}
        error={errors["creditCode"]}
      />
      <TextField
        name="representativeName"
        label="法定代表人姓名"
        hint="个体工商户填经营者"
        required
        autoComplete="name"
        maxLength={40}
        defaultValue={values["representativeName"]}
        error={errors["representativeName"]}
      />
      <TextField
        name="identityNumber"
        label="法定代表人身份证号"
        hint="只用来和登记核对，不保存"
        required
        autoComplete="off"
        maxLength={40}
        error={errors["identityNumber"]}
      />
      <div>
        <SubmitButton size="big" busyText="正在核对…">
          核对登记并发验证码
        </SubmitButton>
      </div>
    </form>
  );
}

/** 企业注册: the facts of the register, then the code and a password. */
export function RegisterForm({ demo }: { demo: boolean }) {
  const [state, send] = useActionState((previous: RegisterState, form: FormData | null) => (form === null ? START : begin(previous, form)), START);
  if (state.step === "code") return <CodeStep key={state.registrationId} started={state} demo={demo} again={() => startTransition(() => send(null))} />;
  return <FactsStep state={state} send={send} />;
}
