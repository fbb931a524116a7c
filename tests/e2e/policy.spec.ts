import { expect, type Page, test } from "@playwright/test";
import { signInAs } from "./people";

const NAME = "小店稳经营补贴";
const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);
const fill = (page: Page, values: Readonly<Record<string, string>>) =>
  Object.entries(values).reduce((before, [name, value]) => before.then(() => field(page, name).fill(value)), Promise.resolve());
const choose = (page: Page, name: string, value: string) => field(page, name).selectOption(value);
async function tick(page: Page, list: string, ...codes: string[]) {
  await page
    .locator("details")
    .filter({ has: field(page, `${list}.${codes[0]}`) })
    .last()
    .locator("summary")
    .click();
  for (const code of codes) await field(page, `${list}.${code}`).check();
}

test.describe
  .serial("a policy from the first word to the first claim", () => {
    let draft = "";
    let code = "";

    test("1 an author writes a policy by clicking; what is missing is said in words until nothing is", async ({ browser }) => {
      const page = await signInAs(browser, "policy-author");
      await page.goto("/admin/policies/new");
      await page.getByLabel("名称").fill(NAME);
      await page.getByLabel("牵头部门").selectOption("mofcom");
      await page.getByLabel("类别").selectOption("market");
      await page.getByLabel("编号的字母").fill("shop");
      await page.getByRole("button", { name: "建草稿", exact: true }).click();
      await expect(page).toHaveURL(/\/drafts\/[0-9a-f-]{36}/);
      draft = new URL(page.url()).pathname;
      code = /SHOP-\d{3}/.exec(await page.locator("main").innerText())?.[0] ?? "";
      await expect(page.getByText("还差 10 项")).toBeVisible();

      await tick(page, "boards", "microSmall");
      await fill(page, {
        "source.doc": "《青禾县小店经济扶持办法》",
        "source.article": "第三条",
        "source.clauseText": "对正常经营的小型、微型企业，按上年营业收入分档补贴。",
      });

      const tree = page.locator("#at-conditions");
      await tree.getByRole("button", { name: "＋ 加条件" }).click();
      await choose(page, "conditions.all.0.ind", "enterpriseScale");
      await tick(page, "conditions.all.0.value", "small", "micro");
      await field(page, "conditions.all.0.clause").fill("小型、微型企业");
      await tree.getByRole("button", { name: "＋ 加条件" }).click();
      await choose(page, "conditions.all.1.ind", "annualRevenue");
      await fill(page, { "conditions.all.1.value": "1", "conditions.all.1.clause": "上年有营业收入" });
      await tree.getByRole("button", { name: "＋ 加一组“任一满足”" }).click();
      await choose(page, "conditions.all.2.any.0.ind", "insuredCount");
      await fill(page, { "conditions.all.2.any.0.value": "1", "conditions.all.2.any.0.clause": "有人参保" });
      await page.locator("#at-conditions-all-2").getByRole("button", { name: "＋ 加条件" }).click();
      await choose(page, "conditions.all.2.any.1.ind", "employeeCount");
      await fill(page, { "conditions.all.2.any.1.value": "1", "conditions.all.2.any.1.clause": "或有从业人员" });

      await choose(page, "amount.kind", "tieredAmount");
      await choose(page, "amount.by", "annualRevenue");
      await fill(page, { "amount.tiers.0.lt": "5,000,000", "amount.tiers.0.amount": "2,000" });
      await page.locator("#at-amount").getByRole("button", { name: "＋ 加一档" }).click();
      await expect(field(page, "amount.tiers.1.gte")).toHaveValue("5,000,000");
      await field(page, "amount.tiers.1.amount").fill("3000");
      await page.locator("#at-amount").getByText("封顶、补差、起付").click();
      await fill(page, { "amount.cap": "3000", "amount.topUpGroup": `shop${code.slice(-3)}Ladder` });

      await tick(page, "negativeList", "N1", "N6");
      await choose(page, "newGroupMode", "oneOf");
      await page.getByRole("button", { name: "新设并加入" }).click();
      await fill(page, { "effective.from": "2026-01-01", "effective.to": "2026-12-31", annualBudget: "2,000,000" });
      await page.getByRole("button", { name: "附审查结论" }).click();
      await fill(page, {
        "fairCompetition.review.date": "2026-06-30",
        "fairCompetition.review.reviewer": "县公平竞争审查联席会议办公室",
        "fairCompetition.review.conclusion": "普惠、客观条件，同意实施。",
      });

      await page.getByRole("button", { name: "＋ 加一个算例" }).click();
      await field(page, "examples.0.title").fill("小型企业，上年营业收入600万元");
      await choose(page, "examples.0.facts.add", "enterpriseScale");
      await choose(page, "examples.0.facts.enterpriseScale", "small");
      await choose(page, "examples.0.facts.add", "annualRevenue");
      await fill(page, { "examples.0.facts.annualRevenue.2025": "6,000,000", "examples.0.facts.annualRevenue.2024": "5,200,000" });
      await choose(page, "examples.0.facts.add", "insuredCount");
      await fill(page, { "examples.0.facts.insuredCount": "12", "examples.0.expected.amount": "2000" });
      // 6,000,000 falls into the second tier: 3,000 yuan
      await expect(page.getByText("算出：符合，3,000.00元，自动通过").first()).toBeVisible();
      await field(page, "examples.0.expected.amount").fill("3000");
      await expect(page.getByText("静态分析通过")).toBeVisible();
      await page.getByRole("button", { name: "保存草稿" }).click();
      await expect(page.getByText("已保存", { exact: true })).toBeVisible();
      await page.context().close();
    });

    test("2 tried over the roster, handed in, published by somebody else", async ({ browser }) => {
      const page = await signInAs(browser, "policy-author");
      await page.goto(draft);
      await page.getByRole("button", { name: "提交审核" }).click();
      await expect(page.getByText("请先做一次全县试算。")).toBeVisible();
      await page.getByRole("button", { name: "全县试算" }).click();
      await expect(page.getByRole("link", { name: /^[1-9].* 家$/ }).first()).toBeVisible({ timeout: 60_000 });
      await page.getByRole("button", { name: "提交审核" }).click();
      await expect(page.getByRole("heading", { name: "等发布人审核" })).toBeVisible();
      await expect(page.getByRole("button", { name: "发布，今晚起匹配" })).toHaveCount(0);

      const publisher = await signInAs(browser, "policy-publisher");
      await publisher.goto(draft);
      await expect(publisher.getByText("企业划型为小型或微型")).toBeVisible();
      await publisher.getByLabel("预算文号").fill("青财指〔2026〕138号");
      await publisher.getByRole("button", { name: "发布，今晚起匹配" }).click();
      await expect(publisher.getByText("已发布，当晚起匹配")).toBeVisible();
      await publisher.context().close();
      await page.context().close();
    });

    test("3 the next match opens its claims", async ({ browser }) => {
      const page = await signInAs(browser, "policy-author");
      await page.goto("/admin/matching");
      await page.getByRole("button", { name: "立即匹配全部企业" }).click();
      await expect(async () => {
        await page.goto(`/admin/policies?q=${code}`);
        await expect(page.getByRole("row").filter({ hasText: code })).toContainText(/第 1 版.*2026年12月31日\s*1\s*[1-9]/s);
      }).toPass({ timeout: 150_000, intervals: [5_000] });
      await page.context().close();
    });
  });
