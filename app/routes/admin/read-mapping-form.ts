import type { WishedMap } from '../../engine/sync/check-mapping.ts'
import type { Transform } from '../../engine/sync/types.ts'
import type { MappingEdit } from '../../flows/sync-setup/change-mapping.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

const behaviours = ['use_ma', 'use_crm', 'most_recent', 'crm_to_ma', 'ma_to_crm', 'off'] as const
/** More pairs than any list of choices has. */
const MOST_PAIRS = 500

/** Lines `marketing = sales`; what has no sign between is no pair. */
function readPairs(text: string): Record<string, string> {
	const lines = text.split('\n').slice(0, MOST_PAIRS)
	return Object.fromEntries(
		lines.flatMap((line) => {
			const [ma = '', ...crm] = line.split('=').map((part) => part.trim())
			return ma !== '' && ma.length <= 255 && crm.length > 0 ? [[ma, crm.join('=').slice(0, 255)]] : []
		}),
	)
}

function readTransform(form: FormData): Transform | null {
	const kind = oneOf(['choices', 'upper', 'lower', 'boolean_text'], form.get('transform'))
	if (kind === 'choices') {
		const pairs = readPairs(textIn(form, 'pairs').slice(0, 100_000))
		return Object.keys(pairs).length > 0 ? { kind, pairs } : null
	}
	if (kind === 'boolean_text') return { kind, yes: textIn(form, 'yes').slice(0, 40) || 'Yes', no: textIn(form, 'no').slice(0, 40) || 'No' }
	return kind && { kind }
}

function readWish(form: FormData): WishedMap | null {
	const behaviour = oneOf(behaviours, form.get('behaviour'))
	if (!behaviour) return null
	return {
		...{ crmField: textIn(form, 'crmField').slice(0, 255), maField: textIn(form, 'maField').slice(0, 255), behaviour },
		blank: oneOf(['fill', 'clear'], form.get('blank')) ?? 'fill',
		multi: oneOf(['last', 'join', 'union', 'error'], form.get('multi')) ?? 'last',
		overflow: oneOf(['error', 'truncate'], form.get('overflow')) ?? 'error',
		transform: readTransform(form),
		fallback: textIn(form, 'fallback').slice(0, 255) || null,
	}
}

/** `act` is save, add or remove; null: nothing that is known. */
export function readMappingForm(form: FormData): MappingEdit | null {
	const [objectMapId, key] = [idIn(form, 'object'), idIn(form, 'field')]
	const act = oneOf(['save', 'add', 'remove'], form.get('act')) ?? (form.get('try') === 'yes' ? (key ? 'save' : 'add') : null)
	if (!objectMapId || !act || (act !== 'add' && !key)) return null
	if (act === 'remove') return { objectMapId, key: String(key), wish: null }
	const wish = readWish(form)
	return wish && { objectMapId, key: act === 'add' ? null : String(key), wish }
}
