/// What the API and the pages show alike: where things are ([Addresses], [Files]) and words as
/// HTML ([ContentHtml], [ArticleHtml], [ExcerptHtml]). It decides nothing and stores nothing.
@NullMarked
package verbatim.rendering;

import org.jspecify.annotations.NullMarked;
