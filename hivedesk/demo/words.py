"""Short texts that stand in single fields."""

from __future__ import annotations

PETS = (
    None,
    None,
    None,
    "One elderly cat",
    "Two cats",
    "Labrador, used to children",
    "Small terrier, excitable at the door",
    "Guinea pigs and a tortoise",
    "Hens in the garden",
    "Spaniel; sleeps downstairs",
)
ACCESS = (None, None, None, None, "Stairs to all bedrooms", "Ground-floor bedroom", "Two steps up")
HOUSEHOLD = (
    None,
    None,
    None,
    None,
    "Grandmother in the annexe",
    "Grown-up son at weekends",
    "Lodger in the loft room",
    "Grown-up daughter, away in term time",
)
LEAVE_NOTE = "Asked not to be rung over the summer; a text is fine if something is urgent."
HOLD_REASONS = (
    "Bereavement in the family; a break agreed with the supervising social worker",
    "Self-isolating",
    "Surgery and time to recover",
    "Building work; one bedroom out of use",
    "Caring for a parent for a while",
    "A new baby in the family",
)
LEFT_REASONS = (
    "Moved out of the county",
    "Prefers to manage without a group for now",
    "Went back to full-time work and fosters less",
    "Moved to another part of the county; asked for the Hive there",
)
DEREGISTERED_REASONS = (
    "Retired from fostering after many years",
    "Resigned: own family's health",
    "Resigned after a change of work",
)
NIGHT_NEEDS: tuple[tuple[int, int, str], ...] = (
    (0, 2, "Bottle at eleven and again about five; settles with a hand on the tummy."),
    (0, 2, "Sleeps in a bag, room dark, white noise on low. Wakes with a smile."),
    (0, 4, "Blue blanket goes everywhere. Milk before teeth, then one song."),
    (3, 9, "Night light on, door open a hand's width. Bear must face the door."),
    (3, 10, "Dry by day, not always by night; pull-ups in the side pocket, no fuss."),
    (4, 11, "Inhaler: two puffs of the brown one after teeth, spacer in the bag."),
    (4, 12, "Eats plain pasta anywhere. Needs to know what is for breakfast before bed."),
    (6, 13, "Reads till eight, then wants the landing light. May wake once and call."),
    (6, 14, "No nuts: adrenaline pen in the red pouch, used once in three years."),
    (8, 15, "Slow in the morning; two calls, ten minutes apart, no more."),
    (10, 17, "Phone charges downstairs at nine. Earphones and an audio book are fine."),
    (11, 17, "Likes to be asked, not told. Will say good night if you do."),
    (12, 17, "Melatonin at nine with a biscuit; sheet for signing is in the bag."),
    (13, 17, "Own key to the bathroom matters. Cooks eggs well and likes to be let."),
)
CHILD_NOTES = (
    "Loves anything with wheels.",
    "Allergic to plasters; the hypoallergenic ones are fine.",
    "Sees an older brother every other Sunday.",
    "Wears glasses for reading; spare pair at school.",
)
WEEKEND_WHYS = (
    "Regular weekend, on the calendar for months",
    "Regular weekend",
    "A night to catch up on sleep",
    "Carers at a family wedding",
    "Silver wedding, one night away",
    "Carer has a course on Saturday",
    "Asked to come back after last time",
    "Friends from the Hive stay in the room next door",
    "Time alone for the other child at home",
    "Grandparent's birthday in the north",
    "Building up slowly, third time here",
    "Carers both on nights this weekend",
    "School friends nearby; a film and pizza",
    "Football tournament near the link carer's",
    "Monthly weekend in the support plan",
    "Carers moving bedrooms round; dust everywhere",
)
MIDWEEK_WHYS = (
    "Hospital appointment early in the morning",
    "Carer away overnight for work",
    "Parents' evening for the other child, then a late train",
    "A night to catch up on sleep",
    "Building up slowly",
    "Funeral in the family, two days away",
    "Part of the support plan",
    "Carer's small operation",
    "Older child's college visit, far away",
    "Asked to come back after last time",
)
EMERGENCY_WHYS = (
    "Carer taken to A&E; home tomorrow",
    "Hard evening, everybody needs the night",
    "Boiler failed, no heating",
    "Carer's father died this morning",
    "Row with an older child at home; calmer apart tonight",
    "Car broke down far from home",
    "Carer unwell",
)
DAY_CARE_WHYS = (
    "Carer at the review meeting",
    "Inset day",
    "Dentist for the others",
    "Carer on a course",
    "Home from school; carer at work till five",
    "Part-time timetable this week",
    "Family time for a brother, two hours' drive",
    "Carer at the hospital with a parent",
    "A quiet day away from a full house",
    "Supervision and a panel on one day",
)
SATURDAY_WHYS = (
    "Carer on a Saturday course",
    "A day with the hens",
    "Birthday party of the other child",
    "Carers helping their son move house",
    "A quiet day away from a full house",
    "Getting to know the link carer",
    "Own family visiting",
)
HOLIDAY_WHYS = (
    "Holiday day, both carers working",
    "Holiday club was full",
    "A day with the hens",
    "Swimming with the link carer's own two",
    "Carer at the review meeting",
    "Getting to know the link carer",
    "The others are at the dentist",
)
RESPITE_WHYS = (
    "From outside the Hive: carer in hospital",
    "From outside the Hive: carers' holiday, agreed with the district team",
    "From outside the Hive: planned break, third in the year",
)
CLOSURES = (
    "Family holiday",
    "Decorating",
    "Own family staying",
    "Self-isolating",
    "New windows",
    "Away for a wedding",
)
POSITIVE_WITH_CHILD = (
    "<child> has a best friend at last.",
    "<child> slept in own bed all week.",
    "<carer> and <child> have a joke of their own now.",
    "<child> ate something green and lived to tell.",
    "School praised <child> in front of everybody.",
    "<child> told <carer> a worry before it grew.",
    "<carer> stayed warm through all of it.",
    "<child> fell asleep on the sofa, trusting as anything.",
    "<child> and <carer> cooked together, flour to the ceiling.",
    "<carer> speaks of <child> with such fondness.",
    "<child> said please to the cat.",
    "<child> waved from the door until I was round the corner.",
    "<child> has asked to help at the next group.",
)
POSITIVE = (
    "<carer> is in good heart.",
    "<carer> asks for help early, which keeps things small.",
    "<carer> had a good word for everybody in the group.",
    "<carer> has been out with friends for the first time in months.",
    "<carer> laughed a lot today.",
    "<carer> asked how I was, and meant it.",
    "The house sounded calm in the background.",
    "<carer> had thought it through before we spoke.",
    "<carer> gave the credit to everybody else.",
    "A walk every day this week, says <carer>.",
    "<carer> has started singing again.",
    "Kept to the plan, even when it was hard.",
    "<carer> looks forward to the next group.",
    "Good sense of humour, even today.",
)
PRIVATE = (
    "Sounded more tired than the words. Ring before the weekend.",
    "I was not sure how to take the last remark; think it over, not for the file.",
    "Remember: the anniversary is next month.",
    "Reminds me of our own second year. Keep that to myself.",
    "Ask the manager how far I should go here.",
)
TRAVEL = ("To {place} and back", "Visits in {place}", "{place}, two calls on the way")
ADMIN = (
    "Notes and e-mails",
    "Writing up visits",
    "Rota for the rooms",
    "Month's figures",
    "E-mails, phone messages, filing",
    "Planning the next group",
    "Booking hall and buying supplies",
    "Answers to the waiting families",
)
MEETINGS = (
    "Hive support workers' meeting",
    "Supervision with the Hive manager",
    "Team around the family",
    "Link carers' catch-up",
    "Fostering team meeting",
    "With the PSW about two families",
)
LEARNING = ("Train the trainer, reading", "Online course", "Reflective practice group")
LEAVE = ("Leave",)
DONE = (
    "Done, all well.",
    "Rang twice; fine now.",
    "Sent and read.",
    "Will come up again next month.",
    "Sorted with one call.",
)
PROMISES = (
    "Ring <carer> after the school meeting",
    "Send <carer> the dates of the autumn courses",
    "Read <carer>'s notes for the review",
    "Take the stair gate round to <carer>",
    "Hear from <ssw> about <carer>'s skills assessment",
)
