/// The HTTP toolkit that `api` and `web` share: routes that name their scope, one
/// reading of parameters, answers, errors, limits, and [HttpServer], which runs it on
/// Jetty. It knows nothing of statuses or accounts.
@NullMarked
package verbatim.http;

import org.jspecify.annotations.NullMarked;
