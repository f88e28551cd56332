import { cn } from './cn.ts'

/** Drawn on a 20-unit square with one pen. */
const paths = {
	alert: 'M10 3 18 17H2Z M10 8v4 M10 14.5v.1',
	arrowRight: 'M4 10h12 M11 5l5 5-5 5',
	bell: 'M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13Z M8.5 18h3',
	box: 'M3 6.5 10 3l7 3.5v7L10 17l-7-3.5Z M3 6.5 10 10l7-3.5 M10 10v7',
	calendar: 'M3.5 5h13v11.5h-13Z M3.5 8.5h13 M7 3v3.5 M13 3v3.5',
	card: 'M2.5 5h15v10.5h-15Z M2.5 8.5h15 M5 12.5h3',
	cart: 'M2 3h2.2l2 9.5h8.6L17 6H5 M7.5 16.5v.1 M14 16.5v.1',
	chart: 'M3 17h14 M5.5 17v-6 M10 17V4 M14.5 17V8',
	check: 'm4 10.5 4 4 8-9',
	chevronDown: 'm5 7.5 5 5 5-5',
	chevronLeft: 'm12.5 5-5 5 5 5',
	chevronRight: 'm7.5 5 5 5-5 5',
	chevronUp: 'm5 12.5 5-5 5 5',
	clock: 'M10 2.5a7.5 7.5 0 1 0 .01 0Z M10 5.5V10l3 2',
	close: 'm5 5 10 10 M15 5 5 15',
	copy: 'M7 7h9.5v9.5H7Z M13 7V3.5H3.5V13H7',
	document: 'M5 2.5h6.5L15.5 6.5V17.5H5Z M11.5 2.5V6.5H15.5 M7.5 10.5h5 M7.5 13.5h5',
	download: 'M10 3v9.5 M6 9l4 4 4-4 M3.5 16.5h13',
	edit: 'M4 16l.8-3.8L13.5 3.5l3 3L7.8 15.2Z M11.5 5.5l3 3',
	external: 'M8 4H4v12h12v-4 M11.5 3.5h5v5 M16.5 3.5 9.5 10.5',
	filter: 'M3 5h14 M5.5 10h9 M8.5 15h3',
	globe: 'M10 2.5a7.5 7.5 0 1 0 .01 0Z M2.5 10h15 M10 2.5c-5 5-5 10 0 15 M10 2.5c5 5 5 10 0 15',
	grid: 'M3.5 3.5h5v5h-5Z M11.5 3.5h5v5h-5Z M3.5 11.5h5v5h-5Z M11.5 11.5h5v5h-5Z',
	info: 'M10 2.5a7.5 7.5 0 1 0 .01 0Z M10 9.5v4 M10 6.5v.1',
	keyboard: 'M2 5.5h16v9H2Z M5 8.5v.1 M8.3 8.5v.1 M11.6 8.5v.1 M15 8.5v.1 M6.5 11.8h7',
	list: 'M7 5h10 M7 10h10 M7 15h10 M3.5 5v.1 M3.5 10v.1 M3.5 15v.1',
	lock: 'M4.5 9h11v8h-11Z M7 9V6.5a3 3 0 0 1 6 0V9 M10 12v2',
	mail: 'M2.5 4.5h15v11h-15Z M2.5 5.5 10 11l7.5-5.5',
	megaphone: 'M3 8v4h3l8 4V4L6 8Z M16.5 8.5v3 M7 12.5l1 4.5',
	menu: 'M3 5.5h14 M3 10h14 M3 14.5h14',
	minus: 'M4 10h12',
	moon: 'M16 12.5A7 7 0 0 1 7.5 4a6.5 6.5 0 1 0 8.5 8.5Z',
	more: 'M4.5 10v.1 M10 10v.1 M15.5 10v.1',
	phone: 'M4 3h3.5l1.5 4-2 1.5a9 9 0 0 0 4.5 4.5l1.5-2 4 1.5V16a1.5 1.5 0 0 1-1.5 1.5C9 17.5 2.5 11 2.5 4.5A1.5 1.5 0 0 1 4 3Z',
	pin: 'M10 17.5c-4-4.5-5.5-6.5-5.5-9a5.5 5.5 0 0 1 11 0c0 2.5-1.5 4.5-5.5 9Z M10 6.8a1.9 1.9 0 1 0 .01 0Z',
	plus: 'M10 4v12 M4 10h12',
	refresh: 'M16.5 4v4.5H12 M16 8.5A6.5 6.5 0 1 0 16.3 12',
	search: 'M8.8 3a5.8 5.8 0 1 0 .01 0Z M13 13l4.5 4.5',
	settings: 'M3 6h8 M15 6h2 M3 14h2 M9 14h8 M13 4v4 M7 12v4',
	star: 'm10 3 2.2 4.6 5 .7-3.6 3.5.9 5-4.5-2.4-4.5 2.4.9-5L2.8 8.3l5-.7Z',
	store: 'M3.5 8.5V17h13V8.5 M2.5 8.5 4 3h12l1.5 5.5a2.5 2.5 0 0 1-5 0 2.5 2.5 0 0 1-5 0 2.5 2.5 0 0 1-5 0Z M8 17v-4.5h4V17',
	sun: 'M10 6.5a3.5 3.5 0 1 0 .01 0Z M10 2v1.5 M10 16.5V18 M2 10h1.5 M16.5 10H18 M4.3 4.3l1.1 1.1 M14.6 14.6l1.1 1.1 M4.3 15.7l1.1-1.1 M14.6 5.4l1.1-1.1',
	system: 'M2.5 4h15v10h-15Z M7 17h6 M10 14v3',
	tag: 'M3 3h7l7 7-7 7-7-7Z M6.5 6.5v.1',
	target: 'M10 2.5a7.5 7.5 0 1 0 .01 0Z M10 6a4 4 0 1 0 .01 0Z M10 9.5a.5.5 0 1 0 .01 0Z',
	trash: 'M4 5.5h12 M7.5 5.5V3.5h5v2 M5.5 5.5l.8 11.5h7.4l.8-11.5 M8.5 9v5 M11.5 9v5',
	truck: 'M1.5 5h10v9h-10Z M11.5 8h4l3 3v3h-7Z M5.5 14a1.7 1.7 0 1 0 .01 0Z M14.5 14a1.7 1.7 0 1 0 .01 0Z',
	undo: 'M4 8h8.5a4 4 0 0 1 0 8H8 M7.5 4.5 4 8l3.5 3.5',
	upload: 'M10 13V3.5 M6 7l4-4 4 4 M3.5 16.5h13',
	user: 'M10 3a3.5 3.5 0 1 0 .01 0Z M3 17.5a7 6 0 0 1 14 0',
	users: 'M7.5 4a3 3 0 1 0 .01 0Z M2 16.5a5.5 5 0 0 1 11 0 M13 4.3a3 3 0 0 1 0 5.6 M15 12.2a5 5 0 0 1 3 4.3',
} as const

export type IconName = keyof typeof paths

/** Always beside a word or under a label: an icon says nothing to a screen reader. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
	return (
		<svg
			aria-hidden="true"
			viewBox="0 0 20 20"
			className={cn('size-5 shrink-0', className)}
			fill="none"
			stroke="currentColor"
			strokeWidth="1.5"
			strokeLinecap="round"
			strokeLinejoin="round"
		>
			<path d={paths[name]} />
		</svg>
	)
}
