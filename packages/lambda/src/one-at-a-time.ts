/** Runs work in the order in which it is given, each after the one before has ended. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function createOneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {}); // its caller hears of it; the next one isn't concerned
    return result;
  };
}
