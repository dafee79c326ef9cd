package verbatim.web;

import java.net.URI;
import java.util.List;
import verbatim.accounts.Standing;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.moderation.Moderation;
import verbatim.stories.Stories;
import verbatim.stories.Story;

/// A story at the desk: taken from the public, or let back.
final class DeskStoryPages {
  private static final String ONE = "/desk/stories/:id";

  private final Templates templates;
  private final Forms forms;
  private final Stories stories;
  private final Moderation moderation;

  DeskStoryPages(Templates templates, Forms forms, Stories stories, Moderation moderation) {
    this.templates = templates;
    this.forms = forms;
    this.stories = stories;
    this.moderation = moderation;
  }

  List<Route> routes() {
    Access moderators = Access.desk(Standing.Role.MODERATOR);
    return List.of(
        Route.get(ONE, moderators, this::show, "a story at the desk"),
        Route.post(ONE, moderators, this::act, "unpublishing a story"));
  }

  /// Private ones are no business of the desk.
  private Story story(Request request) {
    return stories
        .find(StoryPages.id(request))
        .filter(story -> story.isPublic() || story.isWithheld())
        .orElseThrow(Refusal::notFound);
  }

  private Answer show(Request request) {
    return show(request, "");
  }

  private Answer show(Request request, String problem) {
    Story story = story(request);
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "desk_story",
            new DeskViews.Story(
                sheet.frame(Frame.Place.DESK, sheet.t().say("desk.story")),
                story.id().toString(),
                story.title(),
                story.isWithheld() ? "" : StoryPages.path(story),
                story.isWithheld(),
                problem)));
  }

  private Answer act(Request request) {
    forms.check(request);
    Story story = story(request);
    boolean isWithheld = !story.isWithheld();
    try {
      var _ =
          moderation
              .acts()
              .story(
                  Reading.me(request),
                  isWithheld,
                  story.editors().getFirst(),
                  story.id().toString(),
                  request.params().text("words", ""));
    } catch (Refused e) {
      return show(request, DeskRows.problem(e, forms.sheet(request).t()))
          .status(DeskRows.status(e));
    }
    stories.withhold(story.id(), isWithheld);
    return forms.saying(
        Answer.seeOther(URI.create("/desk/stories/" + story.id())), "done", "", request);
  }
}
