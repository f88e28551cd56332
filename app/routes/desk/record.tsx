import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeRecord, deskObjects, openRecord } from '../../flows/crm/change-record.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { ContactFace } from '../../ui/crm/contact-face.tsx'
import { ContactRoles } from '../../ui/crm/contact-roles.tsx'
import { OpportunityWords } from '../../ui/crm/opportunity-words.tsx'
import { OwnFields, RecordDetails } from '../../ui/crm/record-page.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, oneOf } from './read-form.ts'
import { readRecordForm } from './read-record-form.ts'

export const handle = { i18n: ['crm'] }

const keyOf = (params: LoaderFunctionArgs['params']) => {
	const [object, id] = [oneOf(deskObjects, params['object']), idOf(params['id'])]
	return object && id !== null ? { object, id } : null
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const opened = await openRecord(db, staff, keyOf(params))
	if (!opened) throw notFound()
	if (opened.shownAt !== null) throw redirect(withLocale(`/desk/records/account/${opened.shownAt}`, isLocale(params['locale']) ? params['locale'] : null))
	const { record, ...page } = opened
	const { id, name, accountId, custom } = record
	return { ...page, id, name, accountId, custom, title: name }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `fields` of the record; `person`: who somebody is; `details` and `delete` of an opportunity; `send` over to marketing; `row` and `remove_row` of what hangs off it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const form = await request.formData()
	const [edit, of] = [readRecordForm(form), idIn(form, 'of')]
	const key = of === null ? keyOf(params) : { object: 'contact' as const, id: of }
	const done = edit && (await changeRecord(db, staff, { key, edit, requestId, at }))
	if (!done) throw notFound()
	if (done.ok && edit.act === 'delete') throw redirect(withLocale('/desk/pipeline', isLocale(params['locale']) ? params['locale'] : null))
	const typed = edit.act === 'fields' ? edit.typed : null
	if (done.ok) return redirect(request.url)
	const [words, person] = [edit.act === 'details' ? edit.wish : null, edit.act === 'person' ? edit.wish : null]
	return data({ refusals: done.refusals, typed, words, person, of }, { status: 422 })
}

export default function DeskRecord() {
	const { t } = useTranslation('crm')
	const { object, id, name, accountId, custom, defs, objects, rows, people, opportunity, face, person } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const home = object === 'lead' ? `/desk/leads/${id}` : `/desk/accounts/${accountId}`
	// What was typed stays in the form, also where it was refused.
	const values = { ...custom, ...(refused?.of === null ? refused.typed : {}) }
	const sends = object === 'contact' ? id : person?.id
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('record.path')} crumbs={[{ label: name, href: home }, { label: t('record.title') }]} />}
				kicker={t(person ? 'record.personAccount' : `object.${object}`)}
				title={name}
				lead={t(face ? 'record.leadOfPerson' : 'record.lead')}
				actions={
					sends ? (
						<Form method="post">
							<input type="hidden" name="of" value={sends} />
							<Button type="submit" name="act" value="send">
								{t('record.sendOver')}
							</Button>
						</Form>
					) : null
				}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			{opportunity ? (
				<div className="mb-10">
					<OpportunityWords line={opportunity} typed={refused?.words ?? null} />
				</div>
			) : null}
			{face ? (
				<div className="mb-10">
					<ContactFace
						face={face}
						isPersonAccount={object === 'account'}
						typed={refused?.person ?? null}
						refusals={refused?.person ? refused.refusals : undefined}
					/>
				</div>
			) : null}
			{people ? (
				<div className="mb-10">
					<ContactRoles {...people} />
				</div>
			) : null}
			{person && person.defs.length > 0 ? (
				<div className="mb-10">
					<OwnFields title={t('record.ofPerson')} defs={person.defs} values={{ ...person.custom, ...(refused?.of ? refused.typed : {}) }} of={person.id} />
				</div>
			) : null}
			{(people || face) && defs.length === 0 && objects.length === 0 ? null : <RecordDetails {...{ defs, values, objects, rows }} />}
		</>
	)
}
