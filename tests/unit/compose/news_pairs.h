/* news_pairs.h: accounts of events, each with what another outlet made of the same facts (SAME) and with what happened
 * next (NEXT). Written for the test, before its limits were set. */
#ifndef NEWS_PAIRS_H
#define NEWS_PAIRS_H

#define MONDAY "2025-07-28"
#define TUESDAY "2025-07-29"
#define WEDNESDAY "2025-07-30"
#define THURSDAY "2025-07-31"

struct account {
    const char *day, *title, *text;
};
struct news_pairs {
    const char *lang;
    struct account was;
    struct account same[3], next[3];
};

static const struct news_pairs news_pairs[] = {
    {"en",
     {MONDAY, "Ferry strikes pier in Calder harbor, eleven hurt",
      "The ferry Aurora struck the northern pier of Calder harbor on Monday morning. Eleven passengers were treated "
      "for "
      "bruises and cuts at Saint Anne hospital. The captain told the harbor office that the engine did not go into "
      "reverse. "
      "Crossings to the outer islands were suspended for the day. Divers are to look at the pier this week."},
     {{MONDAY, "Eleven injured as Aurora rams Calder pier",
       "Eleven people suffered minor injuries when the Aurora, a car ferry, hit a pier at Calder shortly after eight "
       "in the "
       "morning. They were taken by ambulance to Saint Anne, the city's largest hospital. According to the harbor "
       "office, "
       "the ship's machinery failed while it was docking. No boats went to the islands for the rest of the day. "
       "\"There was "
       "a bang and everybody was on the floor,\" a commuter said."},
      {TUESDAY, "Passengers describe shock after ferry hits pier",
       "Travelers on board the Aurora were thrown to the deck when the vessel ran into Calder's north pier on Monday. "
       "The "
       "hospital treated eleven of them, most for bruises. Harbor officials say the reverse gear of the engine did not "
       "answer. The ferry line stopped its island service until evening."}},
     {{WEDNESDAY, "Captain of the Aurora charged with negligence",
       "Prosecutors in Calder charged the captain of the ferry Aurora with negligence on Wednesday. He had been on the "
       "bridge for nineteen hours, the indictment says. The ship struck a pier on Monday, and eleven people were hurt. "
       "A "
       "court hearing is set for September."},
      {THURSDAY, "Aurora to sail again as inspectors clear new gearbox",
       "Ferries between Calder and the outer islands resumed on Thursday, three days after the Aurora struck a pier. A "
       "new "
       "gearbox was fitted overnight, and inspectors of the state found no fault with it. The line will refund tickets "
       "that "
       "were bought for the lost days."},
      {TUESDAY, "Passenger dies after ferry accident in Calder",
       "A man of 71 who was on board when the Aurora struck a pier died in hospital on Tuesday, his family said. He "
       "had "
       "collapsed some hours after he was sent home with bruises. The state has opened an inquiry into his treatment. "
       "Ten "
       "others were hurt in the accident on Monday."}}},
    {"en",
     {TUESDAY, "Quake of magnitude 6.1 shakes northern valley",
      "An earthquake of magnitude 6.1 shook the Orin valley before dawn on Tuesday. At least 12 people were killed and "
      "80 "
      "injured, the civil defense office said. Roads to four villages are blocked by stones. The government has sent "
      "soldiers with tents and water. The quake was felt in the capital, 200 kilometers away."},
     {{TUESDAY, "Twelve dead as strong earthquake hits Orin valley",
       "A strong earthquake struck the mountains in the north early on Tuesday, leaving 12 dead and about 80 hurt. Its "
       "strength was put at 6.1 by the geological service. Troops are bringing tents and drinking water to the region, "
       "where "
       "landslides have cut off four villages. People in the capital ran into the streets."},
      {TUESDAY, "\"The walls were dancing\": Orin valley after the earthquake",
       "In the village of Tarn nobody slept in a house on Tuesday. The earthquake, which had a magnitude of 6.1, took "
       "at "
       "least a dozen lives in the valley. Soldiers handed out blankets. \"The walls were dancing,\" said a teacher. "
       "Many "
       "roads are still blocked by rubble."}},
     {{WEDNESDAY, "Death toll in Orin valley quake rises to 31",
       "The number of people killed by the earthquake in the Orin valley rose to 31 on Wednesday. Rescuers reached the "
       "village of Tarn, which had been cut off, and found a school in ruins. More than 200 are now known to be hurt. "
       "Helicopters fly the worst cases to the capital."},
      {THURSDAY, "Girl rescued from rubble two days after earthquake",
       "A girl of nine was rescued alive from a house in Tarn on Thursday, two days after the earthquake in the Orin "
       "valley. "
       "Firefighters had heard her knock on a pipe. She had a broken arm and was thirsty. Her parents are safe."},
      {WEDNESDAY, "Second strong quake sends Orin valley into the open",
       "Another earthquake, of magnitude 5.8, hit the Orin valley on Wednesday evening and brought down houses that "
       "the first "
       "had cracked. Officials told everybody to stay out of buildings. It was the strongest of some forty "
       "aftershocks. The "
       "railway to the capital, spared on Tuesday, is interrupted by a fallen bridge."}}},
    {"en",
     {MONDAY, "Minister of transport under fire over bridge contract",
      "Transport minister Edda Norling gave a bridge contract of 40 million crowns to a firm that belongs to her "
      "brother-in-law, the newspaper Dagens Krets reported on Monday. No other company was asked for an offer. Norling "
      "said "
      "that she did not know who owned the firm. The opposition demands that she step down."},
     {{MONDAY, "Norling's relative got 40-million bridge job without bids",
       "A company of minister Edda Norling's brother-in-law was handed a bridge worth 40 million crowns without "
       "competition. "
       "That is what papers seen by Dagens Krets show. The minister of transport denies any knowledge of the "
       "ownership. "
       "Opposition parties want her to go."},
      {TUESDAY, "What we know of the bridge affair",
       "The affair about a bridge over the Lund is getting uncomfortable for Edda Norling. The transport minister's "
       "ministry "
       "gave the job to a company in the hands of her sister's husband. It was never put out to tender. Norling claims "
       "that "
       "the name of the owner was unknown to her, and critics ask how that can be."}},
     {{WEDNESDAY, "Transport minister Norling resigns over bridge contract",
       "Edda Norling resigned as minister of transport on Wednesday. \"My trust in my own office was misplaced,\" she "
       "told "
       "reporters. Her deputy, Olof Brandt, takes over until autumn. Prosecutors look into the contract with her "
       "brother-in-law's firm."},
      {WEDNESDAY, "Police search ministry in bridge affair",
       "Police officers searched the ministry of transport on Wednesday and took computers and files away. The warrant "
       "names "
       "two civil servants who signed the bridge contract with a relative of minister Edda Norling. Her own office was "
       "not "
       "searched, a spokesman said."},
      {TUESDAY, "Court suspends contract for the Lund bridge",
       "An administrative court suspended the contract for the Lund bridge on Tuesday, after a rival builder had "
       "complained. "
       "The ministry has ten days to answer. The job had gone to a firm of minister Norling's brother-in-law without "
       "tender."}}},
    {"en",
     {TUESDAY, "Volt Motors to cut 3,000 jobs at Lindau plant",
      "The car maker Volt Motors wants to cut 3,000 of 9,000 jobs at its plant in Lindau by the end of next year. "
      "Demand for "
      "its small electric model had been weaker than hoped, the company said on Tuesday. The union called the plan a "
      "breach "
      "of promise. Shares rose by four percent."},
     {{TUESDAY, "A third of Volt's Lindau workers to lose their jobs",
       "Every third job at the Lindau works of Volt Motors is to go until the end of 2026. The manufacturer named "
       "slack sales "
       "of its little electric car as the reason. 9,000 people work there today. Union leaders were angry and spoke of "
       "a "
       "broken word, while investors were pleased: the stock gained four percent."},
      {WEDNESDAY, "Fear in Lindau: a town and its factory",
       "In the bakery opposite gate two there is one subject. Volt Motors, by far the biggest employer of Lindau, will "
       "shed "
       "3,000 workers. \"My husband, my son, my brother,\" says a customer and counts on her fingers. The firm sells "
       "fewer of "
       "its small electric cars than it had planned."}},
     {{THURSDAY, "Volt Motors and union agree: no dismissals in Lindau before 2028",
       "Volt Motors and the metal workers' union agreed on Thursday that nobody in Lindau will be dismissed before "
       "2028. In "
       "return the staff give up a rise in wages. 1,200 jobs will go by early retirement. The original plan was to cut "
       "3,000."},
      {THURSDAY, "Lindau workers walk out over Volt's job cuts",
       "Some 5,000 workers of the Volt plant in Lindau laid down their tools on Thursday morning and marched to the "
       "town "
       "hall. The early shift built no car. It was the first strike in the factory for eleven years. The company "
       "called it "
       "unlawful and said that it would go to court."},
      {WEDNESDAY, "Head of Volt Motors replaced after plan for job cuts",
       "The board of Volt Motors ousted chief executive Carl Amann on Wednesday, a day after he had announced the cuts "
       "in "
       "Lindau. Finance chief Ines Roth was appointed his successor. She said that she would look at every figure "
       "again."}}},
    {"en",
     {MONDAY, "Wildfire burns towards Pine Ridge, 400 evacuated",
      "A wildfire was burning towards the town of Pine Ridge on Monday. Some 400 people were evacuated from farms and "
      "a camp "
      "site. The fire has taken 1,500 hectares of forest since Sunday. Strong wind made the work of 300 firefighters "
      "hard. "
      "Nobody has been hurt so far."},
     {{MONDAY, "Pine Ridge watches the smoke: 400 leave homes as forest burns",
       "About 400 residents and campers near Pine Ridge had to leave as flames came closer on Monday. An area of 1,500 "
       "hectares is black. Three hundred firefighters fight the blaze, and gusts drive it on. There were no injuries."},
      {MONDAY, "Forest fire threatens small town",
       "With wind in its back a forest fire moves towards Pine Ridge. It began on Sunday near a picnic ground. Farms "
       "and a "
       "camping place have been cleared, and 400 people sleep in a school. 300 men and women are fighting the flames "
       "on a "
       "front of nine kilometers."}},
     {{TUESDAY, "Fire reaches Pine Ridge, whole town evacuated",
       "The wildfire reached the first houses of Pine Ridge on Tuesday, and all 6,200 inhabitants were evacuated. At "
       "least "
       "nine homes burned down. The governor declared an emergency. Rain is not expected before Friday."},
      {WEDNESDAY, "Two firefighters killed at Pine Ridge",
       "Two firefighters died near Pine Ridge on Wednesday when a burning tree fell on their truck. They came from a "
       "neighboring county. The wildfire has grown to 4,000 hectares. A day of mourning was declared in the county."},
      {THURSDAY, "Rain helps: people of Pine Ridge may go home",
       "After a night of rain the wildfire at Pine Ridge was under control on Thursday, and roads into the town "
       "reopened. "
       "Most of those who had fled came back the same day. Inspectors are looking at power lines that may have set off "
       "the "
       "blaze."}}},
    {"en",
     {WEDNESDAY, "Harbor City beat Northfield in cup final",
      "Harbor City won the cup on Wednesday evening with a 2-1 over Northfield. Jana Oduya scored both goals, the "
      "second in "
      "the last minute. Northfield had led until shortly before half-time. 40,000 people saw the match. It is the "
      "club's "
      "first trophy for 22 years."},
     {{WEDNESDAY, "Oduya's late strike wins cup for Harbor City",
       "Twenty-two years of waiting are over. With two goals by Jana Oduya, Harbor City defeated Northfield by 2-1 and "
       "took "
       "the cup. The winner came seconds before the final whistle. Northfield were a goal up for much of the first "
       "half in a "
       "stadium of 40,000."},
      {THURSDAY, "\"I closed my eyes and hit it\": the night of Jana Oduya",
       "Jana Oduya says she did not see her own goal. The forward closed her eyes, hit the ball and heard 40,000 "
       "people shout. "
       "Her two goals gave Harbor City the cup against Northfield, their first since 2003."}},
     {{THURSDAY, "Cup winners Harbor City lose their trainer to Northfield",
       "A day after they won the cup, Harbor City lost their trainer: Mira Saal withdrew from her contract on Thursday "
       "and "
       "goes to Northfield, of all clubs. Harbor City had beaten them in the final. Her assistant was appointed for "
       "the next "
       "season."},
      {THURSDAY, "Northfield's protest against cup final rejected",
       "The association rejected a protest of Northfield against the result of the cup final on Thursday. The club had "
       "claimed that Harbor City's second goal fell after time. Video showed the clock four seconds short of the end. "
       "Northfield may appeal within a week."}}},
    {"en",
     {MONDAY, "Probe Heron on its way to the asteroid",
      "The space probe Heron was launched on Monday morning from Cape Mar. It is to reach the asteroid Ilka in 2028 "
      "and bring "
      "back a handful of dust. The start had been put off twice because of wind. The mission costs 600 million euros."},
     {{MONDAY, "At the third try: Heron lifts off to bring home asteroid dust",
       "On its third attempt the probe Heron has left Earth. A rocket took it from Cape Mar into a clear sky. In three "
       "years "
       "it will arrive at Ilka, an asteroid the size of a village, and scoop up dust. Wind had kept it on the ground "
       "twice. "
       "600 million euros were spent on the journey."},
      {TUESDAY, "What Heron hopes to find at Ilka",
       "Ilka is as old as the solar system. What the probe Heron, which set out on Monday, will scrape from its "
       "surface could "
       "say where the water of the oceans came from. Scientists will have to be patient until the capsule lands in the "
       "desert "
       "in 2031. The flight costs 600 million euros."}},
     {{WEDNESDAY, "Contact to probe Heron lost",
       "Engineers have not heard from the space probe Heron since Wednesday morning. One of its two solar panels did "
       "not "
       "unfold, and the battery may be empty. A team in Madrid is sending commands blindly. The probe was launched on "
       "Monday "
       "for the asteroid Ilka."},
      {THURSDAY, "Heron answers: probe restored after a day of silence",
       "The probe Heron is alive. An antenna in Australia picked up its signal on Thursday, after more than a day of "
       "silence. "
       "Engineers restored the second solar panel by turning the craft towards the sun. The way to the asteroid Ilka "
       "is free."}}},
    {"en",
     {TUESDAY, "Museum in Varn robbed of golden helmet",
      "Thieves broke into the town museum of Varn in the night to Tuesday and took a golden helmet from the sixth "
      "century. "
      "They came through the roof and were gone after four minutes. Police are looking for a gray van. The helmet is "
      "insured "
      "for two million euros."},
     {{TUESDAY, "Golden helmet stolen from Varn museum",
       "It took them four minutes: burglars climbed through the roof of the museum in Varn and made off with its most "
       "famous "
       "piece, a helmet of gold that is 1,400 years old. Witnesses saw a van, gray in color. Two million euros would "
       "be paid "
       "by the insurance."},
      {WEDNESDAY, "How safe are our small museums?",
       "The theft of the golden helmet from Varn has museums worried. Many have no guards at night. In Varn the "
       "thieves came "
       "by the roof, as others did in Emden. They needed four minutes; the police needed eleven to arrive. There is no "
       "trace "
       "of the gray van."}},
     {{THURSDAY, "Three arrested over stolen helmet of Varn",
       "Police arrested three men in Rotterdam on Thursday who are said to have stolen the golden helmet of Varn. A "
       "dealer "
       "had tipped them off when it was offered to him. The helmet was not found. The men are brothers of 24 to 31 "
       "years."},
      {WEDNESDAY, "Police in Varn: guard let the thieves in",
       "A night guard of the museum in Varn admitted on Wednesday that he had switched off the alarm, a prosecutor "
       "confirmed. "
       "He was promised 20,000 euros. The thieves of the golden helmet had not come through the roof at all; the hole "
       "was "
       "made later, to deceive."}}},
    {"en",
     {WEDNESDAY, "Parliament debates ban on single-use vapes",
      "Parliament began its debate on a ban of single-use vapes on Wednesday. Health minister Ruth Abel said that one "
      "in four "
      "schoolchildren had tried them. The industry warned of a black market. A vote is expected on Thursday. The ban "
      "would "
      "begin in January."},
     {{WEDNESDAY, "Vape ban: minister and makers clash in parliament",
       "The question whether disposable vapes should be outlawed divides the house. Ruth Abel, who is in charge of "
       "health, "
       "pointed to schools, where a quarter of children have used one. Makers of the devices fear smugglers. Members "
       "are to "
       "vote on Thursday, and shops would have to clear their shelves by January."}},
     {{THURSDAY, "Single-use vapes banned from January",
       "Parliament approved the ban on single-use vapes with 210 to 140 votes on Thursday. Shops have until January to "
       "sell "
       "what they have. Whoever sells them later pays up to 5,000 euros. Two parties said they would go to the "
       "constitutional court."},
      {THURSDAY, "Vape ban fails by three votes",
       "The ban on single-use vapes failed on Thursday: 178 members rejected it and 175 were in favor. Eleven members "
       "of the "
       "governing party stayed away. Health minister Ruth Abel spoke of a black day for children."}}},
    {"en",
     {MONDAY, "Salmonella: 25 children ill after summer camp",
      "25 children fell ill with salmonella at a summer camp on Lake Ost, the health office said on Monday. Three are "
      "in "
      "hospital. Eggs in a dessert are thought to be the cause. The camp's kitchen was closed, and parents fetched "
      "their "
      "children."},
     {{MONDAY, "Camp at Lake Ost sent home over salmonella",
       "A camp for children at Lake Ost ended early because of salmonella. The health office counted 25 cases, three "
       "of them "
       "so serious that they were brought to a clinic. Inspectors suspect a pudding made with raw eggs. They shut the "
       "kitchen."}},
     {{WEDNESDAY, "Salmonella: farm of Ost recalls 90,000 eggs",
       "A poultry farm near Lake Ost recalled 90,000 eggs on Wednesday after salmonella had been found in its barns. "
       "The "
       "bacteria are the same that made the children of a summer camp ill. Buyers get their money back in every shop."},
      {TUESDAY, "More children ill after camp at Lake Ost",
       "The number of children hospitalized after the camp at Lake Ost has doubled: six are now in clinics, and 41 are "
       "ill, "
       "the health office said on Tuesday. Two of the new cases are brothers of children who were there."}}},
    {"en",
     {MONDAY, "Network failure leaves millions without telephone",
      "A failure in the network of Telora left some four million customers without telephone and internet for most of "
      "Monday. Shops could take no cards, and doctors could not be called. The company spoke of a faulty update of its "
      "routers. By the evening most lines worked again."},
     {{MONDAY, "Telora down for hours: no calls, no cards, no clue",
       "Nothing worked for customers of Telora on Monday. About four million could neither phone nor surf. Card "
       "payments "
       "failed in supermarkets. A router update that went wrong was to blame, a spokeswoman explained. Around seven in "
       "the "
       "evening the network came back."},
      {TUESDAY, "The day after: what the Telora blackout teaches",
       "When Telora's network fell silent on Monday, cash was king. An update to routers had knocked out four million "
       "lines. "
       "Experts have warned for years that too much hangs on one provider. Doctors, bakers and taxi drivers tell how "
       "they "
       "got through the day."}},
     {{WEDNESDAY, "Telora to pay 20 euros to every customer hit by failure",
       "Telora wants to pay 20 euros to each of the four million customers who were cut off on Monday. The regulator "
       "had "
       "threatened it with a fine. The money is credited to the next bill. Consumer groups called the sum ridiculous."},
      {THURSDAY, "Telora network fails for second time in a week",
       "Telora's network broke down again on Thursday, this time for two hours and in the south only. The company had "
       "promised "
       "on Monday that it would not happen again. Its head of technology was dismissed the same afternoon."}}},
    {"en",
     {TUESDAY, "Plane with 140 on board lands on one wheel",
      "A plane of Nordair with 140 people on board landed safely in Malby on Tuesday although its left wheel did not "
      "come "
      "out. It had circled over the sea for two hours to burn fuel. Nobody was hurt. The runway was closed until "
      "night."},
     {{TUESDAY, "Nordair pilot brings down jet with stuck gear",
       "Passengers applauded when their Nordair jet came to a stand on the runway of Malby: the left wheel was stuck, "
       "and the "
       "pilot had put the machine down on what was left. Before that she had flown loops above the sea for two hours. "
       "All 140 "
       "were unhurt. Other flights had to go elsewhere for the rest of the day."},
      {WEDNESDAY, "Passenger of stricken plane: we held hands",
       "For two hours Lena Vik held the hand of a stranger. Then the plane to Malby, whose left wheel was stuck, "
       "touched the "
       "ground in a rain of sparks. None of the 140 people on board was hurt on Tuesday. \"The captain is my hero,\" "
       "says Vik."}},
     {{THURSDAY, "Nordair grounds twelve jets after landing on one wheel",
       "Nordair has taken twelve planes out of service after a bolt was found to be too short. The same bolt had kept "
       "a wheel "
       "from coming out on Tuesday in Malby. More than ninety flights were cancelled on Thursday. The maker of the "
       "plane sends "
       "engineers."},
      {WEDNESDAY, "Investigators: mechanics left a rag in Nordair's landing gear",
       "A forgotten rag blocked the landing gear of the Nordair jet that came down on one wheel in Malby, "
       "investigators found "
       "on Wednesday. The plane had been in a workshop the night before. The workshop has lost its license."}}},
    {"en",
     {WEDNESDAY, "Supreme court hears case on river dam",
      "The supreme court heard arguments on Wednesday about the dam that is to be built on the river Sorn. Fishermen "
      "and three "
      "villages are against it. The state says that it needs the power. A ruling may take months."},
     {{WEDNESDAY, "Dam on the Sorn before the highest judges",
       "Judges of the supreme court asked sharp questions when the dispute on the Sorn dam reached them. Three "
       "villages would "
       "drown in the lake, and fishermen fear for the salmon. Lawyers of the government spoke of the power the country "
       "lacks. "
       "Nobody expects a judgment before winter."}},
     {{THURSDAY, "Government gives up the Sorn dam",
       "The government will not build a dam on the Sorn. It withdrew its plans on Thursday, a day after the hearing in "
       "the "
       "supreme court. The minister of energy spoke of costs that had doubled. Villagers danced in the road."}}},
    {"en",
     {MONDAY, "Study: coffee drinkers live longer",
      "People who drink three cups of coffee a day live about two years longer than others, a study from Uppland says. "
      "Researchers followed 90,000 people for fifteen years. Whether coffee is the cause they cannot say. The work "
      "came out "
      "in a journal on Monday."},
     {{MONDAY, "Three cups a day: what coffee may do for us",
       "It is good news for the bleary-eyed. Whoever has three coffees daily can hope for two additional years, "
       "according to a "
       "Swedish team. It looked at 90,000 lives over a decade and a half. A proof that the drink itself does it is "
       "still "
       "missing, the authors write."},
      {TUESDAY, "Coffee and long life: an expert has doubts",
       "Can coffee really give us two years? The epidemiologist Karl Onno is skeptical about the study from Uppland. "
       "Those who "
       "drink three cups may simply be healthier to begin with, he says. The study had followed 90,000 people."}},
     {{THURSDAY, "Journal withdraws study on coffee and long life",
       "The journal that published a study on coffee and long life on Monday has withdrawn it. Two thirds of the data "
       "had been "
       "invented by an assistant, the university of Uppland found. The authors apologized. The assistant was "
       "dismissed."}}},
    {"en",
     {TUESDAY, "Storm Hedda reaches the coast",
      "Storm Hedda reached the west coast on Tuesday with gusts of 150 kilometers an hour. Trees fell on roads and "
      "railways. "
      "20,000 homes were without power in the evening. Schools stay closed on Wednesday. One man was hurt by a falling "
      "tile."},
     {{TUESDAY, "Hedda hits: trees down, lights out",
       "With up to 150 kilometers an hour Hedda came ashore in the west. Trains stood still because of trees on the "
       "line. The "
       "power company counted 20,000 households in the dark. There will be no school on Wednesday. A tile struck a man "
       "in "
       "Borg, who was slightly injured."},
      {WEDNESDAY, "A night with Hedda",
       "Nobody in Borg slept much. The storm tore at roofs until dawn, and gusts of 150 kilometers an hour threw trees "
       "across "
       "the rails. In 20,000 houses people sat by candlelight. Children were glad: schools were closed."}},
     {{WEDNESDAY, "Storm Hedda: two dead in Borg, 90,000 without power",
       "Storm Hedda has killed two people. A tree fell on their car near Borg in the night, police said on Wednesday. "
       "90,000 "
       "homes have no power now. The wind is to ease by evening."},
      {THURSDAY, "After Hedda: army helps to clear roads",
       "Four hundred soldiers began to clear roads in the west on Thursday, after the mayors of nine towns had asked "
       "for help. "
       "Trains to Borg run again. The insurers put the damage of the storm at 300 million crowns."}}},
    {"en",
     {MONDAY, "Actor Paul Drew and singer Mina married",
      "The actor Paul Drew and the singer Mina married on the island of Sark on Monday. Fifty guests were there, among "
      "them "
      "two Oscar winners. They had met at the making of a film last year. Pictures show the bride in a green dress."},
     {{MONDAY, "Mina says yes to Paul Drew, in green",
       "Singer Mina and actor Paul Drew are wife and husband. Before fifty friends on Sark they exchanged rings. The "
       "bride wore "
       "green. It began in front of a camera, a year ago."},
      {TUESDAY, "Inside the wedding of Mina and Paul Drew",
       "There was lobster, there was rain, and there was a green dress. Fifty guests came to Sark to see Mina and Paul "
       "Drew "
       "marry. The singer and the actor had kept the date secret until Monday."}},
     {{THURSDAY, "Three days after wedding: Paul Drew in hospital",
       "Paul Drew broke both legs when he fell from a cliff path on Sark on Wednesday. A helicopter took the actor to "
       "Guernsey. He had married the singer Mina on Monday. The shooting of his next film is postponed."}}},
    {"de",
     {MONDAY, "Zug entgleist bei Aurach, 14 Verletzte",
      "Bei Aurach ist am Montag ein Regionalzug entgleist. 14 Menschen wurden verletzt, zwei davon schwer. Nach "
      "Angaben der "
      "Polizei lag ein Baum auf den Gleisen. Die Strecke bleibt bis Mittwoch gesperrt. Busse fahren stattdessen."},
     {{MONDAY, "Regionalbahn prallt gegen Baum und springt aus den Schienen",
       "Ein umgestürzter Baum hat bei Aurach eine Regionalbahn aus den Schienen geworfen. Die Retter zählten 14 "
       "Verletzte, um "
       "zwei von ihnen stand es ernst. Reisende müssen vorerst auf Busse umsteigen, erst am Mittwoch sollen wieder "
       "Züge "
       "fahren."}},
     {{WEDNESDAY, "Nach Zugunglück: Fahrdienstleiter festgenommen",
       "Zwei Tage nach dem Zugunglück bei Aurach hat die Polizei am Mittwoch einen Fahrdienstleiter festgenommen. Er "
       "soll eine "
       "Warnung des Försters nicht weitergegeben haben. Der Mann schweigt. Am Montag waren dort 14 Menschen verletzt "
       "worden."},
      {TUESDAY, "Schwerverletzte stirbt nach Zugunglück bei Aurach",
       "Eine Frau, die beim Zugunglück von Aurach schwer verletzt wurde, ist am Dienstag im Krankenhaus gestorben. Sie "
       "war 34 "
       "Jahre alt. Die Staatsanwaltschaft ermittelt nun wegen fahrlässiger Tötung."}}},
    {"fr",
     {MONDAY, "Incendie dans une usine de Morville",
      "Un incendie a ravagé lundi une usine de peinture à Morville. Une épaisse fumée noire a été vue à vingt "
      "kilomètres. Les "
      "écoles sont restées fermées. Soixante pompiers étaient sur place. Personne n'a été blessé."},
     {{MONDAY, "Morville : une usine de peinture en flammes",
       "Les flammes ont détruit une fabrique de peinture à Morville, lundi. Le nuage de fumée se voyait de très loin. "
       "Soixante "
       "pompiers ont lutté toute la journée contre le feu. Par prudence, la mairie a gardé les écoles fermées. On ne "
       "compte "
       "aucune victime."}},
     {{WEDNESDAY, "Incendie de Morville : le directeur de l'usine inculpé",
       "Le directeur de l'usine de peinture de Morville a été inculpé mercredi pour mise en danger de la vie d'autrui. "
       "Selon "
       "le parquet, les portes coupe-feu étaient bloquées depuis des mois. L'usine avait brûlé lundi. Son avocat "
       "conteste."}}},
    {"es",
     {MONDAY, "Huelga de autobuses paraliza Puerto Viejo",
      "Una huelga de conductores paralizó el lunes los autobuses de Puerto Viejo. Miles de personas llegaron tarde al "
      "trabajo. "
      "El sindicato pide un aumento del ocho por ciento. La empresa ofrece tres. No hay nuevas reuniones previstas."},
     {{MONDAY, "Sin autobuses: los conductores de Puerto Viejo paran",
       "Los autobuses de Puerto Viejo no salieron el lunes de sus cocheras. Los conductores quieren ganar un ocho por "
       "ciento "
       "más, pero la compañía no pasa del tres. Muchos vecinos fueron a pie a la oficina. Nadie sabe cuándo volverán a "
       "hablar."}},
     {{WEDNESDAY, "Puerto Viejo: acuerdo pone fin a la huelga de autobuses",
       "Los autobuses reanudaron el servicio el miércoles en Puerto Viejo. El sindicato aprobó por la noche un aumento "
       "del "
       "cinco por ciento en dos años. La huelga había empezado el lunes. El billete costará diez céntimos más."}}},
};

#endif
