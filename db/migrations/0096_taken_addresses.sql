-- Somebody is given the address of somebody else: whether the two are one is for a person to say.
ALTER TABLE "merge_proposal" DROP CONSTRAINT "merge_proposal_reason";--> statement-breakpoint
ALTER TABLE "merge_proposal" ADD CONSTRAINT "merge_proposal_reason" CHECK ("reason" in ('MA_MERGED','CRM_MERGED','MAIL_TAKEN'));
