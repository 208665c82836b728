"""The carers themselves: tiredness, training, partners, between placements, the Hive."""

from __future__ import annotations

from .template import story

CARERS = (
    story(
        "Tired carer",
        "<carer> [sounded flat|said it straight out: running on empty]. [Nothing dramatic|No "
        "single thing], just [months of broken nights|a year of meetings and other people's "
        "anger]. I mostly listened. We looked at what [fills the tank and what drains it|used to "
        "help], and at the week: [one evening for choir|two hours on Thursday for nothing at "
        "all] has to be possible.",
        "[<carer> laughed twice, and I said so|<carer> asked for help before it was too late, "
        "which is a skill].",
        "[I look for a sleepover in the next three weeks|<carer> tells <ssw> as well|A walk "
        "together next week, no talk of work].",
        "Walk with <carer>",
        ways="pvho",
    ),
    story(
        "Tired carer, Training",
        "[Talked about|Came back to] why other people's stories stay in our heads. <carer> "
        "[dreams about <child>'s early years|could not shake off what the file says]. I "
        "[explained secondary trauma as I was taught it|said that it has a name and that it "
        "passes], and lent the [booklet|short film] from the trauma course.",
        "<carer> [named three things that are better than a year ago|went for a swim afterwards].",
        "[The trauma awareness course, next time it runs|Ten minutes outdoors between the file "
        "and the children].",
        "Ask <carer> about the booklet",
        ages=(2, 16),
        brought_in="",
    ),
    story(
        "Tired carer",
        "<carer> and <partner> [do not agree on how firm to be|have barely sat down together for "
        "weeks]. [Met both|Had both on the line] for once. Each said one thing the other does "
        "well. Then [bedtime|screens|money for the school trip]: we found [a middle they can "
        "both hold|one rule to try for a fortnight].",
        "[<partner> had noticed more than <carer> thought|They went out for chips afterwards, "
        "just the two].",
        "[A quarter of an hour on Sundays to look at the week|Both come to the next group].",
        ways="vho",
    ),
    story(
        "Training",
        "<carer> had the pack on [attachment|de-escalation|therapeutic parenting] [for "
        "months|for weeks] and [had not opened it|had read half]. We did it [together, one "
        "section and a biscuit at a time|as a bite-size, forty minutes]. The part on [what the "
        "behaviour is saying|repair after a row] got us talking properly.",
        "<carer> [had done the right thing by instinct and now has a word for it|tried it the same "
        "evening].",
        "[We look at the last part next time|<carer> shows me where it turns up at home].",
        "Go through the last part of the pack with <carer>",
        ways="vh",
    ),
    story(
        "Training",
        "Which course next? <carer> [has done the mandatory ones|is short of one for the year]. "
        "[Therapeutic play|Understanding trauma, stage one|First aid again] fits, and [is on a "
        "Saturday|can be done online]. [Childcare is the snag|Confidence with computers is the "
        "snag], so we [found a place with <link>|tried the log-in together].",
        "[<carer> passed on what was learnt last time to two newer carers|The log-in worked at "
        "the first try].",
        "<carer> [books tonight|asks for a place]; I [remind in a week|sit beside for the first "
        "hour].",
        "Remind <carer> to book the course",
    ),
    story(
        "Training, Recording",
        "The [standards workbook|TSD workbook] worries <carer>: [so many pages|due before the "
        "year is out]. We [cut it into months|did standard one in full]. Most of the evidence is "
        "[already there in the daily notes|everyday life, it only has to be written down].",
        "[Two standards finished|<carer> wrote a page about bedtime that I would frame].",
        "[One standard a month, I read each|<carer> brings it to the Tuesday group].",
        "Read <carer>'s next standard",
        only="new",
        ways="vhp",
    ),
    story(
        "Settling in, Meetings and procedures",
        "[First proper visit|Second visit] to <carer>, new to fostering. [A list of questions as "
        "long as my arm|All the forms in one carrier bag]. We [put them in order: urgent, soon, "
        "never|answered the ones that keep people awake]: who to ring at night, [what to do at "
        "the dentist|how soon to say yes to a second child], when one can simply say: I shall "
        "ask.",
        "[The house is warm and there is always somebody in the kitchen|<carer> knows what "
        "<he_carer> does not know yet, and asks].",
        "[I ring on Fridays for the first months|<carer> meets <friend> for coffee, same road, "
        "same beginnings].",
        "Ring <carer> on Friday",
        only="new",
        ways="ho",
    ),
    story(
        "The Hive",
        "[No child with them at present|Between placements], and the house is [too tidy|very "
        "quiet]. <carer> [is glad of the rest and ashamed of it|checks the phone all day]. We "
        "talked about [what went well last time|what they would say yes to next, and what not].",
        "[The spare room is painted and the drawers are empty on purpose|<carer> helps at the "
        "group meanwhile, and everybody is better fed].",
        "[<carer> tells <ssw> about the ages they hope for|Coffee with <friend>, who waited as "
        "long].",
        only="empty",
    ),
    story(
        "Tired carer, The Hive",
        "[Six weeks|Two months] since the last child moved on. <carer> still [lays one plate too "
        "many|hears the stairs]. I said what somebody once said to me, that [grief is the "
        "receipt for having cared|it only hurts because it was real]. We [looked at photos|made "
        "a list of what to send on, the bear first].",
        "A [postcard|voice message] came from the new family: doing well, [eating "
        "everything|sleeping through].",
        "[No decision about the next child before the end of the month|<carer> comes to the "
        "social, no duties].",
        only="empty",
        ways="pho",
    ),
    story(
        "The Hive",
        "[Coffee with|A walk with] <carer> and no agenda. [The garden|The allotment|The "
        "neighbour's building work], <child>'s [new shoes|wobbly tooth|sense of humour], and in "
        "between, by the way, [how hard the last months were|that <he_carer> had thought of "
        "giving up for a while and does not now].",
        "[<carer> says the group is what keeps things steady|Easy company, and I said so].",
        "[Nothing to do|Same bench next month].",
        ages=(3, 12),
        ways="o",
        only="open",
    ),
    story(
        "The Hive",
        "<carer> [offered to help with the next social|has an idea for the next social]: [a "
        "treasure hunt in the woods|bring-a-pudding|a bike workshop]. We [worked out what it "
        "would cost|drew up a list]. Also [how <child> is doing with the others there|who could "
        "be asked to come along shyly at first].",
        "<child> [wants to write the clues|has asked three times when it is].",
        "<carer> [asks about the hall|buys the string and the prizes, I pay from the budget].",
        "Pay <carer> back for the social",
        ages=(5, 15),
        only="open",
    ),
    story(
        "Behaviour, Tired carer",
        "<carer> rang [late|in the middle of it], [shaken|in tears]. <child> had [shouted things "
        "one does not forget quickly|slammed out and come back an hour later]. Everybody was "
        "safe. We [breathed first|sat with it a while], then [went through what to do before "
        "morning|made a plan as far as breakfast, no further]. I [stayed on the line until the "
        "house was quiet|rang again at ten].",
        "[<child> left a note on the stairs: sorry, night|It ended with a door being opened, not "
        "closed].",
        "[A slow morning, school told|We talk it through properly at the weekend]. Duty number "
        "is by the phone.",
        "Talk the evening through with <carer>",
        ages=(10, 16),
        ways="p",
    ),
    story(
        "School, The Hive",
        "[Doorstep visit|Socially distant chat over the gate] with a [cake|bag of puzzles]. "
        "<carer> [has not seen another adult up close for weeks|misses the group more than "
        "expected]. <child> [waved from the upstairs window|showed me a handstand from three "
        "metres].",
        "[They have a rainbow in every window|<child> has learnt to ride a bike in the empty "
        "street].",
        "[The video group on Thursday, cameras optional|I bring the next bag in a fortnight].",
        ages=(4, 13),
        ways="o",
        only="lockdown",
    ),
    story(
        "The Hive, Tired carer",
        "[Long video call|A long call] with <carer>. Isolation is [hard with no garden|wearing "
        "thin]. [Family time by screen is strange for <child>|<child> talks to Mum on a tablet "
        "and then throws it]. We swapped [what gets us through the afternoon|recipes, walks and "
        "small bribes].",
        "[<carer> and <child> have read a whole series aloud|<child> clapped on the step with "
        "everybody and asked who the nurses are].",
        "[Same time next week|I find a second-hand trampoline].",
        ages=(4, 14),
        ways="vp",
        only="lockdown",
    ),
    story(
        "The Hive",
        "Kept in touch with <carer> [during the time on hold|while things are on hold]. [No "
        "pressure, no questions about when|We left fostering out of it for once]. [The "
        "appointments go on|The house needs its quiet], and that is how it is meant.",
        "[<carer> sounded lighter than two weeks ago|<carer> asked after everybody in the group "
        "by name].",
        "[I ring again in two weeks|<carer> rings when ready, and is welcome at the socials "
        "meanwhile].",
        only="hold",
        ways="pvo",
    ),
    story(
        "Allegation, Tired carer",
        "The enquiry from [a while back|before] is closed, no further action, and still <carer> "
        "[freezes when the phone rings|writes everything down twice]. We talked about [trust "
        "coming back on foot|what would make the house feel like theirs again].",
        "[<carer> hugged <child> without thinking, then told me about it with joy|They have "
        "booked a holiday].",
        "[Support line number once more, for the evenings|We ask <ssw> for a review of the safer "
        "caring plan, so that it protects and does not frighten].",
        ages=(4, 12),
        only="rare",
    ),
)
