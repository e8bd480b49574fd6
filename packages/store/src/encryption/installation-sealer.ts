import type { Sealer } from "../store.ts";
import { seal, UnsealFailed, unseal } from "./seal.ts";

/** @param key 32 bytes, the key of the installation. */
export function createSealer(key: Uint8Array): Sealer {
  return {
    seal: (place, text) => seal(key, place, text),
    unseal(place, sealed) {
      try {
        return unseal(key, place, sealed);
      } catch (error) {
        if (error instanceof UnsealFailed) return null;
        throw error;
      }
    },
  };
}
