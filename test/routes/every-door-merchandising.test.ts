import { tryDoors } from './doors/try-doors.ts'

await tryDoors((id) => /^routes\/merchandising/.test(id))
