import type { LoaderFunctionArgs } from '@remix-run/node'
import { listMisses, listSearchRules } from '../../flows/merchandising/open-search-room.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readSearchFilter, readTab, ruleKind } from './read-search-form.ts'

const EVERY = 10_000

/** A tab of the search room as its filters leave it. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const { searchParams } = new URL(request.url)
	const filter = readSearchFilter(searchParams)
	const kind = ruleKind(readTab(searchParams))
	const t = fixedT(locale, 'merchandising')
	const head = (names: readonly string[]) => names.map((name) => t(`searchRoom.${name}`))
	const day = at.toISOString().slice(0, 10)
	if (kind === null) {
		const misses = await listMisses(db, staff, { ...filter, limit: EVERY, at })
		const rows = misses.map(({ locale: language, term, searches, days, lastOn }) => [language, term, String(searches), String(days), lastOn])
		return csvResponse(`searches-in-vain-${day}.csv`, head(['language', 'term', 'searches', 'days', 'lastOn']), rows)
	}
	const { rules } = await listSearchRules(db, staff, { kind, ...filter, after: null, limit: EVERY, locale })
	const rows = rules.map((rule) => [
		rule.locale,
		rule.term,
		rule.means?.join(', ') ?? rule.target ?? rule.sku ?? rule.category ?? '',
		rule.effect ?? (rule.bothWays ? 'both' : ''),
	])
	return csvResponse(`search-${kind}-${day}.csv`, head(['language', 'term', `says.${kind}`, 'kind']), rows)
}
