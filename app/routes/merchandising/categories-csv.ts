import type { LoaderFunctionArgs } from '@remix-run/node'
import { openCategories } from '../../flows/merchandising/open-categories.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { locales } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'

/** The whole tree in its order, with the name in each language. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const t = fixedT(locale, 'categories')
	const { categories } = await openCategories(db, staff, { locale, search: '' })
	const codes = new Map(categories.map(({ id, code }) => [id, code]))
	const rows = categories.map((one) => [
		...[one.code, codes.get(one.parentId ?? 0) ?? '', String(one.depth), t(one.isHidden ? 'hidden' : one.isUnderHidden ? 'underHidden' : 'shown')],
		...[String(one.products), String(one.productsBelow), ...locales.map((language) => one.names[language] ?? '')],
	])
	const head = [t('code'), t('parent'), t('depth'), t('shop'), t('products'), t('below'), ...locales]
	return csvResponse(`categories-${at.toISOString().slice(0, 10)}.csv`, head, rows)
}
