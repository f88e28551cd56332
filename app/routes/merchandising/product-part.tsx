import { type ActionFunctionArgs, data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { ProductPart } from '../../engine/catalog/product-part.ts'
import { openProductPart } from '../../flows/merchandising/open-product-part.ts'
import { saveProductPart } from '../../flows/merchandising/save-product-part.ts'
import { undoProductPart } from '../../flows/merchandising/undo-product-part.ts'
import { uploadMedia } from '../../flows/merchandising/upload-media.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { MediaUpload, refusalsHeader } from '../../ui/merchandising/media-upload.tsx'
import { ProductPartForm } from '../../ui/merchandising/product-part-form.tsx'
import { ProductTabs } from '../../ui/merchandising/product-tabs.tsx'
import { partOf, readPartForm } from '../../ui/merchandising/read-part-form.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Refusals } from '../../ui/parts/refusals.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, textIn } from '../desk/read-form.ts'
import { readMediaUpload } from './read-media-upload.ts'

export const handle = { i18n: ['merchandising'] }

function askedOf(params: Readonly<Record<string, string | undefined>>): { productId: number; part: ProductPart } {
	const part = partOf(params['part'])
	if (!part) throw notFound()
	return { productId: idOf(params['id']) ?? 0, part }
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const asked = askedOf(params)
	const open = await openProductPart(db, staff, asked)
	if (!open) throw notFound()
	const { texts, sku, slug, version } = open.product
	return {
		...asked,
		content: open.content,
		units: open.units,
		currencies: open.currencies,
		last: open.last,
		sku,
		slug,
		version,
		title: texts[locale]?.name ?? texts['en']?.name ?? sku,
	}
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const asked = askedOf(params)
	const form = await request.formData()
	const here = `/merchandising/products/${asked.productId}/${asked.part}`
	if (asked.part === 'media' && textIn(form, 'intent') === 'upload') {
		const uploaded = await uploadMedia(db, connectors.files, staff, { ...readMediaUpload(form), productId: asked.productId, at, requestId })
		if (!uploaded) throw notFound()
		if (uploaded.ok) return redirect(`${here}?done=saved`)
		const said = encodeURIComponent(JSON.stringify(uploaded.refusals))
		return data({ refusals: uploaded.refusals, content: null }, { status: 422, headers: { [refusalsHeader]: said } })
	}
	const isUndo = textIn(form, 'intent') === 'undo'
	const content = readPartForm(form)
	const saved = isUndo ? await undoProductPart(db, staff, { ...asked, at, requestId }) : await saveProductPart(db, staff, { ...asked, content, at, requestId })
	if (!saved) throw notFound()
	if (saved.ok) return redirect(`${here}?done=${isUndo ? 'undone' : 'saved'}`)
	return data({ refusals: saved.refusals, content: isUndo ? null : content }, { status: 422 })
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export default function ProductPartRoom() {
	const { t } = useTranslation(['merchandising', 'refusals'])
	const { productId, part, content, units, currencies, last, sku, slug, version, title } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const isBusy = useNavigation().state !== 'idle'
	const done = useSearchParams()[0].get('done')
	const [refusedFiles, setRefusedFiles] = useState<Refusal[] | null>(null)
	const refusals = refusedFiles ?? answer?.refusals ?? null
	const bad = new Set(answer?.refusals.flatMap(({ line }) => line ?? []))
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ href: '/merchandising/products', label: t('products.title') }, { label: title }]} />}
				kicker={sku}
				title={title}
				actions={
					<LinkButton to={`/products/${slug}`} icon="external">
						{t('products.inShop')}
					</LinkButton>
				}
			/>
			<div className="grid gap-8 *:min-w-0">
				<ProductTabs productId={productId} />
				{done && !refusals ? <Banner live tone="positive" title={t(done === 'undone' ? 'part.undone' : 'products.saved')} /> : null}
				{refusals ? (
					<Refusals
						title={t('book.refused')}
						refusals={refusals.map(({ code, line, facts }, index) => ({
							key: `${code}${index}`,
							where: line === undefined ? null : t('part.row', { row: line }),
							message: t(`refusals:${code}`, facts as Record<string, string>),
						}))}
					/>
				) : null}
				{part === 'media' ? <MediaUpload onRefused={setRefusedFiles} /> : null}
				<Form method="post" className="grid gap-8" noValidate>
					<ProductPartForm
						key={`${part} ${version} ${done} ${content.rows.length}`}
						part={part}
						content={answer?.content ?? content}
						units={units}
						currencies={currencies}
						bad={bad}
					/>
					<div className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t border-ink bg-ground py-3">
						<Button type="submit" variant="primary" pending={isBusy}>
							{t('products.save')}
						</Button>
						{last ? (
							<>
								<Button type="submit" name="intent" value="undo">
									{t('part.undo')}
								</Button>
								<p className="text-sm text-ink-soft">{t('part.lastBy', { name: last.userName ?? '' })}</p>
							</>
						) : null}
					</div>
				</Form>
			</div>
		</>
	)
}
