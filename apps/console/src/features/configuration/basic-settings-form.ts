import {
  DESCRIPTION_MAX_LENGTH,
  EPHEMERAL_STORAGE_MB_MAX,
  EPHEMERAL_STORAGE_MB_MIN,
  EphemeralStorageMbSchema,
  type FunctionConfiguration,
  MEMORY_MB_MAX,
  MEMORY_MB_MIN,
  MEMORY_MB_PER_VCPU,
  MemoryMbSchema,
  TimeoutSecondsSchema,
} from "@lambent/model";

/** The form's fields as typed: text, so that what can't be read as a number can be shown and refused. */
export interface BasicSettingsForm {
  description: string;
  memoryMb: string;
  ephemeralStorageMb: string;
  timeoutMinutes: string;
  timeoutSeconds: string;
}

export type BasicSettings = Pick<
  FunctionConfiguration,
  "description" | "memoryMb" | "ephemeralStorageMb" | "timeoutSeconds"
>;

export type BasicSettingsIssues = Partial<Record<keyof BasicSettings, string>>;

export function basicSettingsForm(settings: BasicSettings): BasicSettingsForm {
  return {
    description: settings.description,
    memoryMb: String(settings.memoryMb),
    ephemeralStorageMb: String(settings.ephemeralStorageMb),
    timeoutMinutes: String(Math.floor(settings.timeoutSeconds / 60)),
    timeoutSeconds: String(settings.timeoutSeconds % 60),
  };
}

export function basicSettings(form: BasicSettingsForm): BasicSettings {
  return {
    description: form.description.trim(),
    memoryMb: wholeNumber(form.memoryMb),
    ephemeralStorageMb: wholeNumber(form.ephemeralStorageMb),
    timeoutSeconds: 60 * wholeNumber(form.timeoutMinutes) + wholeNumber(form.timeoutSeconds),
  };
}

/** What must change before the form can be saved; ranges are the model's. */
export function basicSettingsIssues(form: BasicSettingsForm): BasicSettingsIssues {
  const settings = basicSettings(form);
  const issues: BasicSettingsIssues = {};
  if (settings.description.length > DESCRIPTION_MAX_LENGTH) {
    issues.description = `A description can have up to ${DESCRIPTION_MAX_LENGTH} characters. This one has ${settings.description.length}.`;
  }
  if (!MemoryMbSchema.safeParse(settings.memoryMb).success) {
    issues.memoryMb = `Enter a whole number from ${MEMORY_MB_MIN} to ${MEMORY_MB_MAX} MB.`;
  }
  if (!EphemeralStorageMbSchema.safeParse(settings.ephemeralStorageMb).success) {
    issues.ephemeralStorageMb = `Enter a whole number from ${EPHEMERAL_STORAGE_MB_MIN} to ${EPHEMERAL_STORAGE_MB_MAX} MB.`;
  }
  if (!TimeoutSecondsSchema.safeParse(settings.timeoutSeconds).success) {
    issues.timeoutSeconds = "Enter a timeout from 1 second to 15 minutes, in whole minutes and seconds.";
  }
  return issues;
}

/** "0 min 3 sec", as the console writes it. */
export function timeoutText(timeoutSeconds: number): string {
  return `${Math.floor(timeoutSeconds / 60)} min ${timeoutSeconds % 60} sec`;
}

/** "0.07 vCPU": the share of processor time that goes with a memory size; null when the size can't be read. */
export function cpuShareText(memoryMb: string): string | null {
  const megabytes = wholeNumber(memoryMb);
  if (!MemoryMbSchema.safeParse(megabytes).success) return null;
  return `${Number((megabytes / MEMORY_MB_PER_VCPU).toFixed(2))} vCPU`;
}

/** NaN, which every schema refuses, for what isn't a plain whole number. */
function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
