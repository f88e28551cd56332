import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerRejectsCsv, shopImports } from './import-room.server.ts'

export const loader = (args: LoaderFunctionArgs) => answerRejectsCsv(shopImports, args)
