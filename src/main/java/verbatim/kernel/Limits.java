package verbatim.kernel;

import java.time.Duration;

/// Every bound of the server, with its unit in its name. Each has a test that goes one past it.
/// `Limits.usual()` is what a server has unless its settings say otherwise.
public record Limits(
    Text text,
    Rows rows,
    Http http,
    People people,
    Factors factors,
    Media media,
    Streams streams,
    Later later,
    House house,
    Search search,
    Conversations conversations,
    Excerpts excerpts,
    Checks checks,
    Stories stories,
    Articles articles,
    Statements statements,
    Waits waits) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  public static Limits usual() {
    return new Limits(
        Text.usual(),
        Rows.usual(),
        Http.usual(),
        People.usual(),
        Factors.usual(),
        Media.usual(),
        Streams.usual(),
        Later.usual(),
        House.usual(),
        Search.usual(),
        Conversations.usual(),
        Excerpts.usual(),
        Checks.usual(),
        Stories.usual(),
        Articles.usual(),
        Statements.usual(),
        Waits.usual());
  }

  /// The same with another length of a post, as the settings may say.
  public Limits withStatusCharacters(int max) {
    return new Limits(
        text.withStatusCharacters(max),
        rows,
        http,
        people,
        factors,
        media,
        streams,
        later,
        house,
        search,
        conversations,
        excerpts,
        checks,
        stories,
        articles,
        statements,
        waits);
  }

  /// The same without what strangers may do how often: for the test mode.
  public Limits withStrangersFree() {
    return new Limits(
        text,
        rows,
        http,
        people,
        factors,
        media,
        streams,
        later,
        house,
        search,
        conversations.withStrangersFree(),
        excerpts,
        checks,
        stories,
        articles,
        statements,
        waits);
  }

  /// The same where an answer that is whole is worth more than one that is quick: for the test
  /// mode, so that what clients are told there does not depend on how busy the machine is.
  public Limits withPatience() {
    return new Limits(
        text,
        rows,
        http.withPatience(),
        people,
        factors,
        media,
        streams,
        later,
        house,
        search.withPatience(),
        conversations,
        excerpts,
        checks,
        stories,
        articles,
        statements.withPatience(),
        waits.withPatience());
  }

  /// What people write. Characters are counted as the client API counts them (graphemes, a link is
  /// `linkCharacters`, a mention counts without its domain).
  public record Text(
      int statusCharactersMax,
      int linkCharacters,
      int statusBytesMax,
      int mentionsMax,
      int tagsMax,
      int tagCharactersMax,
      int linksMax,
      int customEmojiMax,
      int pollOptionsMin,
      int pollOptionsMax,
      int pollOptionCharactersMax,
      Duration pollMin,
      Duration pollMax,
      int seriesMin,
      int seriesMax,
      int editsMax,
      int pinsMax,
      int languageCharactersMax) {
    Text withStatusCharacters(int max) {
      return new Text(
          max,
          linkCharacters,
          statusBytesMax,
          mentionsMax,
          tagsMax,
          tagCharactersMax,
          linksMax,
          customEmojiMax,
          pollOptionsMin,
          pollOptionsMax,
          pollOptionCharactersMax,
          pollMin,
          pollMax,
          seriesMin,
          seriesMax,
          editsMax,
          pinsMax,
          languageCharactersMax);
    }

    static Text usual() {
      return new Text(
          500,
          23,
          16_384,
          50,
          50,
          100,
          50,
          100,
          2,
          4,
          50,
          Duration.ofMinutes(5),
          Duration.ofDays(31),
          2,
          25,
          100,
          5,
          16);
    }
  }

  /// What lies in lists and answers.
  public record Rows(
      int pageDefault,
      int pageMax,
      int accountsPageDefault,
      int accountsPageMax,
      int homeMax,
      int threadMax,
      int threadAncestorsSignedOutMax,
      int threadDescendantsSignedOutMax,
      int threadDepthSignedOutMax,
      int idsInOneRequestMax,
      int listsMax,
      int listTitleCharactersMax,
      int listMembersMax,
      int followedTagsMax,
      int featuredTagsMax,
      int filtersMax,
      int filterKeywordsMax,
      int filterTitleCharactersMax,
      int filterKeywordCharactersMax,
      int filterStatusesMax,
      int domainBlocksMax,
      int endorsementsMax,
      int pushedFollowersMax,
      Duration idleAfter) {
    static Rows usual() {
      return new Rows(
          20,
          40,
          40,
          80,
          800,
          4_096,
          40,
          60,
          20,
          100,
          50,
          255,
          500,
          1_000,
          10,
          100,
          100,
          255,
          255,
          100,
          1_000,
          100,
          20_000,
          Duration.ofDays(14));
    }
  }

  /// What comes over the wire.
  public record Http(
      int headerBytesMax,
      int bodyBytesMax,
      int uploadBytesMax,
      int jsonDepthMax,
      int jsonNamesMax,
      int numberCharactersMax,
      int formFieldsMax,
      Duration headerMax,
      Duration bodyMax,
      Duration idleMax,
      int connectionsMax,
      int connectionsPerAddressMax,
      int streamsPerConnectionMax,
      int bytesPerSecondMin,
      int uploadMemoryBytesMax,
      int framesPerSecondMax,
      int compressedBytesMin,
      int socketTextBytesMax,
      int socketFramesMax,
      int drainedBytesMax,
      Duration drainMax) {
    static Http usual() {
      return new Http(
          16_384,
          1 << 20,
          40 << 20,
          32,
          1_000,
          40,
          1_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          10_000,
          200,
          100,
          4_096,
          256 << 10,
          100,
          2_048,
          64 << 10,
          256,
          104 << 20,
          Duration.ofSeconds(5));
    }

    Http withPatience() {
      return new Http(
          headerBytesMax,
          bodyBytesMax,
          uploadBytesMax,
          jsonDepthMax,
          jsonNamesMax,
          numberCharactersMax,
          formFieldsMax,
          PATIENCE,
          PATIENCE,
          PATIENCE.multipliedBy(10),
          connectionsMax,
          connectionsPerAddressMax,
          streamsPerConnectionMax,
          bytesPerSecondMin,
          uploadMemoryBytesMax,
          framesPerSecondMax,
          compressedBytesMin,
          socketTextBytesMax,
          socketFramesMax,
          drainedBytesMax,
          drainMax);
    }
  }

  /// The second factor.
  ///
  /// @param halfSignInMax from the right password to the code
  /// @param challengeMax how long a page that asks for a passkey, or shows a new secret, counts
  public record Factors(
      int passkeysMax,
      int passkeyNameCharactersMax,
      int credentialCharactersMax,
      int recoveryCodes,
      int spentMax,
      Duration halfSignInMax,
      Duration challengeMax) {
    static Factors usual() {
      return new Factors(10, 60, 16_384, 10, 32, Duration.ofMinutes(10), Duration.ofMinutes(10));
    }
  }

  /// Accounts, sign-in, applications.
  public record People(
      int usernameCharactersMax,
      int displayNameCharactersMax,
      int bioCharactersMax,
      int fieldsMax,
      int fieldNameCharactersMax,
      int fieldValueCharactersMax,
      int privateNoteCharactersMax,
      int passwordCharactersMin,
      int passwordCharactersMax,
      int reasonCharactersMax,
      int appNameCharactersMax,
      int appWebsiteCharactersMax,
      int redirectUrisMax,
      int redirectUriCharactersMax,
      int followsMax,
      Duration codeMax,
      Duration sessionMax,
      Duration mailLinkMax,
      int signInFailuresMax,
      Duration signInFailuresWindow,
      int mailsPerAddressMax,
      Duration mailsWindow,
      int requestsPerAccountMax,
      Duration requestsPerAccountWindow,
      int requestsPerAddressMax,
      Duration requestsPerAddressWindow,
      int pagesPerAddressMax,
      Duration pagesPerAddressWindow,
      int postsPerAccountMax,
      Duration postsPerAccountWindow,
      int privateSearchesPerAccountMax,
      Duration privateSearchesPerAccountWindow,
      int registrationsPerAddressMax,
      Duration registrationsPerAddressWindow,
      int signInsPerAddressMax,
      Duration signInsPerAddressWindow,
      int notificationsFromOneMax,
      Duration notificationsFromOneWindow,
      int checksPerAccountMax,
      Duration checksPerAccountWindow,
      int invitationsOfOneMax,
      int invitationsMax,
      int invitationUsesMax,
      Duration invitationMax,
      int invitationNoteCharactersMax,
      Duration turnedAwayMax) {
    static People usual() {
      return new People(
          30,
          30,
          500,
          4,
          255,
          255,
          2_000,
          8,
          128,
          500,
          60,
          2_000,
          10,
          2_000,
          7_500,
          Duration.ofMinutes(10),
          Duration.ofDays(365),
          Duration.ofDays(1),
          10,
          Duration.ofMinutes(15),
          3,
          Duration.ofHours(1),
          300,
          Duration.ofMinutes(5),
          300,
          Duration.ofMinutes(5),
          7_500,
          Duration.ofMinutes(5),
          300,
          Duration.ofHours(3),
          60,
          Duration.ofMinutes(5),
          25,
          Duration.ofHours(1),
          25,
          Duration.ofMinutes(5),
          60,
          Duration.ofHours(1),
          30,
          Duration.ofMinutes(5),
          20,
          1_000,
          100,
          Duration.ofDays(30),
          100,
          Duration.ofDays(730));
    }
  }

  /// Uploaded and fetched files.
  public record Media(
      int imageBytesMax,
      int videoBytesMax,
      long imagePixelsMax,
      int sidePixelsMax,
      int keptPixelsMax,
      int smallPixelsMax,
      int framesMax,
      int scansMax,
      int attachmentsMax,
      int descriptionCharactersMax,
      int creditCharactersMax,
      int avatarPixels,
      int headerWidthPixels,
      int headerHeightPixels,
      int unattachedFilesMax,
      Duration unattachedMax,
      Duration releasedMax,
      Duration expiryGrace,
      Duration ticketMax,
      Duration soundMax,
      int videoPixelsMax,
      int framesPerSecondMax,
      int conversionsMax,
      long conversionBytesMax,
      Duration conversionMax) {
    static Media usual() {
      return new Media(
          16 << 20,
          99 << 20,
          33_177_600,
          16_384,
          8_294_400,
          230_400,
          1_000,
          100,
          4,
          1_500,
          200,
          400,
          1_500,
          500,
          100,
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofMinutes(30),
          8_294_400,
          120,
          1,
          1L << 30,
          Duration.ofMinutes(5));
    }
  }

  /// What is pushed over connections that stay open.
  ///
  /// @param connectionsMax of everybody together
  /// @param perSocketMax streams on one socket
  /// @param waitingMax what may wait for one reader; one more and he is cut off
  /// @param happeningsMax what may wait to be handed out to all
  /// @param frameMax how long one frame may take to be written
  /// @param heartbeat a sign of life at least so often
  /// @param askAgain how often each connection is asked whether its token still counts
  /// @param messagesPerMinuteMax what one client may send
  public record Streams(
      int connectionsMax,
      int perAccountMax,
      int perSocketMax,
      int waitingMax,
      int happeningsMax,
      Duration frameMax,
      Duration heartbeat,
      Duration askAgain,
      int messagesPerMinuteMax) {
    static Streams usual() {
      return new Streams(
          8_000,
          64,
          50,
          1_000,
          20_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          300);
    }
  }

  /// What may be looked for, and how long.
  ///
  /// @param queryCharactersMax of what somebody asks
  /// @param clausesMax words, phrases and operators in it
  /// @param skipMax how far down the results one may page by number; ids lead further
  /// @param candidatesMax hits that are looked at for one answer, shown or not
  /// @param libraryMax how many of the statuses that somebody marked are found, the newest first
  /// @param timeMax of one search; then it answers what it has found
  /// @param atOnceMax searches side by side
  /// @param waitMax how long one more waits
  public record Search(
      int queryCharactersMax,
      int clausesMax,
      int skipMax,
      int candidatesMax,
      int libraryMax,
      Duration timeMax,
      int atOnceMax,
      Duration waitMax) {
    public static Search usual() {
      return new Search(
          256, 32, 1_000, 2_000, 50_000, Duration.ofMillis(500), 4, Duration.ofSeconds(2));
    }

    Search withPatience() {
      return new Search(
          queryCharactersMax,
          clausesMax,
          skipMax,
          candidatesMax,
          libraryMax,
          PATIENCE,
          atOnceMax,
          PATIENCE);
    }
  }

  /// Private talk.
  ///
  /// @param membersMax of one conversation, with whoever began it
  /// @param strangersEvery how long after one conversation with people who do not follow the next
  ///     may be begun
  /// @param strangersPerDayMax people who do not follow, over all conversations of one day
  /// @param unansweredMax messages to somebody who has not accepted yet
  /// @param reactionsMax different ones to one message
  /// @param contextMax messages around one that old apps are shown
  /// @param searchedMax messages that are looked through for one answer
  public record Conversations(
      int membersMax,
      int messageBytesMax,
      int messagePartsMax,
      Duration strangersEvery,
      int strangersPerDayMax,
      int unansweredMax,
      int reactionsMax,
      int pageDefault,
      int pageMax,
      int contextMax,
      int contactNameCharactersMax,
      int searchedMax) {
    static Conversations usual() {
      return new Conversations(
          32, 16_384, 2_048, Duration.ofMinutes(1), 20, 10, 20, 40, 80, 200, 60, 10_000);
    }

    Conversations withStrangersFree() {
      return new Conversations(
          membersMax,
          messageBytesMax,
          messagePartsMax,
          Duration.ZERO,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          reactionsMax,
          pageDefault,
          pageMax,
          contextMax,
          contactNameCharactersMax,
          searchedMax);
    }
  }

  /// Quotations that are compared with what is known.
  ///
  /// @param charactersMax of an article, raw
  /// @param quotationsMax in one article, labels counted
  /// @param wordsMax of one quotation, and of a source, that are compared; what is longer is
  ///     compared up to there
  /// @param candidatesMax sources that one quotation is compared with
  /// @param cellsMax pairs of words that are compared for one article; then quotations are shown
  ///     as not compared
  public record Checks(
      int charactersMax, int quotationsMax, int wordsMax, int candidatesMax, long cellsMax) {
    public static Checks usual() {
      return new Checks(400_000, 1_000, 2_000, 20, 300_000_000L);
    }
  }

  /// What people gather on one event.
  ///
  /// @param itemsMax things in one story
  /// @param editorsMax who keep one, with those who are asked to
  /// @param keptMax stories that one person keeps
  /// @param followedMax stories that one person follows
  /// @param whenCharactersMax of what is said of a time
  /// @param noteCharactersMax of what is said of something whose words nobody has
  /// @param candidatesMax what is looked at for suggestions
  /// @param suggestedMax what is suggested at once
  /// @param halfLife how long after a thing of the story another has half the weight
  /// @param tellAfter how soon followers are told of something new, so that several come together
  /// @param tellEvery how long after that they may be told again
  public record Stories(
      int titleCharactersMax,
      int summaryCharactersMax,
      int topicsMax,
      int topicCharactersMax,
      int itemsMax,
      int editorsMax,
      int keptMax,
      int followedMax,
      int whenCharactersMax,
      int noteCharactersMax,
      int candidatesMax,
      int suggestedMax,
      Duration halfLife,
      Duration tellAfter,
      Duration tellEvery) {
    static Stories usual() {
      return new Stories(
          120,
          1_000,
          8,
          60,
          200,
          8,
          200,
          500,
          60,
          300,
          300,
          12,
          Duration.ofDays(3),
          Duration.ofMinutes(30),
          Duration.ofDays(1));
    }
  }

  /// Articles.
  ///
  /// @param bodyBytesMax of the raw words
  /// @param versionsMax of one article
  /// @param draftsMax articles that somebody works on and that are not published
  /// @param pastedCharactersMax of words that are embedded from elsewhere
  /// @param nameCharactersMax of whose they are, and of where they were said
  /// @param membersMax of one newsroom, those asked too
  /// @param picturesMax of one version
  /// @param addressCharactersMax of where it was published first
  /// @param blocksShownMax of one page; what is longer goes on on the next
  public record Articles(
      int bodyBytesMax,
      int titleCharactersMax,
      int standfirstCharactersMax,
      int bylineMax,
      int topicsMax,
      int topicCharactersMax,
      int correctionsMax,
      int correctionCharactersMax,
      int versionsMax,
      int draftsMax,
      int picturesMax,
      int embedsMax,
      int pastedCharactersMax,
      int nameCharactersMax,
      int membersMax,
      int addressCharactersMax,
      int blocksShownMax) {
    static Articles usual() {
      return new Articles(
          2 << 20, 200, 400, 10, 20, 50, 20, 500, 100, 100, 20, 50, 5_000, 100, 100, 2_000, 1_000);
    }
  }

  /// What people put aside, and what the server works out for them now and then.
  ///
  /// @param scheduledPerDayMax posts of one account that come due on one day (UTC)
  /// @param scheduledAheadMin how far ahead a post is scheduled at least
  /// @param appealWindow how long whoever had posts removed may say something to it; so long they
  ///     are held for that
  public record Later(
      int scheduledMax,
      int scheduledPerDayMax,
      Duration scheduledAheadMin,
      Duration scheduledAheadMax,
      int draftsMax,
      int reportCommentCharactersMax,
      int reportStatusesMax,
      int reportRulesMax,
      int reportsPerAccountMax,
      Duration reportsPerAccountWindow,
      Duration appealWindow,
      int suggestionsMax,
      int trendsMax) {
    static Later usual() {
      return new Later(
          300,
          25,
          Duration.ofMinutes(5),
          Duration.ofDays(3_660),
          100,
          1_000,
          100,
          20,
          50,
          Duration.ofDays(1),
          Duration.ofDays(30),
          80,
          40);
    }
  }

  /// What whoever runs the server puts up, and what members take home.
  ///
  /// @param emojiPixels sides of a custom emoji; larger pictures are made smaller
  /// @param announcementsMax those that are over count too
  /// @param reactionsMax different ones to one announcement
  /// @param archiveEvery how long after one archive the next may be asked for
  /// @param archiveKept how long an archive can be fetched
  /// @param archiveSliceRows what is written between two looks at the disk and the clock
  /// @param importRowsMax of a list that somebody brings from elsewhere
  /// @param textCharactersMax of what the server says of itself at length, and of privacy
  public record House(
      int emojiMax,
      int emojiBytesMax,
      int emojiPixels,
      int announcementsMax,
      int announcementCharactersMax,
      int reactionsMax,
      Duration archiveEvery,
      Duration archiveKept,
      int archiveSliceRows,
      int nameCharactersMax,
      int descriptionCharactersMax,
      int textCharactersMax,
      int languagesMax,
      int rulesMax,
      int ruleCharactersMax,
      int ruleHintCharactersMax,
      int importRowsMax,
      int importBytesMax,
      int pictureWidthPixels,
      int pictureHeightPixels) {
    static House usual() {
      return new House(
          4_000,
          256 << 10,
          128,
          200,
          4_000,
          8,
          Duration.ofHours(12),
          Duration.ofDays(7),
          100,
          60,
          500,
          10_000,
          20,
          25,
          300,
          500,
          10_000,
          1 << 20,
          1_200,
          630);
    }
  }

  /// Excerpts of private conversations.
  ///
  /// @param messagesMax in one
  /// @param openRequestsMax of one publisher to one other, within `askedMax`
  /// @param askedMax how long a request reads as asked, whatever he does who was asked
  /// @param contextCharactersMax of what he says to it
  /// @param draftsMax of one publisher
  /// @param repeatedWordsMin running words of a sealed message in the post beside it are warned of
  /// @param documentBytesMax longer documents are not in a status: they are fetched by themselves
  /// @param freshSignInMax a yes is given by who has signed in within it, or proves himself anew
  public record Excerpts(
      int messagesMax,
      int openRequestsMax,
      Duration askedMax,
      int contextCharactersMax,
      int draftsMax,
      int repeatedWordsMin,
      int documentBytesMax,
      Duration freshSignInMax) {
    static Excerpts usual() {
      return new Excerpts(256, 3, Duration.ofDays(7), 1_000, 50, 8, 64 << 10, Duration.ofHours(1));
    }
  }

  /// What is known to have been said, and questions about it.
  ///
  /// @param textCharactersMax of words that somebody registers
  /// @param whereCharactersMax of where they are from
  /// @param perDayMax statements that one account registers
  /// @param questionsPerDayMax "are these your words?", of one account to all others
  /// @param questionsOpenMax of one account to one other who has not answered them
  /// @param alikeWordsMax rows of words that are asked for to find what a quotation is from
  /// @param candidatesMax statements that a quotation is compared with
  /// @param embedsMax texts that somebody brings along with the one that is checked
  /// @param timeMax of looking for them; longer is refused, since "not found" would be wrong
  public record Statements(
      int textCharactersMax,
      int nameCharactersMax,
      int whereCharactersMax,
      int perDayMax,
      int questionCharactersMax,
      int noteCharactersMax,
      int questionsPerDayMax,
      int questionsOpenMax,
      int alikeWordsMax,
      int candidatesMax,
      int embedsMax,
      Duration timeMax) {
    static Statements usual() {
      return new Statements(
          5_000, 100, 500, 100, 1_000, 1_000, 20, 3, 64, 20, 100, Duration.ofSeconds(10));
    }

    Statements withPatience() {
      return new Statements(
          textCharactersMax,
          nameCharactersMax,
          whereCharactersMax,
          perDayMax,
          questionCharactersMax,
          noteCharactersMax,
          questionsPerDayMax,
          questionsOpenMax,
          alikeWordsMax,
          candidatesMax,
          embedsMax,
          PATIENCE);
    }
  }

  /// How long an answer waits for what follows from the request a moment later; then it goes
  /// without.
  ///
  /// @param countsMax for what was done with a status to be counted
  /// @param homeMax for what somebody posted to stand in his own home
  public record Waits(Duration countsMax, Duration homeMax) {
    static Waits usual() {
      return new Waits(Duration.ofMillis(500), Duration.ofMillis(600));
    }

    Waits withPatience() {
      return new Waits(PATIENCE, PATIENCE);
    }
  }
}
