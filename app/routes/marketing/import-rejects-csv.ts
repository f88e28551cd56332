import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerRejectsCsv, marketingImports } from '../merchandising/import-room.server.ts'

export const loader = (args: LoaderFunctionArgs) => answerRejectsCsv(marketingImports, args)
