"""Care plans, birth family, professionals, rules and money."""

from __future__ import annotations

from .template import story

CARE = (
    story(
        "Family time",
        "Family time on [Saturday|Wednesday] was [cancelled an hour before|cut short|moved for "
        "the third time]. <child> [waited by the window|had packed <his> bag the night "
        "before|said <he> did not care, and then did not eat]. <carer> [did exactly right: no "
        "excuses for anybody, cocoa, a blanket|was angry on <his> behalf and kept it from "
        "<him>]. We thought about what to say next time [so that hope is not the thing that "
        "hurts|before anything is certain].",
        "[<child> let <carer> sit beside <him>, which <he> never did last year|<He> drew the visit "
        "as <he> would have liked it and put it up].",
        "[Tell <child> on the day, not the week before|<carer> records what <he> said in <his> "
        "own words]. I [let <csw> know how it landed|ask <ssw> to take it up].",
        "Hear from <csw> whether <child>'s family time can be steadier",
        ages=(4, 15),
    ),
    story(
        "Family time",
        "<child> came back from family time [full of sweets and stories|very quiet|with a "
        "promise of going home by Easter]. <carer> wanted to [check what to write down|know "
        "whether to say anything]. We went for the plain version: what <he> said, how <he> was, "
        "[what <carer> answered|what helped after]. No guessing about Mum.",
        "<child> [brought a drawing back for <carer>|slept well after it for once|and <his> gran "
        "laughed together, everybody noticed].",
        "<carer> [sends the note to <csw> tonight|keeps Sunday evenings free of plans after "
        "visits].",
        ages=(4, 14),
    ),
    story(
        "Going home, Tired carer",
        "There is talk of <child> [going home|moving to <his> aunt]. <carer> [is pleased for "
        "<him> and cried on the phone|does not sleep for thinking about it|keeps asking what "
        "they have missed]. We talked about [being glad and sad in one breath|what we can do in "
        "the weeks that are left]: a memory box, [the recipe <he> likes|photos with names on the "
        "back], a proper goodbye with the Hive.",
        "[<child> asked whether <he> may ring after|<carer> has written <him> a letter to keep].",
        "[I come to the planning meeting if <carer> wants me there|We fix the goodbye tea early].",
        "Fix a goodbye tea for <child>",
        ages=(3, 13),
    ),
    story(
        "Meetings and procedures",
        "<child>'s review is on [Monday|Thursday|the way]. <carer> [had the papers this "
        "morning|has not been sent the papers]. [There is a line in the report that is not how "
        "it was|The report leaves out everything <he> has learnt since the last one]. We [worked "
        "out how to say so kindly|put dates beside each point], and what <carer> wants from the "
        "reviewing officer.",
        "[<child> filled in <his> part with a felt tip, both sides|It is the third review in the "
        "same home, and that alone is worth saying].",
        "<carer> [e-mails two corrections before the day|asks for the papers today]. I [am by "
        "the phone afterwards|come along].",
        "Ring <carer> after <child>'s review",
        ages=(3, 17),
    ),
    story(
        "Meetings and procedures",
        "A new social worker for <child>, the [third|fourth] in two years. <carer> [is tired of "
        "telling the story from the start|worries that what was agreed will be lost]. We [made "
        "one page|wrote a page together]: who <child> is, what works, what has been promised and "
        "by whom. [It begins with what makes <him> laugh|<child> added the last line].",
        "<child> [asked the new worker three good questions|showed <csw> <his> room straight "
        "away].",
        "<carer> [hands it over at the first visit|keeps a copy for the file] and I [check that "
        "the sleepover agreement is on it|send <csw> the Hive's leaflet].",
        "Check with <csw> that the sleepover agreement for <child> carries over",
        ages=(4, 16),
    ),
    story(
        "Sleepovers, Meetings and procedures",
        "[Sleepovers for <child> came up|Talked about a night at <link>'s for <child>]. <carer> "
        "[was not sure whether it counts as a move|had been told it needs a form]. It does not "
        "and it does not: [it is in the placement plan|<csw> can agree by e-mail]. <child> [has "
        "met <link> at two socials|has been for tea], so we start with [one night|a Friday to "
        "Saturday].",
        "<child> [has already chosen which bear goes along|asked whether <link>'s dog sleeps "
        "upstairs].",
        "I [look at <link>'s room for a Friday|ask <csw> for the line in writing].",
        "Ask <csw> to put <child>'s sleepovers in writing",
        ages=(4, 15),
        only="open",
    ),
    story(
        "Sleepovers",
        "[Caught up after|Rang about] the weekend at <link>'s. <child> [did not want to come "
        "home|was homesick on the first evening and fine by the second]. <carer> [slept ten "
        "hours|went to a wedding and danced], and [feels a little guilty about enjoying it|says "
        "it was like a proper aunt and uncle weekend]. We talked about telling <child> the next "
        "date early.",
        "<link> says <child> [helped with the hens|taught everybody a card game|washed up "
        "without being asked].",
        "[Same again in five or six weeks|A date on the calendar that <child> can see].",
        "Find the next weekend for <child> with <link>",
        ages=(5, 15),
        only="open",
    ),
    story(
        "Recording",
        "[Went through|Looked at] two weeks of <carer>'s daily notes [at the kitchen table|over "
        "a shared screen]. They are [honest and rather grim|clear, but one can tell which days "
        "were written late]. We [rewrote one entry together|tried one from yesterday]: what "
        "happened, what <carer> did, how it ended, and something good from the same day. It came "
        "to [six lines|half a page] and was fairer to <child>.",
        "[<carer> spotted the missing good bits before I did|The last three entries are really "
        "good].",
        "[One good thing in each entry until we next meet|Notes the same evening, however short].",
        "Read <carer>'s notes again in a fortnight",
        ways="vh",
        ages=(2, 17),
    ),
    story(
        "Recording, Training",
        "<carer> asked [what belongs in the notes and what does not|how long notes are kept and "
        "who reads them]. I [showed the pattern I use|sent the template with a made-up example]. "
        "We talked about [the child who may ask to read it one day|writing so that <child> could "
        "read it at twenty].",
        "<carer> [said it makes sense for the first time|has started a photo diary beside it].",
        "[<carer> tries the template for a fortnight|We go through it at the next group, others "
        "ask too].",
        ages=(0, 17),
    ),
    story(
        "Safer caring",
        "The safer caring plan needs [bringing up to date|another look] now that [<child> has "
        "turned <age>|there are more of them in the house]. Bathrooms, [car journeys|bedrooms "
        "and knocking|who is alone with whom, and when]. <carer> [found it awkward and did it "
        "anyway|had most of it in hand]. We kept the wording [short enough that a child can "
        "follow it|to one page].",
        "<child> [made a knock-first sign for every door, the larder included|said the rules are "
        "fair, mostly].",
        "<carer> [sends the plan to <ssw>|signs it with <ssw> at the next supervision].",
        "Ask <ssw> whether the safer caring plan has come",
        ages=(6, 15),
        ways="vh",
    ),
    story(
        "Allegation",
        "[<child> has said something at school about being grabbed|A worry has been passed on by "
        "school] and <carer> was told [this morning|last night]. I did not ask for details; that "
        "is not my part. We talked about what happens now, [in which order|who rings when], "
        "about independent support, and about [eating something and going to bed|who may be "
        "told]. <ssw> knows I am in touch.",
        "[<carer>'s notes are complete and that will help everybody|<carer> spoke of <child> with "
        "nothing but kindness].",
        "I ring [every day this week, for company|again tomorrow]. Nothing about the matter "
        "itself in texts.",
        "Ring <carer> for company",
        ages=(6, 15),
        ways="p",
        brought_in="ssw",
        only="rare",
    ),
    story(
        "Payments",
        "[The mileage claim|The clothing allowance|The skills fee] has [not been paid for two "
        "months|come out wrong again]. <carer> [has rung twice and been passed on|does not like "
        "making a fuss about money]. We [found the right form|wrote a short e-mail with dates "
        "and sums] and I [know whom to ask|explained which team deals with it].",
        "[<carer> has kept every receipt in order|It took ten minutes with two people and one "
        "kettle].",
        "<carer> sends it [today|with the receipts tomorrow]; I ask [if nothing has come by the "
        "end of next week|the finance desk on Thursday].",
        "Ask the finance desk about <carer>'s claim",
        ways="pveh",
    ),
    story(
        "Payments, Meetings and procedures",
        "<carer> [asked about the fee for a second child|wants to move up a skills level|was not "
        "sure what the allowance is meant to cover]. We [read the handbook page together|looked "
        "up the steps]. Evidence first: [courses, diary extracts, a letter from school|the "
        "portfolio, which is further along than <carer> thinks].",
        "[<carer> already has most of what is needed|Five certificates turned up in one drawer].",
        "[<carer> talks to <ssw> at supervision|I lend my own portfolio as an example].",
        "Lend <carer> the portfolio",
    ),
    story(
        "Meetings and procedures, Health",
        "<child>'s referral to [the child mental health team|speech therapy|the paediatrician] "
        "has [been sitting in a queue for months|come back with a question]. <carer> [feels "
        "nobody owns it|is ready to drive there and knock]. I [showed how to ask for the number "
        "of the referral|suggested the psychology drop-in for carers in the meantime].",
        "<child> [struck up a chat with the neighbour|has found words for being cross: "
        "volcano day].",
        "<carer> [asks <csw> to chase it|books the consultation for carers].",
        "Hear whether <child>'s referral has moved",
        ages=(3, 15),
        brought_in="psychology",
    ),
    story(
        "Behaviour, Meetings and procedures",
        "Suggested [a few weeks with the placement stability worker|that the PSW comes for a "
        "while], as [mornings|evenings] at <carer>'s have been [one long argument|too much for "
        "one person]. <carer> [feared it would look like failing|was relieved to be asked]. I "
        "explained that it is [time-limited and practical|six or eight visits, at home, with "
        "<child> in it].",
        "[<child> and <carer> still finish each day with a story|<child> asked who is coming and "
        "whether they like football].",
        "I [fill in the referral with <carer> today|ask the PSW for a first date].",
        "Hear from the PSW about a first visit at <carer>'s",
        ages=(6, 15),
        brought_in="psw",
        ways="pvh",
    ),
    story(
        "Family time, Meetings and procedures",
        "Being [gran|aunt] and carer at once is [a tightrope|the hard part], <carer> says. "
        "<child>'s mum [turned up unannounced|rings at all hours], and it is [her own "
        "daughter|family] at the other end. We talked about [what the agreement says and how to "
        "blame the agreement|saying: I have to ask the social worker].",
        "[<child> is safe, fed, and knows every cousin|Mum brought <child>'s baby photos, and "
        "they looked at them together].",
        "[<carer> rings <csw> about a set time for calls|One phone for family calls, off at "
        "eight].",
        "Ask <carer> whether the calls have a set time now",
        ages=(2, 14),
        only="connected",
    ),
    story(
        "Payments, Meetings and procedures",
        "<carer> [was never told that connected carers can claim for travel|did not expect so "
        "much paper for one's own grandchild]. We [went through the list|sorted the pile] "
        "slowly: what is theirs by right, what needs a form, what can wait.",
        "<child> [brought tea in with great care|sat under the table and listened to every word].",
        "[Two forms now, the rest after the holiday|<carer> brings the pile to the next coffee "
        "morning].",
        ages=(3, 13),
        only="connected",
        ways="hvo",
    ),
)
