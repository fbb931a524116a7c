import type { MetadataRoute } from "next";
import { PLATFORM } from "./_ui/shells/office";

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: PLATFORM,
    short_name: "惠企补贴",
    description: "惠企补贴免申即领",
    lang: "zh-CN",
    start_url: "/",
    display: "browser",
    background_color: "#ffffff",
    theme_color: "#ffffff",
    icons: [
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
    ],
  };
}
