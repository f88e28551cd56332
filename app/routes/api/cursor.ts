/** A list's place as machines carry it: opaque to them, and nothing but what the list itself gave. */
export function cursorFor(list: string, place: string | number | null): string | null {
	return place === null ? null : Buffer.from(`${list} ${place}`).toString('base64url')
}

/** The place behind a cursor of this list; null for none, undefined when it is not one of its own. */
export function placeOf(list: string, shape: RegExp, cursor: string | undefined): string | null | undefined {
	if (cursor === undefined || cursor === '') return null
	const [name, ...rest] = Buffer.from(cursor, 'base64url').toString().split(' ')
	const place = rest.join(' ')
	return name === list && shape.test(place) ? place : undefined
}
