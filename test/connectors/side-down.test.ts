import { expect, test } from 'vitest'
import { SideDown } from '../../app/platform/side-down.ts'

test('what a connector throws is known as such by the pages, which are built with a copy of the class', async () => {
	// @ts-expect-error the same file, loaded a second time as the build does
	const copy = (await import('../../app/platform/side-down.ts?built')) as { SideDown: typeof SideDown }
	expect(copy.SideDown).not.toBe(SideDown)
	const thrown = new copy.SideDown({ code: 'INVALID_CLIENT', message: '', fields: [], status: 401, retryAfterSeconds: null, isUnknown: false })
	expect(thrown instanceof SideDown).toBe(true)
	expect(new Error('SideDown') instanceof SideDown).toBe(false)
})
