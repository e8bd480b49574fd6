// The handler that a booted runtime serves once before its function is known; see warm-up.cjs.
export const handler = async (event) => ({ event });
