import {
  ARCHITECTURES,
  type Architecture,
  isOffered,
  RUNTIME_IDS,
  RUNTIMES,
  type RuntimeAvailability,
  type RuntimeId,
} from "@lambent/model";

export interface RuntimeOption {
  value: RuntimeId;
  label: string;
  /** Present when it can't be chosen. */
  disabledReason?: string;
}

export interface ArchitectureOption {
  value: Architecture;
  label: string;
  disabledReason?: string;
}

/** Runtimes for an architecture, as the create page offers them; one that this host can't run says why, except the one in use. */
export function runtimeOptions(
  availability: readonly RuntimeAvailability[],
  architecture: Architecture,
  current: RuntimeId,
): RuntimeOption[] {
  return RUNTIME_IDS.filter((id) => id === current || isOffered(availability, id)).map((id) => ({
    value: id,
    label: RUNTIMES[id].label,
    disabledReason: id === current ? undefined : reasonAgainst(availability, id, architecture),
  }));
}

/** Architectures for a runtime. */
export function architectureOptions(
  availability: readonly RuntimeAvailability[],
  runtime: RuntimeId,
  current: Architecture,
): ArchitectureOption[] {
  return ARCHITECTURES.map((architecture) => ({
    value: architecture,
    label: architecture,
    disabledReason: architecture === current ? undefined : reasonAgainst(availability, runtime, architecture),
  }));
}

/** Why a combination can't run here, with the way to get it; undefined when it can, or when nothing is known yet. */
export function reasonAgainst(
  availability: readonly RuntimeAvailability[],
  runtime: RuntimeId,
  architecture: Architecture,
): string | undefined {
  const known = availability.find((one) => one.runtime === runtime && one.architecture === architecture);
  if (known === undefined || known.available) return undefined;
  return [known.reason ?? "This host can't run it.", known.remedy].filter(Boolean).join(" ");
}
