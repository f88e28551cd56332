-- What goes with a mail: which document, never its bytes; they are written when the mail leaves or is looked at.
ALTER TABLE "outgoing_mail" ADD COLUMN "attachments" jsonb DEFAULT '[]' NOT NULL;
