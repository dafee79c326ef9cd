package verbatim.quotecheck;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The words that the rules know. English first; negations and numbers in the languages whose
/// quotation marks are found.
final class Vocabulary {
  private Vocabulary() {}

  static Set<String> set(String words) {
    return Set.copyOf(new HashSet<>(Arrays.asList(words.strip().split("\\s+"))));
  }

  private static final String REGULAR =
      """
      accuse acknowledge add address admit advise agree allege announce answer apologise apologize
      appeal argue ask assert assure boast brag challenge clarify claim comment complain conclude
      concede confess confide confirm contend continue counter criticise criticize cry declare
      demand deny describe detail disclose dismiss elaborate emphasise emphasize exclaim explain
      express gush hint imply inform inquire insist interject invite joke lament laugh maintain
      mock mumble murmur muse mutter note observe offer opine plead pledge point post predict
      promise propose protest question quip react reason recall recommend recount reiterate rejoin
      remark remember remind repeat reply report request respond retort reveal scold scream shout
      shrug sigh signal snap sneer state stress suggest summarise summarize tease testify text
      thank threaten toot tweet urge use vent voice vow wail warn whisper wonder yell praise
      blast label slam defend attack rant greet caution message email mail
      """;

  /// Base form first.
  private static final String IRREGULAR =
      """
      say says said saying
      tell tells told telling
      write writes wrote written writing
      begin begins began begun beginning
      think thinks thought thinking
      speak speaks spoke spoken speaking
      swear swears swore sworn swearing
      read reads read reading
      go goes went going
      call calls called calling
      quote quotes quoted quoting
      put puts put putting
      believe believes believed believing
      feel feels felt feeling
      take takes took taken taking
      weigh weighs weighed weighing
      chime chimes chimed chiming
      dub dubs dubbed dubbing
      """;

  /// Verbs that have a hearer: "told reporters that".
  static final Set<String> HEARD =
      set("tell assure inform remind warn promise advise write text message mail email reply");

  /// Verbs after which a clause may follow without "that": "she said she …".
  static final Set<String> CLAIMING =
      set(
          """
          say write tweet post add claim admit insist explain announce promise argue believe think
          feel maintain confirm swear vow declare acknowledge reply note
          """);

  /// Verbs that need a word after them to be speech.
  static final Map<String, String> WITH =
      Map.of("go", "on", "take", "to", "weigh", "in", "chime", "in", "speak", "out");

  /// Each form of a verb of speech with its base.
  static final Map<String, String> SPEECH = speech();

  private static Map<String, String> speech() {
    Map<String, String> forms = new HashMap<>();
    for (String base : REGULAR.strip().split("\\s+")) {
      String stem = base.endsWith("e") ? base.substring(0, base.length() - 1) : base;
      boolean isDoubled =
          base.equals("admit")
              || base.equals("quip")
              || base.equals("slam")
              || base.equals("snap")
              || base.equals("brag");
      String last = isDoubled ? base + base.charAt(base.length() - 1) : stem;
      boolean isY = base.endsWith("y") && !base.endsWith("ay") && !base.endsWith("ey");
      String y = isY ? base.substring(0, base.length() - 1) + "i" : last;
      boolean hisses = base.endsWith("ss") || base.endsWith("sh") || base.endsWith("ch");
      forms.put(base, base);
      forms.put(isY ? y + "es" : hisses ? base + "es" : base + "s", base);
      forms.put(y + "ed", base);
      forms.put(last + "ing", base);
    }
    for (String line : IRREGULAR.strip().split("\n")) {
      String[] of = line.strip().split("\\s+");
      for (String form : of) {
        forms.put(form, of[0]);
      }
    }
    return Map.copyOf(forms);
  }

  /// Forms that are as often nouns: they count after a subject only.
  static final Set<String> ALSO_NOUNS =
      set(
          """
          posts tweets texts claims comments reports notes answers questions requests demands
          appeals jokes laughs remarks calls quotes promises offers points states addresses
          reasons voices uses invites challenges attacks mails emails messages labels feels takes
          puts goes reads thanks praises signals details post tweet text claim comment report note
          answer question request demand appeal joke laugh remark call quote promise offer point
          state address reason voice use thank praise signal detail mail email message label
          """);

  static final Set<String> POSTS = set("tweet tweets post posts toot toots thread threads status");
  static final Set<String> PLATFORMS =
      set(
          """
          twitter x instagram facebook mastodon threads bluesky tumblr linkedin tiktok youtube
          reddit snapchat weibo telegram fediverse
          """);
  static final Set<String> PRESS_HEARERS =
      set("reporters journalists press media newspaper paper magazine broadcaster agency");
  static final Set<String> ANSWERING = set("reply respond answer retort rejoin counter react");

  static final Set<String> LABELLING =
      set(
          """
          labeled labelled named called nicknamed dubbed titled entitled known saved listed
          captioned signed
          """);
  static final Set<String> WORKS =
      set(
          """
          song single album film movie book novel show series play magazine podcast poem painting
          track episode game ballad essay documentary musical opera column blog newsletter
          """);
  static final Set<String> CONTACTS =
      set("friend contact person sender user caller somebody someone man woman number");

  static final Set<String> SUBJECT_PRONOUNS = set("he she they i we");
  static final Set<String> TITLES =
      set(
          """
          mr mrs ms miss mx dr prof professor president chancellor minister senator sen
          representative rep governor gov mayor councillor councilman councilwoman judge justice
          king queen prince princess lord lady sir dame captain general colonel sergeant pastor
          reverend rev father sister brother bishop pope rabbi imam secretary ambassador coach chef
          officer detective inspector herr frau madame monsieur don doña señor señora pan pani
          """);

  static final Set<String> FEMALE =
      set(
          """
          mrs ms miss lady dame queen princess sister wife mother daughter aunt niece grandmother
          actress spokeswoman chairwoman councilwoman businesswoman saleswoman girlfriend widow
          woman girl frau madame señora pani waitress heroine congresswoman fisherwoman
          """);
  static final Set<String> MALE =
      set(
          """
          mr sir lord king prince brother husband father son uncle nephew grandfather actor
          spokesman chairman councilman businessman salesman boyfriend widower man boy herr
          monsieur señor pan waiter hero congressman fisherman ferryman
          """);

  static final Set<String> ROLES =
      set(
          """
          friend wife husband brother sister mother father son daughter partner colleague
          neighbour neighbor boss mayor minister president chancellor senator governor councillor
          councilman councilwoman lawyer attorney spokesman spokeswoman spokesperson baker teacher
          doctor nurse professor researcher author writer journalist reporter editor singer rapper
          actor actress producer director manager coach player captain fisherman farmer owner
          founder chief officer judge witness student chairman chairwoman chair secretary contact
          sender user critic activist analyst ferryman skipper sailor musician artist poet
          scientist engineer designer developer driver butcher carpenter librarian harbourmaster
          harbormaster girlfriend boyfriend widow widower star comedian model presenter host
          grandmother grandfather aunt uncle nephew niece cousin deputy candidate organiser
          organizer resident pilot clerk postman
          """);

  /// What may stand before a role, and says nothing.
  static final Set<String> BEFORE_ROLES =
      set(
          """
          the a an his her their my our your its good old close longtime long-time former late
          young local own best dear new then ex fellow
          """);

  /// A clause may begin after these.
  static final Set<String> CLAUSE =
      set(
          """
          and but or as while when whenever once after before because since that if though although
          where how what then so until yet however meanwhile later also now even today yesterday
          whether unless whereas nor earlier afterwards afterward finally eventually instead still
          again soon recently monday tuesday wednesday thursday friday saturday sunday there here
          """);

  static final Set<String> PREPOSITIONS =
      set(
          """
          of from to with by about for between at on in into like against toward towards over under
          during without through near beside behind via upon
          """);

  /// Words that begin a sentence with a capital and are no names.
  static final Set<String> NO_NAMES =
      set(
          """
          the a an this that these those it he she they we i you his her their our my its who what
          when where why how which while once after before as at by for from in into of on to with
          without and but or nor so yet if though although because since until unless many most
          some any all both each every few several other another no not never even just only also
          too very then than there here now later soon meanwhile however still again instead perhaps
          maybe yes one two three four five six seven eight nine ten first second third last next
          people everyone everybody nobody someone somebody nothing something everything during
          between about over under against despite according asked yesterday today tomorrow tonight
          monday tuesday wednesday thursday friday saturday sunday january february march april may
          june july august september october november december mon tue wed thu fri sat sun
          concluding continuing adding speaking writing asked replying responding looking is was
          were are be been do does did has have had will would can could should let see read until
          following concerning regarding earlier early late part parts thanks left right above below
          unlike like alongside besides beside beyond behind within throughout across among amid
          along around near inside outside except including excluding via per plus versus whereas
          whether neither either else otherwise rather thus hence therefore thereby nevertheless
          nonetheless whilst often always sometimes usually clearly surely certainly apparently
          allegedly reportedly supposedly unfortunately fortunately similarly likewise finally
          lastly firstly secondly eventually recently previously currently initially originally
          thereafter afterwards afterward citing quoting echoing calling naming dear hello goodbye
          wie anders als ohne mit nach vor bei für gegen über unter auch nur doch aber laut während
          obwohl weil wenn dann
          """);

  /// A run of capitals that ends so is a place, a house or a thing.
  static final Set<String> NO_PEOPLE =
      set(
          """
          tower street road avenue square park bridge city town council university college school
          news times post herald tribune gazette journal magazine images press agency company inc
          ltd llc corp group bank club league party house hall church hospital station airport
          harbour harbor island river lake sea mountain valley county state states kingdom republic
          union office department ministry court committee association foundation institute museum
          theatre theater centre center festival award awards prize cup day week war act bill
          project network media studios records radio television tv observer courier chronicle star
          team family ferry line lines quarter district bay beach coast north south east west-end
          """);

  static final Set<String> PARTICLES =
      set("de van von der den del della di da la le al bin ibn ter af av zu dos du el ben mac");

  static final Set<String> ABBREVIATIONS =
      set(
          """
          mr mrs ms dr prof sen rep gov gen st jr sr vs etc no inc ltd co capt lt col sgt rev hon
          jan feb mar apr jun jul aug sep sept oct nov dec approx dept est fig vol
          """);

  static final Set<String> SHE_NAMES =
      set(
          """
          mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty
          margaret sandra ashley emily donna michelle carol amanda melissa deborah stephanie rebecca
          laura helen sharon cynthia kathleen amy angela anna ruth brenda nicole katherine samantha
          christine emma catherine virginia rachel janet maria heather diane julie joyce victoria
          olivia sofia sophie julia eva clara alice ella grace hannah marta ines ilse greta ingrid
          """);
  static final Set<String> HE_NAMES =
      set(
          """
          robert william david richard joseph thomas charles christopher daniel matthew anthony mark
          donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason
          jeffrey ryan jacob gary nicholas eric jonathan stephen scott brandon benjamin samuel
          gregory frank alexander raymond patrick jack dennis jerry peter henry adam nathan jonas
          karl hans otto fritz jean pierre luis carlos pedro jan piotr tomasz hiroshi oskar emil
          """);

  static final Set<String> NEGATIONS =
      set(
          """
          not no never none nobody nothing neither nor nowhere without cannot hardly scarcely barely
          cant dont wont isnt arent wasnt werent doesnt didnt hasnt havent hadnt couldnt shouldnt
          wouldnt mustnt neednt aint shant mightnt oughtnt n't
          nicht kein keine keinen keinem keiner keines nie niemals nichts niemand weder ohne
          ne pas jamais rien aucun aucune personne sans non ni
          nunca jamás nada nadie ningún ninguna ninguno tampoco
          nigdy nic nikt żaden żadna żadne bez
          """);

  static final Set<String> NUMBERS =
      set(
          """
          zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
          fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
          ninety hundred hundreds thousand thousands million millions billion billions trillion dozen
          dozens half quarter third once twice thrice double triple first second
          null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend
          deux trois quatre cinq sept huit neuf dix onze douze cent mille
          dos tres cuatro cinco siete ocho nueve diez cien mil
          dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc
          """);

  /// Whoever leaves these out in front of a sentence makes somebody say it.
  static final Set<String> REPORTING =
      set(
          """
          said says say saying claim claims claimed claiming told tells wrote writes pretend
          pretends pretended pretending suppose supposes supposed imagine imagines imagined argue
          argues argued deny denies denied heard rumour rumours rumor rumors lie lied lies
          sagt sagte sagten behauptet behauptete behaupten schreibt schrieb meint meinte angeblich
          """);

  /// After a name these make a sentence of it.
  static final Set<String> DOING =
      set(
          """
          did was had has does is came went took made got saw stood sat left kept gave knew found
          held brought ran led met paid sold built spent taught thought grew wrote drew rose fell
          """);

  /// Whoever does one of these says another's words.
  static final Set<String> RETELLING =
      set(
          """
          quote quotes quoted quoting cite cites cited citing read reads reading repeat repeats
          repeated repeating echo echoes echoed echoing recite recites recited reciting retell
          retells retold retelling relay relays relayed relaying recount recounts recounted
          recounting share shares shared sharing forward forwards forwarded forwarding attribute
          attributes attributed attributing parrot parroted copy copies copied copying paraphrase
          paraphrased paraphrasing zitiert zitierte
          """);

  /// Whoever does one of these may do it to another's words.
  static final Set<String> REMARKING =
      set(
          """
          laugh comment praise attack mock slam blast dismiss defend question criticise criticize
          read remember recall greet react challenge
          """);

  /// What is thought or summed up need not have been said.
  static final Set<String> MUSING =
      set("think believe feel muse wonder report describe detail recommend request summarise");

  /// "The words" behind one of these are his own.
  static final Set<String> UTTERING = set("say write post tweet toot text message use add begin");
  static final Set<String> HEARING = set("tell ask inform remind warn advise promise assure greet");

  /// What is told with one of these is not told as a fact.
  static final Set<String> UNREAL =
      set(
          """
          might may could would should must supposedly allegedly reportedly apparently purportedly
          if whether unless perhaps maybe wenn ob falls angeblich
          """);

  /// Whom one of these stands before does not do what is told.
  static final Set<String> CONCERNING =
      set("of to about against on over with for without but except unlike than like at");

  static final Set<String> WHEN =
      set(
          """
          on this that last early late morning afternoon evening night today yesterday monday
          tuesday wednesday thursday friday saturday sunday just even still too again not only
          """);

  /// What shows words that whoever speaks of it need not have said.
  static final Set<String> SHOWN =
      set(
          """
          sign poster placard banner notice board noticeboard billboard wall door proverb slogan
          motto rule rules law song poem lyric lyrics verse hymn prayer psalm book novel film movie
          photo photograph picture image screenshot link graffiti headline shirt t-shirt mug card
          plaque inscription sticker flyer leaflet menu advert advertisement label sentence phrase
          saying quote quotation words
          """);

  static final Set<String> BEING = set("is was are were be been being am gets got");
  static final Set<String> AUXILIARIES = set("had has have also then once first later never not");
  static final Set<String> NOT =
      set("not never didnt doesnt dont wouldnt couldnt cannot cant wont hadnt hasnt havent");
  static final Set<String> JOINING = set("and or nor & und et y i");
  static final Set<String> EXCLUDING = set("not than unlike without");
  static final Set<String> MERELY = set("only just merely simply");
  static final Set<String> UNTRUE =
      set("untrue false wrong invented deny denies denied fake made-up lie myth rumour rumor");

  /// What is somebody's own when it is his.
  static final Set<String> SAYINGS =
      set(
          """
          sentence sentences words word post posts remark remarks line lines phrase claim statement
          message tweet toot comment quote quotation answer reply question text warning letter
          promise saying
          """);

  static final Set<String> DENYING =
      set("deny denies denied denying refuse refused rejects rejected");

  /// A condition that stands behind what it is of. "Si" is too many other things there.
  static final Set<String> CONDITIONS_BEHIND =
      set("if unless provided except wenn falls sofern außer jeśli gdyby");

  /// With one of these behind it an "if" is no condition: "hundreds, if not thousands".
  static final Set<String> IF_AT_ALL =
      set("not any anything anybody anyone ever only possible necessary nothing");

  /// Behind these an "if" begins a question.
  static final Set<String> BEFORE_QUESTIONS =
      set(
          """
          know knows knew ask asks asked wonder wondered see sure check tell say said care cares
          decide decided remember matter clear weiß wissen frage fragen fragte
          """);

  /// Before these a comma does not end what was said: "Ich glaube nicht, dass".
  static final Set<String> LEADING_ON = set("dass daß ob że czy");

  static final Set<String> ARTICLES =
      set("the a an this that der die das ein eine le la les un une el los las una");

  static final Set<String> CONDITIONS =
      set("if unless whether wenn falls ob si jeśli gdyby provided suppose supposing");

  /// Also these make a condition of a sentence that begins with them.
  static final Set<String> WITHOUT = set("without ohne sans sin bez assuming should had");
  static final Set<String> BEFORE_CONDITIONS = set("and but or so even only then yes no und aber");
  static final Set<String> SUPPOSED = set("would could might should würde würden könnte könnten");

  /// Whoever speaks says these of himself.
  static final Set<String> OF_SPEAKER =
      set("i me my mine myself we us our ours ourselves ich mich mir wir uns");

  /// Words that stand for somebody or something; a name in brackets may explain them.
  static final Set<String> FOR_SOMEBODY =
      set(
          """
          he she they him her them his hers their theirs it its this that these those who whom
          whose you your yours one here there er sie ihn ihm ihr ihnen du dir dich
          """);

  /// Without one of these a word says the contrary.
  static final Set<String> CONTRARY_PREFIXES =
      set("un in im il ir dis non mis anti de over under pre post ex pro");

  /// With one of these for it, too.
  static final Map<String, Set<String>> OPPOSED_PREFIXES =
      Map.of(
          "in", Set.of("de", "ex"),
          "im", Set.of("ex"),
          "over", Set.of("under"),
          "pre", Set.of("post"),
          "pro", Set.of("anti"));

  /// Each with what says the opposite.
  static final Set<String> OPPOSITES =
      Set.of(
          "all some",
          "may must",
          "might must",
          "can must",
          "lower higher",
          "low high",
          "lowest highest",
          "early late",
          "earlier later",
          "first last",
          "few many",
          "below above",
          "under over",
          "inside outside",
          "rarely often",
          "niedriger höher",
          "niedrig hoch",
          "früher später",
          "darf muss",
          "kann muss",
          "wenige viele",
          "for against",
          "with without",
          "before after",
          "more less",
          "more fewer",
          "most least",
          "up down",
          "yes no",
          "right wrong",
          "true false",
          "always never",
          "all none",
          "everybody nobody",
          "everyone nobody",
          "open closed",
          "opened closed",
          "safe unsafe",
          "won lost",
          "win lose",
          "rose fell",
          "rise fall",
          "rises falls",
          "accept refuse",
          "accepted refused",
          "allow forbid",
          "allowed forbidden",
          "supports opposes",
          "support oppose",
          "supported opposed",
          "included excluded",
          "innocent guilty",
          "für gegen",
          "mit ohne",
          "vor nach",
          "mehr weniger",
          "immer nie",
          "ja nein",
          "alle keine",
          "offen geschlossen",
          "richtig falsch",
          "pour contre",
          "avec sans",
          "avant après",
          "plus moins",
          "toujours jamais",
          "oui non",
          "con sin",
          "más menos",
          "siempre nunca");

  static final Set<String> CONTRARY =
      set(
          "if unless wenn falls but however not yet although though except unless never only aber"
              + " nicht mais pero ale");

  /// Words that say little of what a text is about.
  static final Set<String> COMMON =
      set(
          """
          the a an and or but if of to in on at by for with from as is are was were be been am it
          its this that these those i you he she we they me him her us them my your his our their
          do does did have has had will would can could should may might must not no so too very
          just there here when what who how which than then all any some one out up down about into
          over im dont its thats youre ive youve well also more most only own same such
          der die das und oder ist nicht le la les et ou est un une el los las y o es se
          """);
}
