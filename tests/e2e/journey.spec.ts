import { expect, type Page, test } from "@playwright/test";
import { moveOn, signInAs } from "./people";

const POLICY = "境内外展会展位费补贴";
/** 50 % of the fee that was really paid (clause 七 of the county's measure): 46,800 × 50 % = 23,400. */
const GRANT = "23,400";
const PAPER = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

let company = "";
let code = "";

const FACTS = { regStatus: "active", registrationRegion: "529901", enterpriseScale: "small", newHireContract12mCount: 12 };

const rowWith = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

test.describe
  .serial("from a department's file to money in the bank", () => {
    test("an enterprise looks at its own file", async ({ browser }) => {
      const owner = await signInAs(browser, "herun");
      await owner.goto("/my/file");
      const text = await owner.locator("main").innerText();
      code = /91529901[0-9A-Z]{10}/.exec(text)?.[0] ?? "";
      expect(code).toHaveLength(18);
      company = "青禾县禾润食品有限公司";
      await expect(owner.locator("main")).toContainText(company);
      await owner.context().close();
    });

    test("1 a data officer uploads a file; every row has its fate; the same file again changes nothing", async ({ browser }) => {
      const officer = await signInAs(browser, "mofcom-data");
      const csv = `\uFEFF统一社会信用代码,企业名称,展会（平台）名称,类别,参展日期,标准展位数,展位费,网络零售额（万元）\n${code},${company},第十二届省食品博览会,境内展,2025/11/8,2,"46,800.00",\n合计,,,,,,"46,800.00",\n`;
      const send = async () => {
        await officer.goto("/data/uploads/new");
        await officer.getByLabel("数据集").selectOption({ label: "展会与电子商务" });
        await officer.getByLabel("期间").fill("2025Q4");
        await officer.locator("input[type=file]").setInputFiles({ name: "展会台账.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
        await officer.getByRole("button", { name: "上传这份文件" }).click();
        await expect(officer).toHaveURL(/\/data\/uploads\/[0-9a-f-]{36}/);
      };
      await send();
      await expect(officer.locator("main")).toContainText("3 行已处理完", { timeout: 60_000 });
      await expect(officer.locator("main")).toContainText("日期格式统一");
      await expect(officer.locator("main")).toContainText("46,800.00 → 46800.00");
      const first = officer.url().split("?")[0];
      await send();
      expect(officer.url().split("?")[0]).toBe(first);
      await officer.context().close();
    });

    test("3 policy staff match now; the enterprise finds what it gets and why, and confirms", async ({ browser }) => {
      const staff = await signInAs(browser, "policy-author");
      await staff.goto("/admin/matching");
      await staff.getByRole("button", { name: "立即匹配全部企业" }).click();
      await expect(async () => {
        await staff.goto("/admin/matching");
        await expect(staff.getByText("正在进行")).toHaveCount(0);
      }).toPass({ timeout: 120_000 });
      await staff.context().close();

      const owner = await signInAs(browser, "herun");
      await owner.goto("/my");
      await expect(owner.locator("main")).toContainText(POLICY);
      await expect(owner.locator("main")).toContainText(GRANT);
      await owner.goto("/my/claims");
      await owner.getByRole("link", { name: POLICY }).first().click();
      await expect(owner).toHaveURL(/\/my\/claims\/[0-9a-f-]{36}$/);
      await owner.locator("a[href$='/confirm']").first().click();
      await expect(owner).toHaveURL(/\/confirm$/);
      const fresh = owner.getByLabel("账号");
      if (await fresh.isVisible()) {
        await owner.getByLabel("开户银行").fill("青禾农村合作银行城关支行");
        await fresh.fill("6210529901000006621");
        await owner.getByLabel("联行号").fill("402529900017");
      }
      for (const input of await owner.locator("input[type=file]").all())
        await input.setInputFiles({ name: "材料.pdf", mimeType: "application/pdf", buffer: PAPER });
      // Without consent it is refused in words, and nothing that was chosen is lost
      await owner.getByRole("button", { name: /确认/ }).click();
      await expect(owner.getByText(/同意|授权/).first()).toBeVisible();
      await owner.getByRole("checkbox", { name: /同意平台查询/ }).check();
      await owner.getByRole("button", { name: /确认/ }).click();
      await expect(owner).not.toHaveURL(/confirm/, { timeout: 30_000 });
      await owner.context().close();
    });

    test("6 two persons review the case, one cannot do both", async ({ browser }) => {
      const handler = await signInAs(browser, "mofcom-handler");
      await expect(async () => {
        await handler.goto("/review/cases");
        await expect(rowWith(handler, "禾润食品").filter({ hasText: "展位费" })).toBeVisible({ timeout: 3_000 });
      }).toPass({ timeout: 60_000 });
      await rowWith(handler, "禾润食品").filter({ hasText: "展位费" }).getByRole("link").first().click();
      await expect(handler).toHaveURL(/\/review\/cases\/[0-9a-f-]{36}/);
      await expect(handler.locator("main")).toContainText("参加境内外重点展会");
      await handler.getByRole("button", { name: "写下拟同意" }).click();
      await expect(handler.locator("main")).toContainText("等复核人复核");
      const address = handler.url().split("?")[0] ?? "";
      await handler.context().close();

      const checker = await signInAs(browser, "mofcom-checker");
      await checker.goto(address);
      await checker.getByRole("button", { name: "写下复核结论" }).click();
      await expect(checker.locator("main")).toContainText("公示中");
      await checker.context().close();
    });

    test("7 the notice is public and runs out; the leader signs", async ({ browser, page }) => {
      await expect(async () => {
        await page.goto(`/notices?q=${encodeURIComponent("禾润")}`);
        await page
          .getByRole("link", { name: new RegExp(POLICY) })
          .first()
          .click({ timeout: 3_000 });
      }).toPass({ timeout: 60_000 });
      await expect(page.locator("main")).toContainText(company);
      await expect(page.locator("main")).toContainText(GRANT);
      await expect(page.locator("main")).not.toContainText("6621");

      const admin = await signInAs(browser, "sysadmin");
      await moveOn(admin, 4);
      await admin.context().close();

      const leader = await signInAs(browser, "mofcom-leader");
      await leader.goto("/review/approvals");
      await expect(leader.locator("main")).toContainText("禾润食品");
      await leader.getByRole("button", { name: /签批/ }).first().click();
      await leader
        .getByRole("alertdialog")
        .getByRole("button", { name: /签批 \d+ 件/ })
        .click();
      await expect(leader.locator("main")).not.toContainText("禾润食品", { timeout: 30_000 });
      await leader.context().close();
    });

    test("8 finance makes and releases the batch, the bank answers, the enterprise has its money", async ({ browser }) => {
      const maker = await signInAs(browser, "finance-maker");
      await maker.goto("/finance/payable");
      await rowWith(maker, "禾润食品").first().getByRole("checkbox").check();
      await maker.getByRole("button", { name: "批量制单" }).click();
      await maker
        .getByRole("alertdialog")
        .getByRole("button", { name: /制单 \d+ 件/ })
        .click();
      await expect(maker.locator("main")).toContainText("已生成", { timeout: 30_000 });
      await maker.getByRole("link", { name: "打开批次" }).click();
      await expect(maker).toHaveURL(/\/finance\/batches\/[0-9a-f-]{36}/);
      const batch = maker.url().split("?")[0] ?? "";
      await expect(maker.locator("main")).toContainText("等财政审核人放行");

      const releaser = await signInAs(browser, "finance-releaser");
      await releaser.goto(batch);
      await releaser.getByRole("button", { name: "审核放行" }).click();
      await releaser
        .getByRole("alertdialog")
        .getByRole("button", { name: /放行 \d+ 笔/ })
        .click();
      await expect(releaser.getByRole("button", { name: "导出银行文件" })).toBeVisible();
      await releaser.context().close();

      await maker.reload();
      await maker.getByRole("button", { name: "导出银行文件" }).click();
      await maker.getByRole("alertdialog").getByRole("button", { name: "生成支付文件" }).click();
      await maker.getByRole("button", { name: "模拟银行回单" }).click();
      await expect(maker.locator("main")).toContainText("已和银行回单对平", { timeout: 30_000 });
      await maker.goto("/finance/ledger");
      await expect(maker.locator("main")).toContainText("0.00");
      await maker.context().close();

      const owner = await signInAs(browser, "herun");
      await owner.goto("/my");
      await expect(owner.locator("main")).toContainText("已到账");
      await owner.goto("/my/claims");
      await owner.getByRole("link", { name: POLICY }).first().click();
      await expect(owner.locator("main")).toContainText("已到账");
      await owner
        .getByRole("link", { name: /凭证|回执/ })
        .first()
        .click();
      await expect(owner.locator("main")).toContainText("贰万叁仟肆佰元整");
      await owner.goBack();
      await owner.getByRole("radio").first().check();
      await owner
        .getByRole("button", { name: /评价|提交|发/ })
        .first()
        .click();
      await expect(owner.locator("main")).toContainText(/谢谢|已评价|评价/);
      await owner.context().close();
    });

    test("9 the leader sees what is overdue and what was paid, and each figure leads to its cases", async ({ browser }) => {
      const leader = await signInAs(browser, "county-leader");
      await leader.goto("/leader");
      await expect(leader.locator("main")).toContainText("超期");
      await expect(leader.locator("main")).toContainText("今年已到账");
      await leader.goto("/leader/cases?set=paid");
      await expect(leader.locator("main")).toContainText("禾润食品");
      await leader.context().close();
    });
  });

test("10 the calculator answers anybody, and says what is missing", async ({ page, request }) => {
  const answer = await request.post("/api/v1/calculations", {
    data: { asOf: "2026-07-15", fullYear: 2025, facts: FACTS },
  });
  expect(answer.ok()).toBe(true);
  const { results } = (await answer.json()) as { results: { policy: string; verdict: string; amountFen: number | null }[] };
  expect(results).toHaveLength(37);
  // Nothing is filled in: without the negative list nobody is found eligible
  expect(results.filter((one) => one.verdict === "eligible")).toEqual([]);
  const clean = { dishonestFlag: false, majorViolation3y: false, abnormalOperationFlag: false, wageArrearsFlag: false };
  const told = await request.post("/api/v1/calculations", { data: { fullYear: 2025, facts: { ...FACTS, ...clean } } });
  const hired = ((await told.json()) as { results: { verdict: string; amountFen: number | null }[] }).results.filter((one) => one.verdict === "eligible");
  // 12 hired × 3,000 yuan
  expect(hired.map((one) => one.amountFen)).toContain(3_600_000);
  await page.goto("/calculator");
  await page.getByLabel("在本县登记、正常营业").check();
  await page.getByLabel("做什么行业").selectOption("13");
  await page.getByLabel("上年营业收入").fill("4000");
  await page.getByLabel("年末有多少人").fill("92");
  await page.getByLabel("新招并签满 1 年合同的人").first().fill("9");
  // nine are one too few: one more brings ten times 3,000 yuan, and so says the what-if
  await expect(page.getByText("再招 1 人即可享受 30,000元。")).toBeVisible();
  await expect(page.getByText("10 人，合计 30,000元", { exact: true })).toBeVisible();
  await page.getByRole("slider").press("End");
  await expect(page.getByText("20 人，合计 60,000元", { exact: true })).toBeVisible();
  await page.getByLabel("新招并签满 1 年合同的人").first().fill("12");
  await expect(page.getByText("12 × 3,000.00 = 36,000.00。数据核对就能办，不用人工看。")).toBeVisible();
});
