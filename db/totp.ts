import "server-only";
import { TOTP as Generator, Secret } from "otpauth";
import { TOTP, totpStep } from "@/lib/access/sign-in-rules";

const { period, digits, algorithm, window } = TOTP;

/** A new seed (密钥) of 160 bits in base32, as RFC 4226 recommends. */
export const newSeed = (): string => new Secret({ size: 20 }).base32;

/** The step whose code was typed, within one step of the wall time; null when none fits. */
export function matchStep(seed: string, code: string, wallMs: number): number | null {
  const delta = Generator.validate({ token: code, secret: Secret.fromBase32(seed), algorithm, digits, period, window, timestamp: wallMs });
  return delta === null ? null : totpStep(wallMs) + delta;
}

/** otpauth:// address of a seed, which every authenticator reads. */
export const seedAddress = (seed: string, issuer: string, label: string): string =>
  new Generator({ issuer, label, secret: Secret.fromBase32(seed), algorithm, digits, period }).toString();
