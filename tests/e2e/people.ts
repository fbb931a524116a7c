import { readFileSync } from "node:fs";
import { type Browser, expect, type Page } from "@playwright/test";
import { z } from "zod";

export const dataDir = process.env["E2E_DATA_DIR"] ?? ".cache/e2e";
const SignIns = z.array(
  z.object({ role: z.string(), username: z.string(), password: z.string(), start: z.string(), name: z.string(), totpSeed: z.string().optional() }),
);

/** The demo sign-ins that `npm start` wrote; every account of the county has the same password. */
export const signIns = () => SignIns.parse(JSON.parse(readFileSync(`${dataDir}/sign-ins.json`, "utf8")));

/** Signs somebody in through the form, in a browser context of their own; by default with the password of the demo accounts. */
export async function signInAs(browser: Browser, username: string, password?: string): Promise<Page> {
  const [any] = signIns();
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.locator("input[name=username]").fill(username);
  await page.locator("input[name=password]").fill(password ?? any?.password ?? "");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  return page;
}

/** 拨钟 by the administrator, one working day after the other. */
export async function moveOn(page: Page, workdays: number): Promise<void> {
  for (let step = 0; step < workdays; step++) {
    await page.goto("/admin/clock");
    await page.getByRole("button", { name: "下一个工作日" }).click();
    await expect(page.getByRole("status").filter({ hasText: "现在是" })).toBeVisible({ timeout: 120_000 });
  }
}
