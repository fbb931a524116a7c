import { expect, type Page, test } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { signInAs, signIns } from "./people";

const STEP_MS = 30_000;
const codeOf = (seed: string): string => TOTP.generate({ secret: Secret.fromBase32(seed) });
/** A code is good once: wait until the authenticator shows the next one. */
const nextCode = async (page: Page, seed: string): Promise<string> => {
  await page.waitForTimeout(STEP_MS - (Date.now() % STEP_MS) + 500);
  return codeOf(seed);
};

test("a member of staff binds an authenticator, signs in with its code, and a security administrator unbinds it", async ({ browser }) => {
  // Nobody else's test signs in as this person
  const username = "policy-publisher";
  const known = signIns().find((one) => one.username === username);
  const page = await signInAs(browser, username);
  await page.goto("/account");
  await page.getByRole("button", { name: "开始绑定" }).click();
  const seed = (await page.locator("[data-seed]").getAttribute("data-seed")) ?? "";
  expect(seed).toBe(known?.totpSeed);
  await expect(page.locator("main")).toContainText(`secret=${seed}`);
  await page.locator("input[name=code]").fill("000000");
  await page.locator("input[name=password]").fill(known?.password ?? "");
  await page.getByRole("button", { name: "绑定动态验证码" }).click();
  await expect(page.locator("main")).toContainText("验证码不对");
  await page.locator("input[name=code]").fill(codeOf(seed));
  await page.locator("input[name=password]").fill(known?.password ?? "");
  await page.getByRole("button", { name: "绑定动态验证码" }).click();
  await expect(page.getByRole("status")).toContainText("已经绑好");
  const recovery = (await page.getByRole("status").getByRole("listitem").allInnerTexts())[0] ?? "";

  // The session of the binding is over
  await page.goto("/account");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("请先登录");
  const signIn = async (code: string) => {
    await page.goto("/sign-in");
    await page.locator("input[name=username]").fill(username);
    await page.locator("input[name=password]").fill(known?.password ?? "");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.locator("input[name=code]").fill(code);
    await page.getByRole("button", { name: "登录", exact: true }).click();
  };
  await signIn(await nextCode(page, seed));
  await expect(page).not.toHaveURL(/sign-in/);
  await page.goto("/account");
  await expect(page.locator("main")).toContainText("备用码还有 10 个");
  await page.getByRole("button", { name: "退出" }).click();
  await expect(page).toHaveURL(/sign-in/);
  await signIn(recovery);
  await expect(page).not.toHaveURL(/sign-in/);
  await page.context().close();

  const security = await signInAs(browser, "secadmin");
  await security.goto("/admin/grants");
  await security.getByText(/解除动态验证码/).click();
  await security.getByRole("row").filter({ hasText: username }).getByRole("button", { name: "解除绑定" }).click();
  await security.getByRole("alertdialog").getByRole("button", { name: "解除绑定" }).click();
  await expect(security.getByText("已解除").first()).toBeVisible();
  await security.context().close();
  const again = await signInAs(browser, username);
  await again.context().close();
});
