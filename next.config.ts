import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  serverExternalPackages: ["@electric-sql/pglite", "@node-rs/argon2", "pg", "ws", "yauzl"],
  images: { unoptimized: true },
  experimental: { authInterrupts: true },
};

export default config;
