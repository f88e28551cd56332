import { useTranslation } from 'react-i18next'
import type { PersonStanding } from '../../engine/crm/person-fields.ts'
import { CustomFacts, type Values } from '../crm/custom-values.tsx'
import { usePersonRows } from '../crm/person-facts.tsx'
import type { Told } from '../crm/person-inputs.tsx'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Badge, Status } from '../parts/badge.tsx'
import { TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Figure, Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { useMay } from '../shell/roles.tsx'
import { HangingOff, type HangingView } from './hanging.tsx'
import { ConsentForm, PersonActs } from './person-acts.tsx'
import { PersonTasks } from './person-tasks.tsx'
import { activityIcon, activityName, type GradeView, type PersonView, type RoomView, sourceName } from './person-view.ts'
import { ProspectForm } from './prospect-form.tsx'

type Props = {
	person: PersonView
	room: RoomView
	grade: GradeView | null
	hanging: readonly HangingView[]
	mayAct: boolean
	/** Whether the reader may enter the sales desk: who may not sees its numbers without a way there. */
	opensDesk: boolean
	typed: (PersonStanding & { custom: Values }) | null
	refusals: readonly Told[] | undefined
}

/** Everything that the house knows of one person: her faces, what she did, what it was worth, and what may be done. */
export function PersonPage({ person, room, grade, hanging, mayAct, opensDesk, typed, refusals }: Props) {
	const { t } = useTranslation('people')
	const { locale } = useReader()
	// Her company and her work stand above already.
	const about = usePersonRows('prospect', person).filter(({ key }) => key !== 'company' && key !== 'title')
	const signed = (points: number) => `${points > 0 ? '+' : ''}${count(points, locale)}`
	return (
		<div className="grid gap-12 lg:grid-cols-[minmax(0,1fr)_22rem]">
			<div className="grid content-start gap-10 *:min-w-0">
				<div className="grid grid-cols-2 gap-6 sm:grid-cols-4">
					<Figure label={t('column.score')} value={count(person.score, locale)} />
					<Figure label={t('column.grade')} value={person.grade} note={grade?.profile} />
					<Figure label={t('source')} value={<span className="block text-base leading-snug wrap-anywhere">{person.sourceCampaign?.name ?? '–'}</span>} />
					<Figure label={t('recycled')} value={count(person.recycled, locale)} note={person.isRecycled ? t('isRecycled') : undefined} />
				</div>
				<Faces person={person} opensDesk={opensDesk} />
				{about.length > 0 ? (
					<Section title={t('about')}>
						<KeyValueList rows={about} />
					</Section>
				) : null}
				{room.defs.some(({ name }) => person.custom[name] !== undefined) ? (
					<Section title={t('own')}>
						<CustomFacts defs={room.defs} values={person.custom} />
					</Section>
				) : null}
				<HangingOff objects={room.objects} hanging={hanging} />
				<Section title={t('timeline')} aside={person.visitors > 0 ? t('visits', { count: person.visitors }) : undefined}>
					{person.activities.length === 0 ? (
						<p className="text-sm text-ink-soft">{t('nothingYet')}</p>
					) : (
						<Timeline
							label={t('timeline')}
							entries={person.activities.map(({ id, kind, at, score }) => ({
								key: String(id),
								title: activityName(t, kind),
								when: <DateText instant={at} />,
								icon: activityIcon(kind),
								...(score === 0 ? {} : { body: <span className="tabular-nums">{t('points', { count: score, points: signed(score) })}</span> }),
							}))}
						/>
					)}
				</Section>
			</div>
			<div className="grid content-start gap-8 *:min-w-0">
				{mayAct ? <PersonActs person={person} room={room} /> : null}
				<PersonTasks tasks={person.tasks} all={person.taskCount} mayAct={mayAct} />
				<Section title={t('ledger')}>
					<KeyValueList
						sums
						rows={[
							...person.ledger.map(({ kind, times, score }) => ({
								key: kind,
								label: `${activityName(t, kind)}${times > 1 ? ` × ${count(times, locale)}` : ''}`,
								value: signed(score),
							})),
							{ key: 'sum', label: t('column.score'), value: count(person.score, locale), strong: true },
						]}
					/>
				</Section>
				{grade ? (
					<Section title={t('gradeWhy', { grade: grade.grade })} aside={grade.profile}>
						<KeyValueList
							rows={grade.criteria.map(({ name, weight, holds }) => ({
								key: name,
								label: name,
								value: (
									<Status tone={holds ? (weight > 0 ? 'positive' : 'warning') : 'neutral'}>
										{holds ? t('thirds', { count: Math.abs(weight), thirds: signed(weight) }) : t('holdsNot')}
									</Status>
								),
							}))}
						/>
					</Section>
				) : null}
				<Memberships person={person} mayAct={mayAct} />
				{mayAct ? (
					<Disclosure summary={t('edit')} open={typed !== null}>
						<ProspectForm
							prospect={{ ...person, ...typed }}
							standing={person}
							told={person.told}
							refusals={typed ? refusals : undefined}
							custom={typed?.custom ?? person.custom}
							defs={room.defs}
							submit={t('save')}
							ofAccount={person.contact && (person.company ?? '')}
						/>
					</Disclosure>
				) : null}
			</div>
		</div>
	)
}

function Faces({ person, opensDesk }: Pick<Props, 'person' | 'opensDesk'>) {
	const { t } = useTranslation(['people', 'crm'])
	const { contact, login, lead } = person
	const converted = lead?.convertedAt ? <DateText instant={lead.convertedAt} /> : null
	const account = contact && opensDesk ? <TextLink to={`/desk/accounts/${contact.accountId}`}>{contact.accountNumber}</TextLink> : contact?.accountNumber
	return (
		<Section title={t('faces')}>
			<Table caption={t('faces')} dense stacks>
				<THead>
					<tr>
						<Th>{t('face.label')}</Th>
						<Th>{t('faceId')}</Th>
						<Th>{t('faceIs')}</Th>
					</tr>
				</THead>
				<TBody>
					<Tr>
						<Th scope="row">{t('face.prospect')}</Th>
						<Td label={t('faceId')}>{person.id}</Td>
						<Td label={t('faceIs')}>
							{t('since')} <DateText instant={person.createdAt} />
						</Td>
					</Tr>
					{lead ? (
						<Tr>
							<Th scope="row">{t('face.lead')}</Th>
							<Td label={t('faceId')}>{opensDesk ? <TextLink to={`/desk/leads/${lead.id}`}>{lead.id}</TextLink> : lead.id}</Td>
							<Td label={t('faceIs')}>
								{t(`crm:leadStatus.${lead.status}`)} {converted}
								{lead.ownerName ? <span className="block text-ink-soft">{lead.ownerName}</span> : null}
							</Td>
						</Tr>
					) : null}
					{contact ? (
						<>
							<Tr>
								<Th scope="row">{t(contact.isPersonAccount ? 'personAccount' : 'contact')}</Th>
								<Td label={t('faceId')}>{contact.isPersonAccount ? account : contact.id}</Td>
								<Td label={t('faceIs')}>
									{contact.isPersonAccount ? null : t(`role.${contact.role}`)}
									{contact.isActive ? null : <Status tone="warning">{t('inactive')}</Status>}
								</Td>
							</Tr>
							{contact.isPersonAccount ? null : (
								<Tr>
									<Th scope="row">{t('account')}</Th>
									<Td label={t('faceId')}>{account}</Td>
									<Td label={t('faceIs')}>{contact.accountName}</Td>
								</Tr>
							)}
						</>
					) : null}
					{login ? (
						<Tr>
							<Th scope="row">{t('login')}</Th>
							<Td label={t('faceId')}>{login.id}</Td>
							<Td label={t('faceIs')} className="wrap-anywhere">
								{login.email}
								{login.lastSignedInAt ? (
									<span className="block text-ink-soft">
										{t('signedIn')} <DateText instant={login.lastSignedInAt} />
									</span>
								) : null}
							</Td>
						</Tr>
					) : null}
				</TBody>
			</Table>
		</Section>
	)
}

function Memberships({ person, mayAct }: Pick<Props, 'person' | 'mayAct'>) {
	const { t } = useTranslation('people')
	const opensMarketing = useMay('marketer', 'head_office')
	return (
		<>
			<Section title={t('campaigns')}>
				{person.campaigns.length === 0 ? (
					<p className="text-sm text-ink-soft">{t('noCampaign')}</p>
				) : (
					<KeyValueList
						rows={person.campaigns.map(({ id, name, status, hasResponded, waits }) => ({
							key: String(id),
							label: opensMarketing ? <TextLink to={`/marketing/campaigns/${id}`}>{name}</TextLink> : name,
							value: waits ? (
								<Status tone="warning">{t('waitsForCrm')}</Status>
							) : (
								<Status tone={hasResponded ? 'positive' : 'neutral'}>{t(`memberStatus.${status}`, { defaultValue: status })}</Status>
							),
						}))}
					/>
				)}
			</Section>
			<Section title={t('consent.title')}>
				<p className="text-sm">{person.optedOut ? <Status tone="warning">{t('optedOut')}</Status> : null}</p>
				<KeyValueList
					rows={person.consents.map(({ kind, source, reason, at }, place) => ({
						key: String(place),
						label: (
							<>
								{t(`consent.${kind}`)}
								<span className="block text-xs text-ink-soft wrap-anywhere">{sourceName(t, source)}</span>
								{reason ? <span className="block text-xs wrap-anywhere">{reason}</span> : null}
							</>
						),
						value: <DateText instant={at} />,
					}))}
				/>
				{person.consents.length === 0 ? <p className="text-sm text-ink-soft">{t('consent.never')}</p> : null}
				{mayAct && person.email ? <ConsentForm optedOut={person.optedOut} /> : null}
			</Section>
			{person.walks.length > 0 ? (
				<Section title={t('walks')}>
					<KeyValueList
						rows={person.walks.map(({ id, name, state, enteredAt }) => ({
							key: `${id}${enteredAt}`,
							label: (
								<>
									{name} <Badge>{t(`walk.${state}`)}</Badge>
								</>
							),
							value: <DateText instant={enteredAt} />,
						}))}
					/>
				</Section>
			) : null}
		</>
	)
}
