import type { Attestor } from '../domain/evidence/scan.ts';

/** How many values are remembered: more than a site has people and devices, and little memory. */
const MAX_SHARED = 10_000;

/**
 * A few texts, such as a source or a business step, and a few attestors stand in almost every scan. Each is kept
 * once, not once a scan, which halves what a trail takes in memory. When full, it starts anew.
 */
class SharedValues<Value> {
  readonly #values = new Map<string, Value>();
  readonly #isSame: (a: Value, b: Value) => boolean;

  constructor(isSame: (a: Value, b: Value) => boolean) {
    this.#isSame = isSame;
  }

  /** Answers the value seen before under a key if it is the same, else this one. */
  shared(key: string, value: Value): Value {
    const known = this.#values.get(key);
    if (known !== undefined && this.#isSame(known, value)) return known;
    if (this.#values.size >= MAX_SHARED) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }
}

const texts = new SharedValues<string>(() => true);

/** Answers an equal text, the same one for all callers: for text of which there are few. */
export function sharedText(text: string): string {
  return texts.shared(text, text);
}

const attestors = new SharedValues<Attestor>(
  (a, b) =>
    a.class === b.class &&
    a.deviceId === b.deviceId &&
    a.sessionId === b.sessionId &&
    a.capture === b.capture,
);

/** Answers an equal attestor, the same one for all callers. */
export function sharedAttestor(attestor: Attestor): Attestor {
  return attestors.shared(attestor.id, attestor);
}
