"""Everyday life with a child in placement: school, bedtime, friends, food, screens."""

from __future__ import annotations

from .template import story

DAILY = (
    story(
        "School",
        "[Rang|Spoke to] <carer> after [the school run|a meeting with the class teacher|a call "
        "from the head of year]. <child> [has been kept in at break twice this week|walked out "
        "of maths on Tuesday|has stopped handing in homework]. We [pulled apart|went through] "
        "what happens just before: it is [nearly always after lunch|worse when there is a supply "
        "teacher|always the same lesson], so this looks more like [worry|noise and crowding] "
        "than rudeness.",
        "[<child> showed <carer> where it goes wrong, on a plan of the school|School rang with "
        "good news on Friday as well, which they have not done before|<He> went back in by "
        "<him>self the next morning].",
        "<carer> will ask for [a quiet place to go|a named adult to check in with|a card <he> can "
        "show when it gets too much] and I will [look over the e-mail before it goes|come to the "
        "meeting if it helps].",
        "Ask <carer> how school answered about <child>",
        ages=(5, 15),
    ),
    story(
        "School, Meetings and procedures",
        "<child>'s personal education plan is [next week|on Thursday|coming up]. <carer> [felt "
        "talked over at the last one|wants to say more this time|is not sure who chairs it now]. "
        "We wrote down the three things that matter: [reading support to go on|no more moving of "
        "groups|the laptop that was promised], the club <he> loves, and what helps on a bad day.",
        "[<His> reading has come on two levels since Christmas|<child> asked to say something "
        "<him>self at the meeting|The teacher described <him> as good company].",
        "<carer> takes the list along; I [ring afterwards|join by video if the school agrees].",
        "Ring <carer> about <child>'s education plan meeting",
        ages=(5, 16),
    ),
    story(
        "School, Settling in",
        "New school for <child> [started on Monday|this week]. <carer> [drove the route with <him> "
        "at the weekend|bought two of everything with a name in it|stood at the gate the whole "
        "first day with <his> phone number on a card]. First morning [tearful|quiet], afternoon "
        "[all talk|much better]. [Lunch is the hard part|Getting changed for PE is the hard part], "
        "so we thought about how to make that smaller.",
        "<child> came out [with a friend's name|wanting to go back tomorrow|carrying a drawing for "
        "the fridge].",
        "[Packed lunch for the first fortnight|The teacher keeps a seat by the door|Same person at "
        "the gate every day this month].",
        ages=(4, 14),
        months=(1, 4, 9),
    ),
    story(
        "Sleep, De-escalation",
        "[Nights|Bedtimes] are the topic at <carer>'s. <child> is [up four or five times|awake "
        "until past eleven|down by eight and up again at two], and [everybody is tired|<carer> has "
        "been sleeping on the landing]. We [talked through|wrote out] a routine with fewer "
        "steps: [bath, book, light|wash, story, hand on the back], and what to say at the fourth "
        "call without starting a debate.",
        "[One full night on Sunday|<child> chose the night light <him>self|<carer> has kept calm "
        "through all of it and it shows].",
        "[A sleep diary for two weeks|The same five words at every waking|No screens after tea], "
        "then we look again.",
        "Look at <child>'s sleep diary with <carer>",
        ages=(2, 11),
    ),
    story(
        "Sleep, Health",
        "<carer> [has seen the GP|spoke to the looked-after children's nurse] about <child>'s "
        "nightmares. Nothing medical. [They come after family time|They come on Sunday "
        "nights|There is no pattern yet], and <he> does not [want to be held|remember them in "
        "the morning]. I passed on what helped in our house years ago: [say where <he> is and "
        "who is there|lamp on low, speak first, touch later].",
        "[<He> called out for <carer> by name|<child> went back to sleep within minutes on two "
        "nights], which is new.",
        "[Keep a note of nights and days before them|Ask the nurse to copy in the social worker].",
        ages=(3, 14),
        brought_in="",
    ),
    story(
        "Behaviour, De-escalation",
        "[A rough weekend|A hard few days]: <child> [threw a chair|kicked a hole in the "
        "fence|locked <him>self in the bathroom] when [the tablet was put away|plans changed at "
        "the last minute|a cousin's visit fell through]. <carer> [stepped back, spoke low and "
        "waited|kept everybody else out of the way and sat on the stairs until it passed]. It "
        "took [twenty minutes|half an hour] and ended in tears and toast. We went over what "
        "[came before|<he> might have felt], not only what was broken.",
        "[It ended without anybody being hurt or held|<child> helped to mend it the next day|<He> "
        "said sorry in <his> own way, by laying the table].",
        "[A five-minute warning with a timer|Saying the plan twice, morning and noon|A space of "
        "<his> own that nobody follows <him> into]. <carer> writes it up tonight, the good ending "
        "included.",
        "Read <carer>'s write-up of the weekend and say what is good in it",
        ages=(5, 13),
        ways="pvh",
    ),
    story(
        "Behaviour",
        "<child> has been [taking food from the cupboard at night|hiding crusts and wrappers under "
        "the bed]. <carer> [was upset at first|asked whether to lock the kitchen]. We talked about "
        "what hunger leaves behind, and about [a box of <his> own that is always full|a fruit bowl "
        "that never needs asking]. No lectures, no locks.",
        "<child> [ate a whole dinner at the table on Sunday|asked for seconds and believed the "
        "answer].",
        "[The box goes by <his> bed from tonight|<carer> stops counting biscuits for a month] "
        "and we see what changes.",
        "Ask how the food box is going at <carer>'s",
        ages=(3, 12),
    ),
    story(
        "Behaviour, Safer caring",
        "Phones and [late-night messages|group chats|a new app] came up. At <age>, <child> [knows "
        "more about it than both of us|says everybody has it]. <carer> [had found messages from "
        "somebody older|worries who is at the other end]. We [read the council's guidance "
        "together|looked at the settings side by side] and kept it about safety, not punishment.",
        "<child> [handed the phone over at ten without a row|told <carer> about the messages <him>"
        "self].",
        "[Phones charge in the kitchen for everybody, adults too|A family agreement, written by "
        "<child>]. <carer> lets the social worker know about the messages.",
        "Check that <csw> knows about the messages <child> had",
        ages=(11, 16),
        brought_in="",
    ),
    story(
        "Settling in",
        "[First real talk|Good long talk] since <child> arrived. [Everything is new|The house is "
        "still on tiptoe]: <he> [eats little|follows <carer> from room to room|keeps <his> coat on "
        "indoors] and [asks every day how long <he> can stay|says thank you for everything]. I "
        "[reminded <carer> how long the first weeks feel|said what I say to all of us: boring is "
        "good]. [Same meals, same times|Few visitors for now].",
        "[<child> chose the colour for <his> room|<He> laughed out loud at the dog's snoring|"
        "<child> let <carer> wash <his> hair].",
        "I ring [again on Friday|at the weekend]; <carer> texts if the [nights|mornings] get hard.",
        "Ring <carer>: how is <child> settling",
        ages=(3, 12),
        only="new_child",
    ),
    story(
        "Settling in, Health",
        "Feeds, naps and [teething|a cold] at <carer>'s. <child> [wants to be carried all day|has "
        "finally found a rhythm|startles at doors]. The health visitor is [pleased with the "
        "weight|coming on Wednesday]. We talked about [whose arms are whose, with so many people "
        "calling|keeping the red book up to date|sleeping when <he> sleeps, which nobody does].",
        "[A proper giggle this week|<child> turned to <carer>'s voice across the room|Six hours in "
        "one go on Saturday].",
        "[<carer> keeps Tuesday free of visits|I drop off the carrier from the Hive's cupboard].",
        ages=(0, 2),
        ways="pvh",
    ),
    story(
        "Health, Meetings and procedures",
        "<child> [is due|has] <his> health assessment [next week|on Monday]. <carer> [was not "
        "sure what to bring|asked who fills in the first part]. We went through it: [dentist and "
        "optician dates|what <he> eats, honestly|sleep, moods, anything at school]. Also [the "
        "missing vaccine record|an inhaler nobody had written down].",
        "<child> has grown [three centimetres|out of two pairs of shoes] and is proud of it.",
        "<carer> [asks the surgery for the record|takes a photo of the inhaler label for the "
        "file].",
        ages=(2, 16),
    ),
    story(
        "Friends and hobbies",
        "[Mostly good news today|A cheerful one]. <child> [has joined the football on "
        "Saturdays|goes swimming with <friend>'s lot|was asked to a birthday party]. <carer> "
        "wanted to know [who may say yes to that|what is delegated and what is not]. We [found "
        "it in the placement plan|looked at the delegated authority sheet]: <carer> may decide.",
        "<child> [was picked as keeper and kept talking about it|swam a whole width|spent an hour "
        "choosing the present].",
        "[<carer> keeps the sheet on the fridge|I copy the page for the next group, as others "
        "ask too].",
        ages=(5, 14),
        only="open",
    ),
    story(
        "Friends and hobbies, Safer caring",
        "<child> wants to [go into town with friends|stay at a friend's after school|cycle to "
        "the rec alone]. At <age>, [that is fair|it is what <his> classmates do]. <carer> [feels "
        "the responsibility|keeps hearing what might go wrong]. We talked through [a trial with "
        "a time to ring in|the safer caring plan, line by line], and what any careful parent "
        "would do.",
        "<child> [rang at four on the dot|came home ten minutes early, not late].",
        "<carer> writes the agreement into the safer caring plan [and tells <ssw>|this week].",
        ages=(10, 16),
        only="open",
    ),
    story(
        "Behaviour",
        "Lies, [small ones|all day long], are wearing <carer> down. <child> [says <he> has "
        "brushed <his> teeth with a dry brush in <his> hand|blames the cat]. I told <carer> "
        "about ours, who [swore blind for a year|once blamed a goldfish]. We looked at [not "
        "asking what we already know|giving a way back without losing face].",
        "[<child> owned up to the broken mug before anybody asked|<carer> could laugh about it "
        "by the end].",
        "Try a week of [no trick questions|saying it as it is and moving on].",
        ages=(5, 12),
    ),
    story(
        "School, Behaviour",
        "<child> has [a fixed-term exclusion|been sent home two days running] after [a "
        "fight|swearing at a teacher]. <carer> [is home with <him> and a pile of worksheets|had "
        "to take leave]. We [planned the days|made a shape for each day]: work till eleven, "
        "[garden|bread baking|a walk to the river], no treats and no misery either. I rang [the "
        "virtual school's number with <carer>|the helpline for exclusions and sent <carer> what "
        "they said].",
        "[<child> worked two hours without a murmur|<He> wrote the apology <him>self, four "
        "lines, all of it meant].",
        "Return meeting on [Monday|Thursday]; <carer> asks for [a reduced first day|a different "
        "seat in science].",
        "Ring <carer> after <child>'s return meeting",
        ages=(9, 15),
    ),
    story(
        "Friends and hobbies",
        "Holiday plans. [Six weeks look long|The summer is looming], and <child> [does not do "
        "empty days|wants to know every day in advance]. With <carer> I [drew up a calendar|put "
        "together a list]: the Hive's picnic, [two day-care days at <link>'s|a sleepover at "
        "<link>'s in August], the library challenge, [the splash park|a week of drama club].",
        "<child> has [coloured in the calendar already|asked for the picnic every day since].",
        "I [look for two free days with <link>|send the dates of the holiday clubs].",
        "Send <carer> the summer dates",
        ages=(5, 13),
        months=(6, 7),
    ),
    story(
        "Family time, Settling in",
        "[December|The run-up to Christmas] is hard on <child>. [Cards have come from three "
        "addresses|Nobody knows yet about family time between the years], and <he> [tears down "
        "what was put up|is wild one hour and silent the next]. <carer> and I planned [a smaller "
        "Christmas|one present at a time, the tree in the hall where it does not shout].",
        "<child> [hung up one star for <his> mum and said so|made gingerbread for the whole "
        "street].",
        "[<carer> asks the social worker for the family time dates in writing|A quiet Boxing Day, "
        "walk and soup].",
        ages=(4, 14),
        months=(12,),
    ),
    story(
        "Independence",
        "<child> is <age> and [thinking about college|talking of a flat one day and of staying "
        "for ever the next]. <carer> and I [went through the pathway plan|made a list of what "
        "<he> can do already]: [washing, buses, pasta|cooking for four, bank card, dentist]. "
        "Missing: [forms|money that lasts until Sunday|asking for help before it is late].",
        "<child> [cooked for everybody on Wednesday|rang the surgery <him>self|got the Saturday "
        "job].",
        "[<child> plans and shops for one meal a week|<carer> asks the personal adviser about "
        "Staying Put].",
        "Ask whether the personal adviser has been in touch about <child>",
        ages=(15, 17),
    ),
    story(
        "School, Health",
        "[Home schooling again|Another week of lessons at the kitchen table]. <child> [logs in "
        "and goes back to bed|does it all in an hour and then climbs the walls]. <carer> [has "
        "rearranged the whole house|is teacher, cook and referee]. We agreed that [a good "
        "morning is enough|nobody learns fractions while crying].",
        "<child> [read to the dog for twenty minutes|built the volcano and half the kitchen was "
        "lava].",
        "[<carer> asks school for the place for children in care|A fixed walk at eleven, "
        "whatever the weather].",
        ages=(5, 15),
        ways="pvo",
        only="lockdown",
    ),
    story(
        "Behaviour, Settling in",
        "<child> and <birth> [cannot be in one room|fight over everything, the remote first]. "
        "<carer> [feels torn|hates having to choose]. We talked about [time alone with each, ten "
        "minutes by the clock|fair not being the same as equal], and about letting <birth> be "
        "cross without being told to understand.",
        "[They built a den together on Sunday and nobody cried|<birth> lent <child> the good "
        "headphones].",
        "[Ten minutes each every evening|A shelf in <birth>'s room that is out of bounds].",
        "Ask <carer> how <birth> is doing",
        ages=(5, 15),
    ),
    story(
        "Settling in",
        "<child> and <sib> [want the same lap at the same time|copy each other's worst ideas]. "
        "<carer> [says two are not twice the work but four times|asked how others do bedtime "
        "with two]. We [split the evening|tried it on paper]: one story each, [older one ten "
        "minutes later|the little one first], and Saturday mornings apart.",
        "[<sib> saved half a biscuit for <child>|<child> held <sib>'s hand all the way to school].",
        "[<carer> takes one, the other helps me set up at the group|Separate swimming lessons "
        "from next month].",
        ages=(3, 11),
    ),
)
