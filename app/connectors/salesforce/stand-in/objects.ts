/**
 * The objects of a real org, as far as a connection reads and writes them; lengths, digits and closed lists are those that an
 * org's own description shows. A line is `Name type(size) flags "Label"`: `!` must be filled, `+` is filled by the org,
 * `-` read only, `~` only on create, `*` a restricted list, `^` unique and an external id,
 * `@` the master of this record, which goes with it.
 */
const person = `
LastName string(80) ! "Last Name"
FirstName string(40) "First Name"
Salutation picklist(Mr.;Ms.;Mrs.;Dr.;Prof.) "Salutation"
Name string(121) !- "Full Name"
Title string(128) "Title"
MobilePhone phone(40) "Mobile Phone"
Email email(80) "Email"
LeadSource picklist(Web;Phone Inquiry;Partner Referral;Purchased List;Other) "Lead Source"
HasOptedOutOfEmail boolean + "Email Opt Out"
DoNotCall boolean + "Do Not Call"
LastActivityDate date - "Last Activity"
MasterRecordId reference(self) - "Master Record ID"
Kontor_Key__c string(80) ^ "Kontor Key"
Score__c double(6,0) "Score"
Interests__c multipicklist(Espresso;Filter;Machines;Service) * "Interests"
Tier__c picklist(Gold;Silver;Bronze) * "Tier"
`

const address = (of: string, label: string) => `
${of}Street textarea(255) "${label}Street"
${of}City string(40) "${label}City"
${of}State string(80) "${label}State/Province"
${of}PostalCode string(20) "${label}Zip/Postal Code"
${of}Country string(80) "${label}Country"
${of}Address address - "${label}Address"
`

const company = `
Website url(255) "Website"
Industry picklist(Agriculture;Food & Beverage;Healthcare;Hospitality;Other) "Industry"
AnnualRevenue currency(18,0) "Annual Revenue"
NumberOfEmployees int(8) "Employees"
`

const account = `
Name string(255) ! "Account Name"
Rating picklist(Hot;Warm;Cold) "Account Rating"
Type picklist(Prospect;Customer - Direct;Customer - Channel;Other) "Account Type"
ParentId reference(Account) "Parent Account ID"
AccountNumber string(40) "Account Number"
Phone phone(40) "Account Phone"
Description textarea(32000) "Account Description"
LastActivityDate date - "Last Activity"
MasterRecordId reference(self) - "Master Record ID"
Kontor_Key__c string(80) ^ "Kontor Key"
${company}${address('Billing', 'Billing ')}${address('Shipping', 'Shipping ')}`

const contact = `
AccountId reference(Account) "Account ID"
Department string(80) "Department"
Phone phone(40) "Business Phone"
Fax phone(40) "Business Fax"
EmailBouncedReason string(255) "Email Bounced Reason"
Description textarea(32000) "Contact Description"
${address('Mailing', 'Mailing ')}${person}`

const lead = `${person}${company}${address('', '')}
Company string(255) ! "Company"
Rating picklist(Hot;Warm;Cold) "Rating"
Phone phone(40) "Phone"
Fax phone(40) "Fax"
Description textarea(32000) "Description"
Status picklist(Open - Not Contacted;Working - Contacted;Closed - Converted;Closed - Not Converted) !+ "Status"
OwnerId reference(Group|User) + "Owner ID"
IsConverted boolean ~ "Converted"
ConvertedDate date - "Converted Date"
ConvertedAccountId reference(Account) - "Converted Account ID"
ConvertedContactId reference(Contact) - "Converted Contact ID"
ConvertedOpportunityId reference(Opportunity) - "Converted Opportunity ID"
`

const opportunity = `
AccountId reference(Account) "Account ID"
Name string(120) ! "Name"
StageName picklist(Prospecting;Qualification;Proposal/Price Quote;Negotiation/Review;Closed Won;Closed Lost) !* "Stage"
Amount currency(18,2) "Amount"
Probability percent(3,0) + "Probability (%)"
CloseDate date ! "Close Date"
Type picklist(Existing Business;New Business) "Opportunity Type"
CampaignId reference(Campaign) "Campaign ID"
Description textarea(32000) "Description"
IsClosed boolean - "Closed"
IsWon boolean - "Won"
Kontor_Key__c string(80) ^ "Kontor Key"
`

const campaign = `
Name string(80) ! "Name"
ParentId reference(Campaign) "Parent Campaign ID"
Type picklist(Conference;Webinar;Trade Show;Partners;Advertisement;Email;Other) + "Type"
Status picklist(Planned;In Progress;Completed;Aborted) + "Status"
StartDate date "Start Date"
EndDate date "End Date"
ExpectedRevenue currency(18,0) "Expected Revenue in Campaign"
BudgetedCost currency(18,0) "Budgeted Cost in Campaign"
ActualCost currency(18,0) "Actual Cost in Campaign"
IsActive boolean + "Active"
Description textarea(32000) "Description"
Kontor_Key__c string(80) ^ "Kontor Key"
`

const task = `
WhoId reference(Contact|Lead) "Name ID"
WhatId reference(Account|Campaign|Opportunity|Case) "Related To ID"
Subject combobox(255) "Subject"
ActivityDate date "Due Date Only"
Status picklist(Not Started;In Progress;Completed;Waiting on someone else;Deferred) + "Status"
Priority picklist(High;Normal;Low) + "Priority"
IsClosed boolean - "Closed"
Description textarea(32000) "Description"
Kontor_Key__c string(80) ^ "Kontor Key"
`

const supportCase = `
CaseNumber string(30) - "Case Number"
AccountId reference(Account) "Account ID"
ContactId reference(Contact) "Contact ID"
OwnerId reference(Group|User) + "Owner ID"
Subject string(255) "Subject"
Description textarea(32000) "Description"
Status picklist(New;Working;Escalated;On Hold;Closed) + "Status"
Priority picklist(High;Medium;Low) + "Priority"
Origin picklist(Phone;Email;Web) "Case Origin"
Type picklist(Problem;Question) "Case Type"
IsClosed boolean - "Closed"
ClosedDate datetime - "Closed Date"
Kontor_Key__c string(80) ^ "Kontor Key"
`

/** Name, key prefix, label, lines. `OwnerId` and the stamps are added to each. */
export const standardObjects: readonly (readonly [name: string, prefix: string, label: string, lines: string])[] = [
	['Account', '001', 'Account', account],
	['Contact', '003', 'Contact', contact],
	['Lead', '00Q', 'Lead', lead],
	['Opportunity', '006', 'Opportunity', opportunity],
	[
		...(['OpportunityContactRole', '00K', 'Opportunity Contact Role'] as const),
		'OpportunityId reference(Opportunity) !~ "Opportunity ID"\nContactId reference(Contact) !~ "Contact ID"\nRole picklist(Business User;Decision Maker;Economic Buyer;Other) "Role"\nIsPrimary boolean + "Primary"\nKontor_Key__c string(80) ^ "Kontor Key"',
	],
	['Campaign', '701', 'Campaign', campaign],
	[
		...(['CampaignMember', '00v', 'Campaign Member'] as const),
		'CampaignId reference(Campaign) !~ "Campaign ID"\nLeadId reference(Lead) ~ "Lead ID"\nContactId reference(Contact) ~ "Contact ID"\nLeadOrContactId reference(Contact|Lead) - "Related Record ID"\nStatus picklist(Sent;Responded) "Status"\nHasResponded boolean - "Responded"\nKontor_Key__c string(80) ^ "Kontor Key"',
	],
	[
		...(['CampaignMemberStatus', '01Y', 'Campaign Member Status'] as const),
		'CampaignId reference(Campaign) !~ "Campaign ID"\nLabel string(765) ! "Label"\nSortOrder int(9) "Sort Order"\nIsDefault boolean + "Is Default"\nHasResponded boolean + "Responded"',
	],
	['Task', '00T', 'Task', task],
	['Case', '500', 'Case', supportCase],
	['User', '005', 'User', 'Username string(80) !- "Username"\nName string(121) - "Full Name"\nEmail email(128) - "Email"\nIsActive boolean - "Active"'],
	[
		...(['RecordType', '012', 'Record Type'] as const),
		'Name string(80) - "Name"\nDeveloperName string(80) - "Record Type Name"\nSobjectType picklist(Account) - "SObject Type Name"\nIsActive boolean - "Active"',
	],
	['Group', '00G', 'Group', 'Name string(40) - "Name"\nType picklist(Queue;Regular) -* "Type"'],
]
