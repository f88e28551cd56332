import type { Db } from '../client.server.ts'

/** Who may sign in to the demo, printed by `npm start`. */
export type DemoSignIn = { name: string; role: string; email: string; password: string }

/** Fills an empty database with the demo company as it is at `at`, in one transaction. Returns the sign-ins to print. */
export async function seedDemo(_db: Db, _at: Date): Promise<DemoSignIn[]> {
	return []
}
