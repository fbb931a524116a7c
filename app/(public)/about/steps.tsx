import { Timeline } from "@/app/_ui/stages";

/** 免申即领 in five steps, as an enterprise lives through it. */
export function Steps() {
  return (
    <Timeline
      label="办理经过"
      items={[
        { title: "部门数据自动核对", children: "税务、人社、市场监管等部门的数据每天比对一次，您不用跑腿、不用申请。" },
        { title: "符合的直接通知您", children: "短信和站内消息说清是哪项补贴、多少钱、为什么。差一点的也告诉您差什么。" },
        { title: "您核对账户，确认一次", children: "还要交的材料在这一步上传；发票等数据由您决定让不让查。" },
        { title: "核对、公示", children: "有疑问的由人工看，至少公示 3 个工作日，谁都可以实名提异议。" },
        { title: "财政付款", children: "批准后按承诺的工作日打到您的对公账户，到账有回执。" },
      ]}
    />
  );
}
