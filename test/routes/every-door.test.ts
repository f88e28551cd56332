import { expect, test } from 'vitest'
import { publicRoutes } from '../../app/routes.ts'
import { everyDoor } from '../support/house.ts'
import { lineOf, matrix, tryDoors } from './doors/try-doors.ts'

const doors = everyDoor()

test('every door has its line, and every line its door', () => {
	expect(doors.filter(({ id }) => !matrix[id]).map(({ id }) => id)).toEqual([])
	const ids = doors.map(({ id }) => id)
	expect(Object.keys(matrix).filter((id) => !ids.includes(id))).toEqual([])
	// The frame of the languages stands around open doors and closed ones.
	const known = doors.filter(({ id }) => matrix[id])
	const open = known.filter((door) => lineOf(door).who === 'open' && door.id !== 'routes/locale').map(({ id }) => id)
	expect([...publicRoutes].sort()).toEqual(open.sort())
	for (const door of known) {
		if ('action' in door.module) expect(lineOf(door).writes?.length ?? 0, `${door.id} writes, and its line says nothing of it`).toBeGreaterThan(0)
	}
})

await tryDoors((id) => /^routes\/(storefront|account|checkout)/.test(id))
