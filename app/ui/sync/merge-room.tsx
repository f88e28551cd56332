import { useTranslation } from 'react-i18next'
import { mergeObjects } from '../../engine/sync/merge.ts'
import { LinkButton } from '../parts/button.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { useListHref } from '../parts/use-list-href.ts'

/** Who is merged in the room of people. */
export const peopleObjects = mergeObjects

/** A room where two become one and two again: whose it is, where it stands, where a pair of it is looked at, how it is named, and whether its lists are files too. */
export type MergeRoom = {
	objects: readonly string[]
	path: string
	pair: (object: string, winnerId: number | string, loserId: number | string) => string
	words: '' | 'account.'
	hasFiles: boolean
}
export type MergePlace = 'duplicates' | 'merges'

export const peopleMerges: MergeRoom = {
	...{
		objects: mergeObjects,
		path: '/marketing',
		pair: (object, winner, loser) => `/marketing/merge/${object}/${winner}/${loser}`,
		words: '',
		hasFiles: false,
	},
}
export const accountMerges: MergeRoom = {
	...{
		objects: ['account'],
		path: '/desk/accounts',
		pair: (_object, winner, loser) => `/desk/accounts/merge/${winner}/${loser}`,
		words: 'account.',
		hasFiles: true,
	},
}
const mergeRooms: readonly MergeRoom[] = [peopleMerges, accountMerges]

export const placeOf = (room: MergeRoom, place: MergePlace) => `${room.path}/${place}`

/** The room of records of this kind. */
export const roomOf = (object: string) => mergeRooms.find(({ objects }) => objects.includes(object)) ?? peopleMerges

/** Where two records of a kind are looked at side by side. */
export const pairHref = (object: string, winnerId: number | string, loserId: number | string) => roomOf(object).pair(object, winnerId, loserId)

export function MergeHead({ room, place }: { room: MergeRoom; place: MergePlace }) {
	const { t } = useTranslation('merge')
	const href = useListHref()
	const tabs = (['duplicates', 'merges'] as const).map((one) => ({ href: placeOf(room, one), label: t(`rooms.${one}`) }))
	return (
		<>
			<PageHeader
				title={t(`${room.words}title`)}
				lead={t(`${room.words}lead.${place}`)}
				actions={
					room.hasFiles ? (
						<LinkButton to={href({}, `${placeOf(room, place)}.csv`)} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			<Tabs label={t('roomsLabel')} tabs={tabs} className="mb-8" />
		</>
	)
}
