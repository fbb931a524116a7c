"use client";

import { useActionState } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { Message } from "@/app/_ui/message";
import { PasswordField } from "@/app/_ui/password-field";
import { Disclosure } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import { type BindState, bind, renew, startBinding } from "./actions";

const START: BindState = {};
const CODE = { name: "code", label: "动态验证码", required: true, autoComplete: "one-time-code", maxLength: 40 } as const;
const fourByFour = (seed: string): string => seed.match(/.{1,4}/g)?.join(" ") ?? seed;

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <ul className="mt-3 grid select-all grid-cols-2 gap-x-6 gap-y-1 font-medium text-ink max-desk:grid-cols-1">
      {codes.map((code) => (
        <li key={code}>{code}</li>
      ))}
    </ul>
  );
}

/** The seed as text and as address; every authenticator takes one of them. */
function Seed({ seed, address }: { seed: string; address: string }) {
  return (
    <dl className="grid gap-3">
      <div>
        <dt className="text-ink-3 text-small">密钥（在验证器里选“手动输入”，类型选“基于时间”）</dt>
        <dd className="break-all font-medium text-h3" data-seed={seed}>
          {fourByFour(seed)}
        </dd>
      </div>
      <div>
        <dt className="text-ink-3 text-small">或者在手机上打开这个地址</dt>
        <dd className="break-all text-small">
          <a href={address}>{address}</a>
        </dd>
      </div>
    </dl>
  );
}

function Confirm({ state: offered }: { state: BindState }) {
  const [state, send] = useActionState(bind, offered);
  if (state.recoveryCodes)
    return (
      <Message
        tone="green"
        live="status"
        title="已经绑好。下面的备用码只显示这一次，请抄下来或打印出来收好"
        actions={
          <ButtonLink tone="go" href="/sign-in?changed=bound">
            已经收好，重新登录
          </ButtonLink>
        }
      >
        手机不在身边时，一个备用码可以登录一次。
        <RecoveryCodes codes={state.recoveryCodes} />
      </Message>
    );
  return (
    <form action={send} noValidate className="grid gap-5">
      <ol className="grid list-decimal gap-5 pl-5">
        <li>在手机上装一个验证器，支持 TOTP（基于时间的动态码）的都可以。</li>
        <li>
          在验证器里添加账号。
          <Seed seed={offered.seed ?? ""} address={offered.address ?? ""} />
        </li>
        <li>填验证器现在显示的六位数字和您的密码。</li>
      </ol>
      <TextField {...CODE} error={state.fieldErrors?.code} />
      <PasswordField name="password" label="现在的密码" required autoComplete="current-password" maxLength={200} error={state.fieldErrors?.password} />
      <div>
        <SubmitButton busyText="正在绑定…">绑定动态验证码</SubmitButton>
      </div>
    </form>
  );
}

/** 绑定动态验证码: first the seed, then one right code. */
export function BindForm() {
  const [state, start] = useActionState(startBinding, START);
  if (state.seed) return <Confirm state={state} />;
  return (
    <form action={start} className="grid gap-4">
      <p>绑定以后，登录时除了密码还要填手机验证器上的六位数字。密码被别人知道了，也进不来。</p>
      {state.message ? <Message tone="red" title={state.message} live="alert" /> : null}
      <div>
        <SubmitButton busyText="正在准备…">开始绑定</SubmitButton>
      </div>
    </form>
  );
}

/** 换一组备用码. */
export function RenewForm() {
  const [state, send] = useActionState(renew, START);
  if (state.recoveryCodes)
    return (
      <Message tone="green" live="status" title="新的备用码，只显示这一次。旧的都不能用了">
        <RecoveryCodes codes={state.recoveryCodes} />
      </Message>
    );
  return (
    <Disclosure summary="换一组备用码" open={state.fieldErrors !== undefined}>
      <form action={send} noValidate className="grid max-w-[400px] gap-4 py-4">
        <TextField {...CODE} hint="验证器现在显示的六位数字" error={state.fieldErrors?.code} />
        <div>
          <SubmitButton busyText="正在换…">换一组备用码</SubmitButton>
        </div>
      </form>
    </Disclosure>
  );
}
