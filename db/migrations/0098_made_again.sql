-- Whether somebody may be made again is said by her link: one that rests for a deleted record is forgotten, and nothing else was ever asked.
ALTER TABLE "ma_prospect" DROP COLUMN "may_recreate";
