import type { MirrorField, MirrorRow } from './read-mirror.ts'

type Said = Pick<MirrorRow, 'name' | 'parentId' | 'custom'>
export type MirrorDiffers = { theirs: string; from: string | null; to: string | null }
type Shape = { nameField: string; parentField: string; fields: readonly Pick<MirrorField, 'theirs' | 'name'>[] }

/** Where two versions of a mirrored record differ, by the names of the fields there (T9); nothing where one of them is not known. */
export function mirrorDiffers({ nameField, parentField, fields }: Shape, before: Said | null, after: Said | null): MirrorDiffers[] {
	if (!before || !after) return []
	const pairs = [
		{ theirs: nameField, from: before.name, to: after.name },
		{ theirs: parentField, from: before.parentId, to: after.parentId },
		...fields.map(({ theirs, name }) => ({ theirs, from: wordOf(before.custom[name]), to: wordOf(after.custom[name]) })),
	]
	return pairs.filter(({ from, to }) => from !== to)
}

const wordOf = (value: MirrorRow['custom'][string] | undefined): string | null =>
	value === undefined ? null : typeof value === 'object' ? value.join(', ') : String(value)
