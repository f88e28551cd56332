import { flag, named, type SideTable, text, told } from './side-column.ts'

/** What stands in her contact, the other half of her one record. */
const hers = (column: string, more: Parameters<typeof text>[1] = {}) => ({ ...text(column, more), reads: `h.${column}`, inHalf: true as const })

const home = (field: string, reads: string) => ({
	[`mailing_${field}`]: told(`(select ${reads} from location b where b.account_id = t.id and b.is_default and b.is_active)`),
})

/** People who buy for themselves: an account and its contact as the one record that they are (app/decisions/0425), kept with systems that have such a thing. */
export const personTables = {
	person_account: {
		...{ system: 'embedded_crm', table: 'account', seller: 't.seller_entity_id', createable: false, merges: true, label: 'Person account', isShared: true },
		from: 'account t join contact h on h.account_id = t.id and h.merged_into_id is null and t.is_person',
		half: { table: 'contact', on: 'h.account_id = t.id and h.merged_into_id is null' },
		fields: {
			...{ first_name: hers('first_name', { required: true }), last_name: hers('last_name', { required: true }), email: hers('email', { kind: 'email' }) },
			...{ phone: hers('phone', { kind: 'phone', length: 40 }), title: hers('title', { length: 128 }) },
			has_opted_out: { ...flag('has_opted_out'), reads: 'h.has_opted_out', inHalf: true },
			...{ owner_user_id: named('owner_user_id', ['user']), number: told('t.number') },
			...home('street', `concat_ws(E'\n', b.line1, b.line2)`),
			...{ ...home('city', 'b.city'), ...home('region', 'b.region'), ...home('postal_code', `nullif(b.postal_code, '')`), ...home('country', 'b.country') },
		},
	},
} as const satisfies Record<string, SideTable>
