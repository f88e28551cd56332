/** A broken invariant is a bug of ours, never something a person did: it rolls back and answers 500. */
export class InvariantError extends Error {
	override name = 'InvariantError'
}

export function invariant(condition: unknown, message: string): asserts condition {
	if (!condition) throw new InvariantError(message)
}
