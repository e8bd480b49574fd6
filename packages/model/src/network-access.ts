import { z } from "zod";

/**
 * What a function's code can reach beyond its sandbox: nothing, or public addresses of the internet — never this machine,
 * its local network or link-local addresses. Only ours: AWS's functions reach the internet unless they are put into a VPC.
 */
export const NETWORK_ACCESS = ["none", "internet"] as const;
export type NetworkAccess = (typeof NETWORK_ACCESS)[number];
export const NetworkAccessSchema = z.enum(NETWORK_ACCESS);
export const DEFAULT_NETWORK_ACCESS: NetworkAccess = "none";
