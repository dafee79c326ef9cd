package verbatim.http;

import verbatim.kernel.Refusal;

/// The port to the pages for errors; `web` has them.
public interface ErrorPage {
  /// The whole page (or its fragment, for htmx) for a refusal with this HTTP status.
  Answer page(int status, Refusal refusal, Request request);

  /// The page for a fault of ours: says nothing of it but the request's id.
  Answer fault(Request request);
}
