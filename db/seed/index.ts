import type { Db } from '../client.server.ts'

/** Who may sign in to the demo, printed by `npm start`. */
export type DemoSignIn = { name: string; role: string; email: string; password: string }

export const demoSignIns: readonly DemoSignIn[] = []

/** Whether nobody has put anything in yet. */
export async function isEmpty(db: Db): Promise<boolean> {
	const [row] = await db<{ found: boolean }[]>`select exists (select 1 from account) as found`
	return !row?.found
}

/** Fills an empty database with the demo company as it is at `at`, in one transaction. */
export async function seedDemo(_db: Db, _at: Date): Promise<void> {}
