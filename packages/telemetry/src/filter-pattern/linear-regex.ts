import { InvalidFilterPattern } from "./invalid-filter-pattern.ts";

/** Characters after this are not looked at by a regular expression. */
const TEXT_LIMIT = 65_536;
/** States of one expression: bounds the work per character. `[ab]{3}` has three. */
const STATES_MAX = 256;

type CharacterTest = (code: number) => boolean;

/** One way through the alternatives: characters, each once, optional or repeated, maybe tied to start and end. */
interface Branch {
  states: { test: CharacterTest; optional: boolean; repeats: boolean }[];
  atStart: boolean;
  atEnd: boolean;
}

/**
 * CloudWatch's regular expressions: characters, classes, `. ^ $ | ? * + {n,m}` and no groups. JavaScript's engine
 * backtracks (`.*.*.*x` takes cubic time), so this one walks all possibilities at once.
 * @throws InvalidFilterPattern
 */
export function compileLinearRegex(source: string): (text: string) => boolean {
  const branches = new RegexReader(source).read();
  return (text) => branches.some((branch) => occurs(branch, text));
}

function occurs({ states, atStart, atEnd }: Branch, text: string): boolean {
  const length = Math.min(text.length, TEXT_LIMIT);
  const final = states.length;
  let active = new Uint8Array(final + 1);
  let next = new Uint8Array(final + 1);
  const activate = (set: Uint8Array, from: number) => {
    for (let state = from; set[state] === 0; state += 1) {
      set[state] = 1;
      if (state === final || !states[state]!.optional) return;
    }
  };
  for (let at = 0; ; at += 1) {
    if (at === 0 || !atStart) activate(active, 0);
    if (active[final] === 1 && (!atEnd || at === text.length)) return true;
    if (at === length) return false;
    const code = text.charCodeAt(at);
    next.fill(0);
    for (let state = 0; state < final; state += 1) {
      if (active[state] === 0 || !states[state]!.test(code)) continue;
      if (states[state]!.repeats) activate(next, state);
      activate(next, state + 1);
    }
    [active, next] = [next, active];
  }
}

const CLASSES: Record<string, CharacterTest> = {
  d: (code) => code >= 48 && code <= 57,
  s: (code) => code === 32 || (code >= 9 && code <= 13),
  w: (code) => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122),
};

class RegexReader {
  #at = 0;
  #stateCount = 0;

  constructor(private readonly source: string) {}

  read(): Branch[] {
    if (this.source === "") throw this.#problem("it is empty");
    const branches = [this.#branch()];
    while (this.#take("|")) branches.push(this.#branch());
    return branches;
  }

  #branch(): Branch {
    const branch: Branch = { states: [], atStart: this.#take("^"), atEnd: false };
    while (this.#at < this.source.length && this.source[this.#at] !== "|") {
      if (this.#take("$")) {
        if (this.#at < this.source.length && this.source[this.#at] !== "|") throw this.#problem("$ must be at the end");
        branch.atEnd = true;
        break;
      }
      const test = this.#character();
      const { min, max } = this.#quantity();
      const count = Math.max(min, Number.isFinite(max) ? max : min, 1);
      this.#stateCount += count;
      if (this.#stateCount > STATES_MAX)
        throw this.#problem(`it is too long: more than ${STATES_MAX} characters to match`);
      for (let index = 0; index < count; index += 1) {
        const repeats = max === Number.POSITIVE_INFINITY && index === count - 1;
        if (max > 0) branch.states.push({ test, optional: index >= min, repeats });
      }
    }
    return branch;
  }

  #character(): CharacterTest {
    const character = this.source[this.#at]!;
    if (character === "[") return this.#set();
    if (character === "\\") return this.#escape().test;
    if ("?*+{".includes(character)) throw this.#problem(`${character} has nothing before it to repeat`);
    if ("()".includes(character)) throw this.#problem("groups aren't part of CloudWatch's expressions");
    if (character === "^") throw this.#problem("^ must be at the start");
    this.#at += 1;
    if (character === ".") return () => true;
    const code = character.charCodeAt(0);
    return (other) => other === code;
  }

  /** A backslash and what it stands for; `code` when that is one character. */
  #escape(): { test: CharacterTest; code?: number } {
    const letter = this.source[this.#at + 1];
    if (letter === undefined) throw this.#problem("it ends with a lone backslash");
    this.#at += 2;
    const known = CLASSES[letter.toLowerCase()];
    if (known) return { test: letter === letter.toLowerCase() ? known : (code) => !known(code) };
    let code = { t: 9, n: 10, r: 13 }[letter] ?? letter.charCodeAt(0);
    if (letter === "x") {
      const digits = this.source.slice(this.#at, this.#at + 2);
      if (!/^[0-9a-fA-F]{2}$/.test(digits)) throw this.#problem("\\x needs two hexadecimal digits");
      code = Number.parseInt(digits, 16);
      this.#at += 2;
    } else if (/[A-Za-z0-9]/.test(letter) && !"tnr".includes(letter)) {
      throw this.#problem(`\\${letter} has no meaning; known are \\d \\D \\s \\S \\w \\W \\t \\n \\r \\xhh`);
    }
    return { test: (other) => other === code, code };
  }

  #set(): CharacterTest {
    this.#at += 1;
    const negated = this.#take("^");
    const tests: CharacterTest[] = [];
    for (let first = true; first || this.source[this.#at] !== "]"; first = false) {
      if (this.#at >= this.source.length) throw this.#problem("[ is never closed");
      const from = this.#setMember();
      const isRange = this.source[this.#at] === "-" && ![undefined, "]"].includes(this.source[this.#at + 1]);
      if (!isRange || from.code === undefined) {
        tests.push(from.test);
        continue;
      }
      this.#at += 1;
      const to = this.#setMember();
      if (to.code === undefined || to.code < from.code) throw this.#problem("a range in [ ] runs backwards");
      const [low, high] = [from.code, to.code];
      tests.push((code) => code >= low && code <= high);
    }
    this.#at += 1;
    return (code) => tests.some((test) => test(code)) !== negated;
  }

  #setMember(): { test: CharacterTest; code?: number } {
    if (this.source[this.#at] === "\\") return this.#escape();
    const code = this.source.charCodeAt(this.#at);
    this.#at += 1;
    return { test: (other) => other === code, code };
  }

  #quantity(): { min: number; max: number } {
    if (this.#take("?")) return { min: 0, max: 1 };
    if (this.#take("*")) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#take("+")) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (!this.#take("{")) return { min: 1, max: 1 };
    const bounds = /^(\d{1,3})(,(\d{1,3})?)?\}/.exec(this.source.slice(this.#at));
    if (!bounds) throw this.#problem("{ } must hold one number or two, as in {2} {2,} {2,5}");
    this.#at += bounds[0].length;
    const min = Number(bounds[1]);
    const max = bounds[2] === undefined ? min : bounds[3] === undefined ? Number.POSITIVE_INFINITY : Number(bounds[3]);
    if (max < min) throw this.#problem("the bounds in { } run backwards");
    return { min, max };
  }

  #take(character: string): boolean {
    if (this.source[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #problem(what: string): InvalidFilterPattern {
    return new InvalidFilterPattern(`in the regular expression %${this.source}%, ${what}.`);
  }
}
