import { z } from "zod";

export const ARCHITECTURES = ["x86_64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];
export const ArchitectureSchema = z.enum(ARCHITECTURES);
export const DEFAULT_ARCHITECTURE: Architecture = "x86_64";
