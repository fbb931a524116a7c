import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { dataDir, signInAs } from "./people";

const PASSWORD = "register-me-2026";

/** The firm without a sign-in that the demo county names, with what its fictional representative would type. */
function registrant(): { code: string; name: string; number: string } {
  const line = readFileSync(`${dataDir}/sign-ins.txt`, "utf8");
  const [, code = "", name = "", number = ""] = /信用代码 (\S+)　法定代表人 (\S+)　身份证号 (\S{18})/.exec(line) ?? [];
  return { code, name, number };
}

test("a legal representative registers the enterprise and appoints an agent, who may not touch the account", async ({ browser, page }) => {
  const { code, name, number } = registrant();
  expect(code).toHaveLength(18);
  const tell = async (who: string) => {
    await page.goto("/register");
    await page.locator("input[name=creditCode]").fill(code);
    await page.locator("input[name=representativeName]").fill(who);
    await page.locator("input[name=identityNumber]").fill(number);
    await page.getByRole("button", { name: "核对登记并发验证码" }).click();
    await expect(page.locator("input[name=code]")).toBeVisible();
    return (await page.locator("main").innerText()).replace(/\s+/g, "");
  };
  // A wrong name is answered word for word like the right one
  const wrong = await tell("查无此人");
  const right = await tell(name);
  expect(right).toBe(wrong);

  const admin = await signInAs(browser, "sysadmin");
  await admin.goto("/admin/registrations");
  const sent = await admin.getByRole("row").filter({ hasText: "等验证码" }).first().locator("b").innerText();
  expect(sent).toMatch(/^\d{6}$/);
  await admin.context().close();

  await page.locator("input[name=code]").fill(sent === "000000" ? "000001" : "000000");
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("input[name=again]").fill(PASSWORD);
  await page.getByRole("button", { name: "核对验证码并开通" }).click();
  await expect(page.locator("main")).toContainText("验证码不对");
  await page.locator("input[name=code]").fill(sent);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("input[name=again]").fill(PASSWORD);
  await page.getByRole("button", { name: "核对验证码并开通" }).click();
  await expect(page.locator("main")).toContainText(code.toLowerCase());

  const owner = await signInAs(browser, code, PASSWORD);
  await owner.goto("/my/file");
  await expect(owner.locator("main")).toContainText(code);
  await owner.getByRole("link", { name: "经办人" }).click();
  await owner.locator("input[name=displayName]").fill("试用经办");
  await owner.locator("input[name=username]").fill("trial-agent");
  await owner.getByRole("checkbox", { name: /办补贴/ }).check();
  await owner.getByRole("button", { name: "指定这位经办人" }).click();
  const status = owner.getByRole("status").filter({ hasText: "已指定" });
  await expect(status).toContainText("trial-agent");
  const issued = /[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}/.exec(await status.innerText())?.[0] ?? "";
  await owner.context().close();

  const agent = await signInAs(browser, "trial-agent", issued);
  await expect(agent).toHaveURL(/account\/password/);
  await agent.locator("input[name=current]").fill(issued);
  await agent.locator("input[name=next]").fill(PASSWORD);
  await agent.locator("input[name=again]").fill(PASSWORD);
  await agent.getByRole("button", { name: "改密码并重新登录" }).click();
  await expect(agent).toHaveURL(/sign-in/);
  await agent.context().close();
  const again = await signInAs(browser, "trial-agent", PASSWORD);
  await again.goto("/my/account");
  await expect(again.locator("main")).toContainText("登记过的账户");
  await expect(again.getByRole("button", { name: /收款账户/ })).toHaveCount(0);
  await again.goto("/my/agents");
  await expect(again.getByRole("heading", { level: 1 })).toHaveText("这一页不在您的权限里");
  await again.context().close();
});
