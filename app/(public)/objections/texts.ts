import type { raiseObjection } from "@/db/objections";

type Refusal = Exclude<Awaited<ReturnType<typeof raiseObjection>>, { ok: true }>["reason"];
/** Reasons of the form itself; every other reason is that the claim has moved on meanwhile. */
type FormRefusal = "anonymous" | "contactMissing" | "contentTooShort" | "lineUnknown" | "lineNotOpen" | "noticeOver";

const FORM: Readonly<Record<FormRefusal, string>> = {
  anonymous: "请写真实姓名，两个字以上。匿名的不能登记，您的姓名不会告诉被公示的企业。",
  contactMissing: "请留下能找到您的电话或地址，好把结果告诉您。",
  contentTooShort: "请把事实写清楚一些，10 个字以上：哪里不对，怎么知道的。",
  lineUnknown: "没有找到这一条公示。请回到公示名单重新选。",
  lineNotOpen: "这一条已经撤回、更正或取消，不用再提异议。",
  noticeOver: "公示期已经结束。可以走投诉举报，我们照样核查。",
};

const isForm = (reason: Refusal): reason is Extract<Refusal, FormRefusal> => reason in FORM;

export const refusalText = (reason: Refusal): string => (isForm(reason) ? FORM[reason] : "这一条刚刚有了变化，异议没有登记上。请回到公示名单看最新情况。");

/** The field at which a reason belongs. */
export const FIELD_OF: Readonly<Partial<Record<string, string>>> = { anonymous: "name", contactMissing: "contact", contentTooShort: "content" };
