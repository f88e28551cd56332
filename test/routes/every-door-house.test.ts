import { tryDoors } from './doors/try-doors.ts'

await tryDoors((id) => !/^routes\/(storefront|account|checkout|merchandising)/.test(id))
