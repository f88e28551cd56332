import { moveField } from '../../engine/marketing/form.ts'
import { type BlockKind, blockKinds, mostBlocks, type PageBlock, type PageDesign, pagePictures } from '../../engine/marketing/landing-page.ts'
import { wordsIn } from './read-form-edit.ts'

const textIn = (form: FormData, name: string, most: number) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim().slice(0, most) : ''
}
const idIn = (form: FormData, name: string) => (/^[1-9]\d{0,14}$/.test(textIn(form, name, 20)) ? Number(textIn(form, name, 20)) : null)
const kindOf = (text: string): BlockKind => blockKinds.find((one) => one === text) ?? 'text'

export type PageEdit = { name: string; slug: string; campaignId: number; formId: number | null; version: number; design: PageDesign }

/** A landing page as its builder has it, with the block that was just added, moved or taken out. */
export function readPageEdit(form: FormData): PageEdit {
	const count = Math.min(Number(textIn(form, 'blocks', 3)) || 0, mostBlocks)
	const blocks = Array.from(
		{ length: count },
		(_, index): PageBlock => ({
			kind: kindOf(textIn(form, `kind.${index}`, 20)),
			heading: wordsIn(form, `heading.${index}`, 200),
			text: wordsIn(form, `text.${index}`),
		}),
	)
	const [act, place] = textIn(form, 'intent', 40).split(':')
	const moved = act === 'up' || act === 'down' || act === 'remove' ? moveField(blocks, { act, index: Number(place) }) : blocks
	const added: PageBlock[] = act === 'add' && moved.length < mostBlocks ? [{ kind: kindOf(textIn(form, 'addKind', 20)), heading: {}, text: {} }] : []
	return {
		...{ name: textIn(form, 'name', 120), slug: textIn(form, 'slug', 80).toLowerCase(), campaignId: idIn(form, 'campaignId') ?? 0 },
		...{ formId: idIn(form, 'formId'), version: idIn(form, 'version') ?? 0 },
		design: {
			...{ title: wordsIn(form, 'title', 200), lead: wordsIn(form, 'lead'), blocks: [...moved, ...added] },
			picture: pagePictures.find((one) => one === textIn(form, 'picture', 40)) ?? '',
		},
	}
}
